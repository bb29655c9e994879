import type { ListParams } from './list-params.ts';

/** The rows of a list that are selected, by their ids. */
export interface Selection {
  ids(): readonly string[];
  has(id: string): boolean;
  /** Selects or drops a row; with `asRange` all from the one touched last on. */
  toggle(id: string, asRange: boolean): void;
  /** Selects all rows that are shown, or none if all are already. */
  toggleAll(): void;
  state(): 'none' | 'some' | 'all';
  clear(): void;
}

/** @param shown the ids of the rows that are shown, in their order */
export function createSelection(params: ListParams, shown: () => readonly string[]): Selection {
  let touched: string | undefined;
  const has = (id: string) => params.selected().includes(id);

  function rangeTo(id: string): readonly string[] {
    const from = shown().indexOf(touched ?? id);
    const to = shown().indexOf(id);
    return from < 0 ? [id] : shown().slice(Math.min(from, to), Math.max(from, to) + 1);
  }

  const state = () => {
    const count = shown().filter(has).length;
    if (count === 0) return 'none';
    return count === shown().length ? 'all' : 'some';
  };

  return {
    ids: () => params.selected(),
    has,
    state,
    toggle(id, asRange) {
      const isAdded = !has(id);
      const range = asRange ? rangeTo(id) : [id];
      touched = id;
      const others = params.selected().filter((one) => !range.includes(one));
      params.select(isAdded ? [...others, ...range] : others);
    },
    toggleAll: () => params.select(state() === 'all' ? [] : shown()),
    clear: () => params.select([]),
  };
}
