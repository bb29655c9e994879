import { useMutation } from '@tanstack/solid-query';
import Download from 'lucide-solid/icons/download';
import Link from 'lucide-solid/icons/link';
import type { FileNodeBody } from '../../../../api/contract/storage.ts';
import { useFormat, useText } from '../../../i18n/language.tsx';
import { Button } from '../../../ui/button.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { copyText } from '../../../ui/copy-text.ts';
import { ErrorNote } from '../../../ui/error-note.tsx';
import { Fact, Facts } from '../../../ui/facts.tsx';
import { saveUrl } from '../download/save-url.ts';
import type { FileProps } from '../folder-props.ts';

/** What is known of a file, and what can be done with it. */
export function FileFacts(props: FileProps & { readonly file: FileNodeBody }) {
  const text = useText();
  const format = useFormat();
  const words = () => text().folder;
  const link = () => {
    const isCurrent = props.revision === props.folder.revision;
    return props.folder.streamLink(props.path, isCurrent ? undefined : props.revision);
  };
  const save = useMutation(() => ({
    mutationFn: async () => {
      const wanted = { path: props.path, revision: props.revision };
      saveUrl(await props.folder.signedUrl(wanted, 'save'));
    },
  }));
  return (
    <>
      <div class="flex flex-wrap gap-2">
        <Button
          busy={save.isPending}
          icon={<Download size={16} aria-hidden="true" />}
          onClick={() => save.mutate()}
        >
          {text().common.download}
        </Button>
        <Button
          icon={<Link size={16} aria-hidden="true" />}
          onClick={() => void copyText(link(), text())}
        >
          {words().copyLink}
        </Button>
      </div>
      <ErrorNote error={save.error} />
      <Facts>
        <Fact label={words().path}>{props.file.path}</Fact>
        <Fact label={words().size}>{format().bytes(props.file.size)}</Fact>
        <Fact label={words().type}>{props.file.content_type}</Fact>
        <Fact label={words().since}>{words().revision(format().count(props.file.added_in))}</Fact>
        <Fact label={words().sha256}>
          <span class="flex items-start gap-1">
            <code class="text-xs break-all">{props.file.sha256}</code>
            <CopyButton label={words().copySha256} value={props.file.sha256} />
          </span>
        </Fact>
      </Facts>
    </>
  );
}
