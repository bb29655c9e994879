import { useQuery } from '@tanstack/solid-query';
import { Match, Show, Switch } from 'solid-js';
import type { FileNodeBody, LinkNodeBody } from '../../../../api/contract/storage.ts';
import { useText } from '../../../i18n/language.tsx';
import { ErrorNote } from '../../../ui/error-note.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import type { FileProps } from '../folder-props.ts';
import { fileQuery, fileUrlQuery } from '../queries.ts';
import { FileFacts } from './file-facts.tsx';
import { Preview } from './preview.tsx';
import { previewKind } from './preview-kind.ts';

/** A file as it looks or sounds, and what is known of it. */
export function FileView(props: FileProps) {
  const text = useText();
  const wanted = () => ({ path: props.path, revision: props.revision });
  const node = useQuery(() => fileQuery(props.folder, wanted()));
  const file = () => as(node.isSuccess ? node.data : undefined, 'file');
  const link = () => as(node.isSuccess ? node.data : undefined, 'link');
  return (
    <div class="flex flex-col gap-4">
      <ErrorNote error={node.error} onRetry={() => void node.refetch()} />
      <Show when={node.isPending}>
        <Skeleton lines={6} />
      </Show>
      <Show when={file()}>
        {(known) => (
          <>
            <ShownFile {...props} file={known()} />
            <FileFacts {...props} file={known()} />
          </>
        )}
      </Show>
      <Show when={link()}>
        {(known) => <p class="text-sm text-soft">{text().folder.linkTo(known().target)}</p>}
      </Show>
    </div>
  );
}

function ShownFile(props: FileProps & { readonly file: FileNodeBody }) {
  const text = useText();
  const kind = () => previewKind(props.file.content_type);
  const url = useQuery(() => ({
    ...fileUrlQuery(props.folder, { path: props.path, revision: props.revision }),
    enabled: kind() !== 'none' && props.file.size > 0,
  }));
  return (
    <Switch fallback={<Skeleton lines={4} />}>
      <Match when={props.file.size === 0}>
        <p class="text-sm text-soft">{text().folder.emptyFile}</p>
      </Match>
      <Match when={kind() === 'none'}>
        <p class="text-sm text-soft">{text().folder.noPreview}</p>
      </Match>
      <Match when={url.error}>
        <ErrorNote error={url.error} onRetry={() => void url.refetch()} />
      </Match>
      <Match when={url.isSuccess && url.data}>
        {(signed) => <Preview kind={kind()} url={signed()} file={props.file} />}
      </Match>
    </Switch>
  );
}

function as<Type extends 'file' | 'link'>(
  node: FileNodeBody | LinkNodeBody | undefined,
  type: Type,
): Extract<FileNodeBody | LinkNodeBody, { type: Type }> | undefined {
  // A comparison of type parameters narrows nothing.
  return node?.type === type ? (node as ReturnType<typeof as<Type>>) : undefined;
}
