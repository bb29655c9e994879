import { A } from '@solidjs/router';
import { useQuery } from '@tanstack/solid-query';
import ArrowRight from 'lucide-solid/icons/arrow-right';
import ScrollText from 'lucide-solid/icons/scroll-text';
import { For, Show } from 'solid-js';
import { useApi } from '../../../access/session.tsx';
import { useFormat, useText } from '../../../i18n/language.tsx';
import { paths } from '../../../paths.ts';
import { buttonClass } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorNote } from '../../../ui/error-note.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { actionInWords, actorInWords } from '../../audit/audit-words.ts';
import type { ContentFolder } from '../content-folder.ts';
import { historyQuery } from './queries.ts';

/** Who did what to it lately. */
export function HistoryTab(props: { readonly folder: ContentFolder }) {
  const text = useText();
  const format = useFormat();
  const api = useApi();
  const events = useQuery(() => historyQuery(api, props.folder));
  const items = () => (events.isSuccess ? events.data.items : []);
  return (
    <div class="flex flex-col gap-3">
      <ErrorNote error={events.error} onRetry={() => void events.refetch()} />
      <Show when={events.isPending}>
        <Skeleton lines={8} />
      </Show>
      <Show when={events.isSuccess && items().length === 0}>
        <EmptyState
          icon={<ScrollText size={40} />}
          title={text().folder.noHistory}
          hint={text().folder.noHistoryHint}
        />
      </Show>
      <ol
        aria-label={text().folder.history}
        class="divide-y divide-line overflow-hidden rounded-xl border border-line bg-surface text-sm"
        classList={{ hidden: items().length === 0 }}
      >
        <For each={items()}>
          {(event) => (
            <li class="flex flex-wrap gap-x-6 gap-y-0.5 px-4 py-3">
              <span class="min-w-40 grow font-medium">{actionInWords(event.action, text())}</span>
              <span class="min-w-0 break-all text-soft">{actorInWords(event, text())}</span>
              <time dateTime={event.at} class="w-44 text-soft sm:text-end">
                {format().time(event.at)}
              </time>
            </li>
          )}
        </For>
      </ol>
      <A href={paths.audit(props.folder.targetId)} class={`${buttonClass('quiet')} self-start`}>
        {text().folder.wholeHistory}
        <ArrowRight size={16} aria-hidden="true" />
      </A>
    </div>
  );
}
