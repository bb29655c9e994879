import { padEnd, textWidth } from './text-width.ts';

const GAP = '  ';

export interface Column<Row> {
  readonly title: string;
  readonly value: (row: Row) => string;
}

/** Aligns rows that come in pages without keeping any: a column only ever grows. */
export function createTable<Row>(columns: readonly Column<Row>[]) {
  const widths = columns.map(({ title }) => textWidth(title));
  let headed = false;

  const line = (cells: readonly string[]) =>
    cells
      .map((cell, index) => padEnd(cell, widths[index] ?? 0))
      .join(GAP)
      .trimEnd();

  return {
    /** The lines of the next page, under the titles if it is the first. */
    page(rows: readonly Row[]): string {
      const cells = rows.map((row) => columns.map(({ value }) => value(row)));
      for (const row of cells) {
        for (const [index, cell] of row.entries()) {
          widths[index] = Math.max(widths[index] ?? 0, textWidth(cell));
        }
      }
      const titles = headed ? [] : [columns.map(({ title }) => title)];
      headed = true;
      return [...titles, ...cells].map(line).join('\n');
    },
  };
}
