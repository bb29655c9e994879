import { For, type JSX, Show } from 'solid-js';
import { useText } from '../../i18n/language.tsx';
import { type DataColumn, wideClass } from './column.ts';
import { createColumns } from './create-columns.ts';
import { HeaderCell } from './header-cell.tsx';
import { SelectCell } from './select-cell.tsx';
import type { Selection } from './selection.ts';
import { createTableLook } from './table-look.ts';
import { TableLookMenu } from './table-look-menu.tsx';

const SKELETON_ROWS = 8;
/** What a row is called is read whole where the window is narrow. */
const FIRST = 'wrap-break-word max-md:w-full max-md:max-w-0 md:truncate';

export interface DataTableProps<Row> {
  /** Tables of one name look as somebody likes them. */
  readonly name: string;
  readonly label: string;
  readonly columns: readonly DataColumn<Row>[];
  /** Undefined while they are on the way. */
  readonly rows: readonly Row[] | undefined;
  readonly rowId: (row: Row) => string;
  /** A sort such as `-updated_at`. */
  readonly sort?: string;
  readonly onSort?: (sort: string) => void;
  readonly selection?: Selection;
  /** What a checkbox of a row is called; needed with `selection`. */
  readonly rowLabel?: (row: Row) => string;
  /** What is shown when there is no row. */
  readonly empty: JSX.Element;
  /** Above the table, beside the choice of columns. */
  readonly toolbar?: JSX.Element;
}

/** A list as a table; its rows come sorted and filtered from the API. */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const text = useText();
  const look = createTableLook(
    props.name,
    Object.fromEntries(props.columns.map(({ id, hiddenAtFirst }) => [id, !hiddenAtFirst])),
  );
  const columns = createColumns(() => props.columns, look);
  return (
    <div class="flex flex-col gap-3">
      <div class="flex items-start gap-2">
        <div class="flex min-w-0 grow flex-wrap items-center gap-2">{props.toolbar}</div>
        <TableLookMenu look={look} columns={props.columns} />
      </div>
      <div class="overflow-hidden rounded-xl border border-line bg-surface">
        <div class="overflow-x-auto">
          <table
            class="w-full border-collapse text-sm md:table-fixed"
            aria-label={props.label}
            aria-busy={props.rows === undefined}
          >
            <thead class="border-b border-line text-soft">
              <tr>
                <Show when={props.selection}>
                  {(selection) => (
                    <th scope="col" class="w-11 ps-4 text-start">
                      <SelectCell
                        label={text().common.selectAll}
                        checked={selection().state() === 'all'}
                        some={selection().state() === 'some'}
                        disabled={!props.rows?.length}
                        onToggle={() => selection().toggleAll()}
                      />
                    </th>
                  )}
                </Show>
                <For each={columns()}>
                  {(shown) => (
                    <HeaderCell
                      shown={shown}
                      sort={props.sort}
                      onSort={props.onSort}
                      isSizedByKeyboard={look.get().isSizedByKeyboard}
                    />
                  )}
                </For>
              </tr>
            </thead>
            <tbody>
              <Show when={props.rows} fallback={<SkeletonRows columns={columns().length + 1} />}>
                {(rows) => (
                  <For each={rows()}>
                    {(row) => (
                      <DataRow
                        row={row}
                        table={props}
                        columns={columns().map(({ column }) => column)}
                        isDense={look.get().isDense}
                      />
                    )}
                  </For>
                )}
              </Show>
            </tbody>
          </table>
        </div>
        <Show when={props.rows?.length === 0}>{props.empty}</Show>
      </div>
    </div>
  );
}

interface DataRowProps<Row> {
  readonly row: Row;
  readonly table: DataTableProps<Row>;
  readonly columns: readonly DataColumn<Row>[];
  readonly isDense: boolean;
}

function DataRow<Row>(props: DataRowProps<Row>) {
  const id = () => props.table.rowId(props.row);
  return (
    <tr
      class="border-b border-line last:border-0 hover:bg-raised/60"
      classList={{ 'bg-accent-ground': props.table.selection?.has(id()) === true }}
    >
      <Show when={props.table.selection}>
        {(selection) => (
          <td class="ps-4">
            <SelectCell
              label={props.table.rowLabel?.(props.row) ?? id()}
              checked={selection().has(id())}
              onToggle={(asRange) => selection().toggle(id(), asRange)}
            />
          </td>
        )}
      </Show>
      <For each={props.columns}>
        {(column, index) => (
          <td
            class={`px-3 ${index() === 0 ? FIRST : 'truncate'} first:ps-4 ${props.isDense ? 'py-1' : 'py-2.5'} ${wideClass(column)}`}
            classList={{ 'text-end tabular-nums': column.alignEnd === true }}
          >
            {column.cell(props.row)}
          </td>
        )}
      </For>
    </tr>
  );
}

function SkeletonRows(props: { readonly columns: number }) {
  return (
    <For each={Array.from({ length: SKELETON_ROWS })}>
      {() => (
        <tr class="border-b border-line last:border-0">
          <td colspan={props.columns} class="px-4 py-3">
            <div class="h-4 animate-pulse rounded bg-raised" />
          </td>
        </tr>
      )}
    </For>
  );
}
