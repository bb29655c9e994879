import { Show } from 'solid-js';
import { useFormat, useText } from '../../../i18n/language.tsx';
import { Button } from '../../../ui/button.tsx';
import type { ContentFolder } from '../content-folder.ts';
import { ZipButton } from '../download/zip-button.tsx';
import type { Checks } from './checks.ts';

export interface CheckedFilesProps {
  readonly folder: ContentFolder;
  readonly revision: number;
  readonly checks: Checks;
}

/** What can be done with the files that are checked. */
export function CheckedFiles(props: CheckedFilesProps) {
  const text = useText();
  const format = useFormat();
  const files = () => props.checks.files();
  return (
    <Show when={props.checks.nodes().length > 0}>
      <span class="ms-auto text-sm text-soft" role="status">
        {text().folder.checked(
          text().common.files(files(), format().count(files())),
          format().bytes(props.checks.size()),
        )}
      </span>
      <ZipButton
        label={text().folder.downloadChecked}
        wanted={{
          folder: props.folder,
          revision: props.revision,
          nodes: props.checks.nodes(),
          files: files(),
          size: props.checks.size(),
        }}
      />
      <Button look="quiet" onClick={() => props.checks.clear()}>
        {text().common.clear}
      </Button>
    </Show>
  );
}
