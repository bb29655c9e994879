/** Something to be told at the edge of the page. */
export interface Notice {
  readonly title: string;
  readonly detail?: string;
  readonly tone?: 'plain' | 'danger';
  readonly action?: { readonly label: string; readonly onSelect: () => void };
}
