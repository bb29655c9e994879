import { useSearchParams } from '@solidjs/router';

/** What a list shows, as it stands in the URL: filters, sort and page can be linked to and gone back to. */
export interface ListParams {
  /** A filter; undefined where it is not set. */
  get(name: string): string | undefined;
  /** A filter of several values. */
  all(name: string): readonly string[];
  /** Changes filters, and begins at the first page. Undefined and the empty list take a filter away. */
  set(change: Readonly<Record<string, string | readonly string[] | undefined>>): void;
  /** A member of the API's `sort`: `-` in front for descending. */
  sort(): string;
  setSort(sort: string): void;
  cursor(): string | undefined;
  /** From 1. */
  page(): number;
  goTo(page: number, cursor: string | undefined): void;
  /** The ids that are selected. */
  selected(): readonly string[];
  select(ids: readonly string[]): void;
}

/** @param defaultSort is not written into the URL */
export function createListParams(defaultSort = ''): ListParams {
  const [search, setSearch] = useSearchParams<Record<string, string | string[]>>();
  const firstPage = { cursor: undefined, page: undefined, selected: undefined };
  const one = (name: string) => {
    const value = search[name];
    return Array.isArray(value) ? value[0] : value;
  };
  return {
    get: one,
    all: (name) => [search[name] ?? []].flat(),
    set: (change) => setSearch({ ...firstPage, ...(change as Record<string, string>) }),
    sort: () => one('sort') ?? defaultSort,
    setSort: (sort) => setSearch({ ...firstPage, sort: sort === defaultSort ? undefined : sort }),
    cursor: () => one('cursor'),
    page: () => Number(one('page') ?? 1),
    goTo: (page, cursor) =>
      setSearch(
        { cursor, page: page === 1 ? undefined : page, selected: undefined },
        { scroll: true },
      ),
    selected: () => [search.selected ?? []].flat(),
    select: (ids) => setSearch({ selected: [...ids] }, { replace: true }),
  };
}
