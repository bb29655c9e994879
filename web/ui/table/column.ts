import type { JSX } from 'solid-js';

export interface DataColumn<Row> {
  /** Also the member of the API's `sort`, where it can be sorted by. */
  readonly id: string;
  readonly header: string;
  readonly cell: (row: Row) => JSX.Element;
  readonly sortable?: boolean;
  /** Pixels, until somebody drags it; 160 unless given. */
  readonly width?: number;
  /** Numbers stand at the end of their cell. */
  readonly alignEnd?: boolean;
  /** Shown only by those who ask for it. */
  readonly hiddenAtFirst?: boolean;
  /** Left out where the window is narrow. */
  readonly wideOnly?: boolean;
}

/** The class that leaves a column out where it has no room. */
export function wideClass(column: { readonly wideOnly?: boolean } | undefined): string {
  return column?.wideOnly ? 'max-md:hidden' : '';
}
