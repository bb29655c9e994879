import { useSearchParams } from '@solidjs/router';
import { For, Show, Suspense } from 'solid-js';
import { useText } from '../../i18n/language.tsx';
import { lazyNamed } from '../../lazy-named.ts';
import { Page } from '../../ui/page.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { createListParams } from '../../ui/table/list-params.ts';
import { HealthCard } from './health-card.tsx';
import { Lately } from './lately.tsx';
import { StorageChart } from './storage-chart.tsx';
import { UnderWay } from './under-way.tsx';

// Below what is seen first, so their code need not be there first.
const BookTable = lazyNamed(() => import('../books/book-table.tsx'), 'BookTable');
const BuildTable = lazyNamed(() => import('../builds/build-table.tsx'), 'BuildTable');

const LISTS = ['books', 'builds'] as const;

/** What is going on, and all there is. */
export function DashboardPage() {
  const text = useText();
  const [search, setSearch] = useSearchParams<{ list?: string }>();
  const list = () => LISTS.find((one) => one === search.list) ?? 'books';
  const params = createListParams('-updated_at');
  return (
    <Page title={text().dashboard.title}>
      <div class="grid gap-4 lg:grid-cols-3">
        <div class="flex min-w-0 flex-col gap-4 lg:col-span-2">
          <UnderWay />
          <Lately />
        </div>
        <div class="flex min-w-0 flex-col gap-4">
          <StorageChart />
          <HealthCard />
        </div>
      </div>
      <section class="flex flex-col gap-3" aria-label={text().dashboard.content}>
        <div class="flex gap-1">
          <For each={LISTS}>
            {(one) => (
              <button
                type="button"
                aria-pressed={list() === one}
                class="rounded-lg px-3.5 py-1.5 text-sm font-medium text-soft hover:bg-raised aria-pressed:bg-accent-ground aria-pressed:text-accent"
                onClick={() => setSearch(leavingFilters(one, search))}
              >
                {text()[one].title}
              </button>
            )}
          </For>
        </div>
        <Suspense fallback={<Skeleton lines={8} />}>
          <Show when={list() === 'books'} fallback={<BuildTable params={params} />}>
            <BookTable params={params} />
          </Show>
        </Suspense>
      </section>
    </Page>
  );
}

/** The filters of one list mean nothing to the other. */
function leavingFilters(list: string, search: object): Record<string, string | undefined> {
  const none = Object.fromEntries(Object.keys(search).map((name) => [name, undefined]));
  return { ...none, list: list === LISTS[0] ? undefined : list };
}
