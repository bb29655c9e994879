import { For } from 'solid-js';
import { useFormat } from '../../../i18n/language.tsx';
import { Button } from '../../../ui/button.tsx';
import type { FolderRefusals } from '../review/check-folder.ts';
import { useUploadText } from '../upload-text.ts';
import { RefusalGroup } from './refusal-group.tsx';

export interface RefusalsReviewProps {
  readonly refusals: FolderRefusals;
  readonly onAgain: () => void;
}

/** What keeps a folder from being accepted: each reason once, with its remedy, and the paths it is of. */
export function RefusalsReview(props: RefusalsReviewProps) {
  const words = useUploadText();
  const format = useFormat();
  const told = () => {
    const { total } = props.refusals;
    return words().refused(total, format().count(total));
  };
  const groups = () => [...Map.groupBy(props.refusals.entries, ({ code }) => code).values()];
  return (
    <>
      <div role="alert" class="rounded-lg bg-danger-ground px-4 py-3 text-sm">
        <p class="font-semibold">{told()}</p>
        <p class="mt-1">{words().refusedHint}</p>
      </div>
      <For each={groups()}>{(entries) => <RefusalGroup entries={entries} />}</For>
      <div>
        <Button onClick={() => props.onAgain()}>{words().reviewAgain}</Button>
      </div>
    </>
  );
}
