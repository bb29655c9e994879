import { useQuery } from '@tanstack/solid-query';
import { Show } from 'solid-js';
import type { FileNodeBody } from '../../../../api/contract/storage.ts';
import { useFormat, useText } from '../../../i18n/language.tsx';
import { ErrorNote } from '../../../ui/error-note.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { readText, TEXT_BYTES } from './read-text.ts';

/** The beginning of a text. */
export function TextPreview(props: { readonly url: string; readonly file: FileNodeBody }) {
  const text = useText();
  const format = useFormat();
  const read = useQuery(() => ({
    queryKey: ['text', props.file.sha256, props.url],
    queryFn: ({ signal }) => readText(props.url, signal),
    staleTime: Number.POSITIVE_INFINITY,
  }));
  return (
    <>
      <ErrorNote error={read.error} onRetry={() => void read.refetch()} />
      <Show when={read.isPending}>
        <Skeleton lines={6} />
      </Show>
      <Show when={read.isSuccess}>
        <section
          tabindex="0"
          aria-label={text().folder.pageOf(props.file.name)}
          class="max-h-[26rem] overflow-auto rounded-lg border border-line bg-canvas p-3"
        >
          <pre class="text-xs leading-relaxed break-words whitespace-pre-wrap">{read.data}</pre>
        </section>
        <Show when={props.file.size > TEXT_BYTES}>
          <p class="text-sm text-soft">
            {text().folder.cut(format().bytes(TEXT_BYTES), format().bytes(props.file.size))}
          </p>
        </Show>
      </Show>
    </>
  );
}
