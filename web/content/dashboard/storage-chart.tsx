import { A } from '@solidjs/router';
import { useQuery } from '@tanstack/solid-query';
import { For, Show } from 'solid-js';
import { useApi } from '../../access/session.tsx';
import { useFormat, useText } from '../../i18n/language.tsx';
import { paths } from '../../paths.ts';
import { Card } from '../../ui/card.tsx';
import { dataOf } from '../../ui/data-of.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { publisherListQuery } from '../books/queries.ts';

const BARS = 8;

/** The publishers whose books take most, as bars next to their numbers. */
export function StorageChart() {
  const text = useText();
  const format = useFormat();
  const api = useApi();
  const publishers = useQuery(() => publisherListQuery(api, { sort: '-size', limit: BARS }));
  const largest = () => Math.max(1, dataOf(publishers)?.items[0]?.size ?? 0);
  return (
    <Card title={text().dashboard.storage}>
      <Loaded query={publishers} lines={5}>
        {(data) => (
          <Show
            when={data().items.length > 0}
            fallback={<p class="text-sm text-soft">{text().dashboard.noStorage}</p>}
          >
            <ul class="flex flex-col gap-3 text-sm">
              <For each={data().items}>
                {(row) => (
                  <li>
                    <div class="flex gap-3">
                      <A href={paths.books(row.publisher)} class="truncate hover:underline">
                        {row.publisher}
                      </A>
                      <span class="ms-auto shrink-0 text-soft tabular-nums">
                        {format().bytes(row.size)}
                      </span>
                    </div>
                    <svg class="mt-1.5 h-2 w-full" aria-hidden="true">
                      <rect width="100%" height="8" rx="4" class="fill-raised" />
                      <rect
                        width={`${(row.size / largest()) * 100}%`}
                        height="8"
                        rx="4"
                        class="fill-accent"
                      />
                    </svg>
                  </li>
                )}
              </For>
            </ul>
          </Show>
        )}
      </Loaded>
    </Card>
  );
}
