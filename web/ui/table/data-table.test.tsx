import { createSignal } from 'solid-js';
import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { show } from '../../testing/show.tsx';
import type { DataColumn } from './column.ts';
import { DataTable } from './data-table.tsx';
import { createListParams } from './list-params.ts';
import { createSelection } from './selection.ts';
import '../../style.css';

interface Fruit {
  readonly id: string;
  readonly weight: number;
}

const FRUITS: readonly Fruit[] = ['apple', 'banana', 'cherry', 'date', 'elder'].map(
  (id, index) => ({ id, weight: index * 10 }),
);
const fruitColumns = (): readonly DataColumn<Fruit>[] => [
  { id: 'id', header: 'Name', sortable: true, cell: ({ id }) => id },
  { id: 'weight', header: 'Weight', alignEnd: true, cell: ({ weight }) => weight },
  { id: 'kind', header: 'Kind', hiddenAtFirst: true, cell: () => 'fruit' },
];

function FruitTable(props: { readonly rows: readonly Fruit[] | undefined }) {
  const params = createListParams('id');
  const selection = createSelection(params, () => FRUITS.map(({ id }) => id));
  return (
    <DataTable
      name="fruits"
      label="Fruits"
      columns={fruitColumns()}
      rows={props.rows}
      rowId={({ id }) => id}
      rowLabel={({ id }) => `Select ${id}`}
      sort={params.sort()}
      onSort={params.setSort}
      selection={selection}
      empty={<p>No fruit</p>}
    />
  );
}

test('shows where rows will be, then the rows, then that there is none', async () => {
  const [rows, setRows] = createSignal<readonly Fruit[]>();
  await show(() => <FruitTable rows={rows()} />);
  await expect.element(page.getByRole('table')).toHaveAttribute('aria-busy', 'true');
  const all = page.getByRole('checkbox', { name: 'Select all rows of this page' });
  await expect.element(all).toBeDisabled();
  setRows(FRUITS);
  await expect.element(all).toBeEnabled();
  await expect.element(page.getByRole('cell', { name: 'cherry', exact: true })).toBeVisible();
  await expect.element(page.getByRole('table')).toHaveAttribute('aria-busy', 'false');
  setRows([]);
  await expect.element(page.getByText('No fruit')).toBeVisible();
});

test('sorts by a column, the other way the second time', async () => {
  await show(() => <FruitTable rows={FRUITS} />);
  const head = page.getByRole('columnheader', { name: 'Name' });
  await expect.element(head).toHaveAttribute('aria-sort', 'ascending');
  await page.getByRole('button', { name: 'Name' }).click();
  await expect.element(head).toHaveAttribute('aria-sort', 'descending');
  await expect.element(page.getByRole('button', { name: 'Weight' })).not.toBeInTheDocument();
});

test('selects a range with Shift, and all or none by the head', async () => {
  await show(() => <FruitTable rows={FRUITS} />);
  await page.getByRole('checkbox', { name: 'Select banana' }).click();
  await page.getByRole('checkbox', { name: 'Select date' }).click({ modifiers: ['Shift'] });
  const chosen = () => document.querySelectorAll('tbody input:checked').length;
  expect(chosen()).toBe(3);
  const all = page.getByRole('checkbox', { name: 'Select all rows of this page' });
  await expect.element(all).toBePartiallyChecked();
  await all.click();
  expect(chosen()).toBe(5);
  await all.click();
  expect(chosen()).toBe(0);
});

test('keeps the width a column was dragged to, and which columns are shown', async () => {
  await page.viewport(1200, 800);
  await show(() => <FruitTable rows={FRUITS} />);
  const head = page.getByRole('columnheader', { name: 'Name' });
  const before = head.element().getBoundingClientRect();
  const handle = head.element().querySelector('hr');
  if (!handle) throw new Error('A head has a handle.');
  handle.dispatchEvent(new MouseEvent('mousedown', { bubbles: true, clientX: before.right }));
  const moved = { bubbles: true, clientX: before.right + 80 };
  document.dispatchEvent(new MouseEvent('mousemove', moved));
  document.dispatchEvent(new MouseEvent('mouseup', moved));
  await expect.poll(() => head.element().getBoundingClientRect().width).not.toBe(before.width);
  await page.getByRole('button', { name: 'Columns and density' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Kind' }).click();
  await userEvent.keyboard('{Escape}');
  await expect.element(page.getByRole('columnheader', { name: 'Kind' })).toBeVisible();
  const kept = JSON.parse(localStorage.getItem('dcs.table.fruits') ?? '{}');
  expect(kept).toMatchObject({ widths: { id: 240 }, shown: { kind: true } });
});

test('changes the width of a column by keys, once that is asked for', async () => {
  await page.viewport(1200, 800);
  await show(() => <FruitTable rows={FRUITS} />);
  await expect.element(page.getByRole('separator')).not.toBeInTheDocument();
  await page.getByRole('button', { name: 'Columns and density' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Set widths by keyboard' }).click();
  await userEvent.keyboard('{Escape}');
  await page.getByRole('button', { name: 'Name' }).click();
  await userEvent.tab();
  const handle = page.getByRole('separator', { name: 'Width of Name' });
  for (const [keys, width] of [
    ['{ArrowRight}', 176],
    ['{Shift>}{ArrowRight}{/Shift}', 240],
    ['{ArrowLeft}', 224],
    ['{End}', 960],
    ['{Home}', 64],
    ['{ArrowLeft}', 64],
    ['{Enter}', 160],
    ['{ArrowRight}', 176],
  ] as const) {
    await userEvent.keyboard(keys);
    await expect.element(handle).toHaveFocus();
    await expect.element(handle).toHaveAttribute('aria-valuenow', String(width));
  }
  const kept = JSON.parse(localStorage.getItem('dcs.table.fruits') ?? '{}');
  expect(kept).toMatchObject({ widths: { id: 176 }, isSizedByKeyboard: true });
  await page.getByRole('separator', { name: 'Width of Name' }).dblClick();
  await expect.element(handle).toHaveAttribute('aria-valuenow', '160');
  await page.viewport(390, 800);
  await expect.element(handle).not.toBeInTheDocument();
});
