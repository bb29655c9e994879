import {
  columnResizingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  createTable,
  tableFeatures,
} from '@tanstack/solid-table';
import { createMemo } from 'solid-js';
import type { DataColumn } from './column.ts';
import type { KeptTableLook } from './table-look.ts';

const features = tableFeatures({
  columnSizingFeature,
  columnResizingFeature,
  columnVisibilityFeature,
});
const DEFAULT_WIDTH = 160;
export const MIN_WIDTH = 64;
export const MAX_WIDTH = 960;

/** A column as it is shown now. */
export interface ShownColumn<Row> {
  readonly column: DataColumn<Row>;
  /** Pixels. */
  width(): number;
  /** @param width in pixels; taken as the nearest one it may have */
  setWidth(width: number): void;
  /** Back to the width it has of itself. */
  resetWidth(): void;
  /** For the handle that drags it wider. */
  readonly onResizeStart: (event: unknown) => void;
}

/** The columns that are shown, as wide as somebody made them; rows are not its business. */
export function createColumns<Row>(
  wanted: () => readonly DataColumn<Row>[],
  look: KeptTableLook,
): () => readonly ShownColumn<Row>[] {
  // What is wanted may be made anew at each read.
  const columns = createMemo(wanted);
  const table = createTable<typeof features, object>({
    features,
    data: [],
    get columns() {
      return columns().map(({ id, width }) => ({
        id,
        size: width ?? DEFAULT_WIDTH,
        minSize: MIN_WIDTH,
        maxSize: MAX_WIDTH,
      }));
    },
    columnResizeMode: 'onChange',
    get state() {
      return { columnSizing: { ...look.get().widths }, columnVisibility: { ...look.get().shown } };
    },
    onColumnSizingChange(updater) {
      const widths = { ...look.get().widths };
      look.change({ widths: typeof updater === 'function' ? updater(widths) : updater });
    },
  });
  const shown = (): readonly ShownColumn<Row>[] =>
    (table.getHeaderGroups()[0]?.headers ?? []).flatMap((header) => {
      const column = columns().find(({ id }) => id === header.id);
      if (!column) return [];
      return [
        {
          column,
          width: () => header.getSize(),
          setWidth: (width) =>
            table.setColumnSizing((widths) => ({
              ...widths,
              [column.id]: Math.min(Math.max(width, MIN_WIDTH), MAX_WIDTH),
            })),
          resetWidth: () => header.column.resetSize(),
          onResizeStart: header.getResizeHandler(),
        },
      ];
    });
  return createMemo(shown, undefined, { equals: areOfSameColumns<Row> });
}

/** A new width is told by the column itself: its head stays, and with it the focus. */
function areOfSameColumns<Row>(
  before: readonly ShownColumn<Row>[],
  after: readonly ShownColumn<Row>[],
): boolean {
  return (
    before.length === after.length &&
    before.every(({ column }, index) => column === after[index]?.column)
  );
}
