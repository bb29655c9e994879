import { createBook } from '../../../api/contract/books.ts';
import { expectAccessible } from './accessible.ts';
import { expect, fresh, test } from './panel.ts';

const details = { language: 'tr', category: 'science', version: '1.0' };

test.beforeEach(({ signedIn }) => {
  expect(signedIn).toBeUndefined();
});

test('search, filter and sort stand in the address', async ({ page, api }) => {
  const publisher = fresh('Sorted');
  for (const [book_name, status] of [
    ['Alfa', 'published'],
    ['Beta', 'draft'],
    ['Gama', 'published'],
  ] as const) {
    await api.call(createBook, { body: { publisher, book_name, status, ...details } });
  }
  await page.goto('books');
  await page.getByRole('searchbox', { name: 'Search books' }).fill(publisher);
  await expect(page.getByRole('row')).toHaveCount(4);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Title' }).click();
  await expect(page).toHaveURL(/sort=-book_name/);
  await expect(page.getByRole('row').nth(1)).toContainText('Gama');
  await expect(page.getByRole('columnheader', { name: 'Title' })).toHaveAttribute(
    'aria-sort',
    'descending',
  );
  await page.getByRole('combobox', { name: 'Status' }).selectOption('draft');
  await expect(page.getByRole('row')).toHaveCount(2);
  await page.reload();
  await expect(page.getByRole('row')).toHaveCount(2);
  await page.goBack();
  await expect(page.getByRole('row')).toHaveCount(4);
});

test('pages are gone through both ways, and can be linked to', async ({ page, api }) => {
  const publisher = fresh('Paged');
  for (let index = 0; index < 60; index += 1) {
    const book_name = `Book ${String(index).padStart(2, '0')}`;
    await api.call(createBook, { body: { publisher, book_name, ...details } });
  }
  await page.goto(`books?publisher=${encodeURIComponent(publisher)}`);
  await expect(page.getByRole('row')).toHaveCount(51);
  await expect(page.getByRole('button', { name: /Previous/ })).toHaveAttribute(
    'aria-disabled',
    'true',
  );
  await page.getByRole('button', { name: 'Next' }).click();
  await expect(page.getByRole('row')).toHaveCount(11);
  await expect(page.getByText('Page 2')).toBeVisible();
  await page.getByRole('button', { name: 'Previous' }).click();
  await expect(page.getByRole('row')).toHaveCount(51);
  await page.getByRole('button', { name: 'Next' }).click();
  await expect(page.getByText('Book 59')).toBeVisible();
  await page.reload();
  await expect(page.getByText('Book 59')).toBeVisible();
  await page.getByRole('button', { name: 'Previous' }).click();
  await expect(page.getByText('Book 00')).toBeVisible();
});

test('rows are selected by range, and the selection stands in the address', async ({
  page,
  api,
}) => {
  const publisher = fresh('Chosen');
  for (const book_name of ['A', 'B', 'C', 'D', 'E']) {
    await api.call(createBook, { body: { publisher, book_name, ...details } });
  }
  await page.goto(`books?publisher=${encodeURIComponent(publisher)}`);
  await page.getByRole('checkbox', { name: 'Select B' }).click();
  await page.getByRole('checkbox', { name: 'Select D' }).click({ modifiers: ['Shift'] });
  await expect(page.getByRole('checkbox', { checked: true })).toHaveCount(3);
  await page.reload();
  await expect(page.getByRole('checkbox', { checked: true })).toHaveCount(3);
  await page.getByRole('checkbox', { name: 'Select all rows of this page' }).click();
  await expect(page.getByRole('checkbox', { checked: true })).toHaveCount(6);
});

test('columns that are hidden and close rows stay so', async ({ page }) => {
  await page.goto('books');
  await page.getByRole('button', { name: 'Columns and density' }).click();
  await expectAccessible(page);
  await page.getByRole('menuitemcheckbox', { name: 'Category' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Set widths by keyboard' }).click();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('columnheader', { name: 'Category' })).toHaveCount(0);
  await expect(page.getByRole('separator', { name: 'Width of Title' })).toBeVisible();
  await expectAccessible(page);
  await page.reload();
  await expect(page.getByRole('columnheader', { name: 'Title' })).toBeVisible();
  await expect(page.getByRole('columnheader', { name: 'Category' })).toHaveCount(0);
});

test('nothing found offers to clear the filters', async ({ page }) => {
  await page.goto('books?q=nothing+is+called+so');
  await expect(page.getByText('No book matches')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Clear the filters' }).click();
  await expect(page).toHaveURL(/\/panel\/books$/);
});

test('a list that cannot be had says so, and is tried again', async ({ page }) => {
  await page.route('**/books?*', (route) => route.abort());
  await page.goto('books');
  await expect(page.getByRole('alert')).toContainText('cannot be reached');
  await page.unroute('**/books?*');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('alert')).toHaveCount(0);
});
