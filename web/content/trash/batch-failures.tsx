import X from 'lucide-solid/icons/x';
import { For, Show } from 'solid-js';
import type { TrashItemBody } from '../../../api/contract/trash.ts';
import { useFormat, useText } from '../../i18n/language.tsx';
import { IconButton } from '../../ui/button.tsx';
import { describeError } from '../../ui/describe-error.ts';
import type { Batch } from './create-batch.ts';
import { trashTitle } from './trash-item.ts';

/** What of many things failed, by name, until it is put away. */
export function BatchFailures(props: { readonly batch: Batch<TrashItemBody> }) {
  const text = useText();
  const format = useFormat();
  const count = () => props.batch.failures().length;
  return (
    <Show when={count() > 0}>
      <div
        role="alert"
        class="flex items-start gap-3 rounded-lg bg-danger-ground px-4 py-3 text-sm text-ink"
      >
        <div class="min-w-0 grow">
          <p class="font-medium">{text().trash.failedSome(format().count(count()))}</p>
          <ul class="mt-1 list-disc ps-5">
            <For each={props.batch.failures()}>
              {({ item, error }) => (
                <li class="break-words">
                  <strong class="font-medium">{trashTitle(item)}</strong>:{' '}
                  {describeError(error, text(), format()).message}
                </li>
              )}
            </For>
          </ul>
        </div>
        <IconButton
          label={text().common.close}
          icon={<X size={16} aria-hidden="true" />}
          onClick={() => props.batch.forget()}
        />
      </div>
    </Show>
  );
}
