import { For, Show } from 'solid-js';
import { useFormat } from '../../../i18n/language.tsx';
import type { Changes } from '../review/review.ts';
import { useUploadText } from '../upload-text.ts';
import { isNothing, summaryOf } from './changes-summary.ts';
import { PathList } from './path-list.tsx';

export interface ChangesReviewProps {
  readonly changes: Changes;
  readonly litter: ReadonlyMap<string, number>;
}

const LISTS = ['changed', 'removed', 'added'] as const;

/** "38 changed, 4 removed, 1,912 already there, 61 MB to send", and which. */
export function ChangesReview(props: ChangesReviewProps) {
  const words = useUploadText();
  const format = useFormat();
  const titles = () => ({
    added: words().addedPaths,
    changed: words().changedPaths,
    removed: words().removedPaths,
  });
  const leftOut = () =>
    Array.from(props.litter, ([name, count]) =>
      count === 1 ? name : `${format().count(count)} × ${name}`,
    ).join(', ');
  return (
    <>
      <p role="status" class="text-lg font-semibold text-balance">
        {summaryOf(props.changes, words(), format())}
      </p>
      <Show when={!isNothing(props.changes)}>
        <p class="text-sm text-soft">{words().nothingMoved}</p>
      </Show>
      <Show when={leftOut()}>
        {(names) => <p class="text-sm text-soft">{words().leftOut(names())}</p>}
      </Show>
      <For each={LISTS}>
        {(kind) => (
          <PathList
            title={titles()[kind]}
            paths={props.changes.paths[kind]}
            total={props.changes[kind]}
          />
        )}
      </For>
    </>
  );
}
