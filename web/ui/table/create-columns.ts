import {
  columnResizingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  createTable,
  tableFeatures,
} from '@tanstack/solid-table';
import type { DataColumn } from './column.ts';
import type { KeptTableLook } from './table-look.ts';

const features = tableFeatures({
  columnSizingFeature,
  columnResizingFeature,
  columnVisibilityFeature,
});
const DEFAULT_WIDTH = 160;
const MIN_WIDTH = 64;

/** A column as it is shown now. */
export interface ShownColumn<Row> {
  readonly column: DataColumn<Row>;
  /** Pixels. */
  width(): number;
  /** For the handle that drags it wider. */
  readonly onResizeStart: (event: unknown) => void;
}

/** The columns that are shown, as wide as somebody made them; rows are not its business. */
export function createColumns<Row>(
  columns: () => readonly DataColumn<Row>[],
  look: KeptTableLook,
): () => readonly ShownColumn<Row>[] {
  const table = createTable<typeof features, object>({
    features,
    data: [],
    get columns() {
      return columns().map(({ id, width }) => ({
        id,
        size: width ?? DEFAULT_WIDTH,
        minSize: MIN_WIDTH,
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
  return () =>
    (table.getHeaderGroups()[0]?.headers ?? []).flatMap((header) => {
      const column = columns().find(({ id }) => id === header.id);
      if (!column) return [];
      return [{ column, width: () => header.getSize(), onResizeStart: header.getResizeHandler() }];
    });
}
