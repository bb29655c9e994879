import { createSignal } from 'solid-js';

/** How somebody likes a table to look. Kept in this browser. */
export interface TableLook {
  /** Column id → width in pixels. */
  readonly widths: Readonly<Record<string, number>>;
  /** Column id → whether it is shown. */
  readonly shown: Readonly<Record<string, boolean>>;
  readonly isDense: boolean;
  /** Whether the handles that change widths are stops of the Tab key, which are many. */
  readonly isSizedByKeyboard: boolean;
}

export interface KeptTableLook {
  get(): TableLook;
  change(change: Partial<TableLook>): void;
}

/** @param name of the table; tables of one name look alike */
export function createTableLook(name: string, shown: TableLook['shown']): KeptTableLook {
  const keptAs = `dcs.table.${name}`;
  const fresh: TableLook = { widths: {}, shown, isDense: false, isSizedByKeyboard: false };
  const [look, setLook] = createSignal<TableLook>({ ...fresh, ...read(keptAs) });
  return {
    get: look,
    change(change) {
      setLook({ ...look(), ...change });
      localStorage.setItem(keptAs, JSON.stringify(look()));
    },
  };
}

function read(keptAs: string): Partial<TableLook> {
  try {
    return JSON.parse(localStorage.getItem(keptAs) ?? '{}') as Partial<TableLook>; // as we wrote it
  } catch {
    return {}; // somebody else wrote it
  }
}
