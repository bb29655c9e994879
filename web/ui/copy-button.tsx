import Copy from 'lucide-solid/icons/copy';
import { useText } from '../i18n/language.tsx';
import { IconButton } from './button.tsx';
import { copyText } from './copy-text.ts';

export interface CopyButtonProps {
  readonly label: string;
  readonly value: string;
}

/** Takes something to the clipboard. */
export function CopyButton(props: CopyButtonProps) {
  const text = useText();
  return (
    <IconButton
      label={props.label}
      icon={<Copy size={16} aria-hidden="true" />}
      onClick={() => void copyText(props.value, text())}
    />
  );
}
