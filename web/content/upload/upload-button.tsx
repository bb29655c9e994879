import UploadIcon from 'lucide-solid/icons/upload';
import { useText } from '../../i18n/language.tsx';
import { Button } from '../../ui/button.tsx';
import type { UploadPreset } from './upload-preset.ts';
import { useUploads } from './uploads.tsx';

/** Opens the upload dialog; with a preset, for what the page shows. */
export function UploadButton(props: { readonly preset?: UploadPreset }) {
  const text = useText();
  const uploads = useUploads();
  return (
    <Button
      look="primary"
      icon={<UploadIcon size={16} aria-hidden="true" />}
      onClick={() => uploads.openUpload(props.preset)}
    >
      {text().shell.upload}
    </Button>
  );
}
