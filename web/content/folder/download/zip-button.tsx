import FolderDown from 'lucide-solid/icons/folder-down';
import { useText } from '../../../i18n/language.tsx';
import { Button } from '../../../ui/button.tsx';
import { createZipDownload, type ZipWanted } from './create-zip-download.ts';
import { ZipModal } from './zip-modal.tsx';

export interface ZipButtonProps {
  /** What it says: what is downloaded. */
  readonly label: string;
  readonly wanted: ZipWanted;
}

/** Saves files as a zip, which the browser makes of what it reads from the store. */
export function ZipButton(props: ZipButtonProps) {
  const text = useText();
  const download = createZipDownload();
  return (
    <>
      <Button
        icon={<FolderDown size={16} aria-hidden="true" />}
        disabledReason={props.wanted.files === 0 ? text().folder.nothing : undefined}
        onClick={() => download.start(props.wanted)}
      >
        {props.label}
      </Button>
      <ZipModal download={download} />
    </>
  );
}
