import type { Page } from '@playwright/test';
import type { ApiClient } from '../../../api/client/api-client.ts';
import { createBook } from '../../../api/contract/books.ts';
import { deleteBook } from '../../../api/contract/trash.ts';
import { expectAccessible } from './accessible.ts';
import { expect, fresh, test } from './panel.ts';

test.beforeEach(({ signedIn }) => {
  expect(signedIn).toBeUndefined();
});

/** Requests for the list, whatever it is narrowed down to. */
const LIST = /\/storage\/trash(?:\?|$)/;
const DETAILS = { language: 'tr', category: 'science', version: '1.0' };

async function makeBook(api: ApiClient, publisher: string, book_name: string): Promise<string> {
  const { body } = await api.call(createBook, { body: { publisher, book_name, ...DETAILS } });
  return body.id;
}

/** Books of one publisher, all in the trash. @returns their ids */
async function trashBooks(api: ApiClient, publisher: string, names: readonly string[]) {
  const ids: string[] = [];
  for (const name of names) {
    const book_id = await makeBook(api, publisher, name);
    await api.call(deleteBook, { params: { book_id }, headers: {} });
    ids.push(book_id);
  }
  return ids;
}

async function openTrash(page: Page, publisher: string): Promise<void> {
  await page.goto(`trash?q=${encodeURIComponent(publisher)}`);
  await expect(page.getByRole('table', { name: 'Trash' })).toBeVisible();
}

test('a book is restored, and the way to it is shown', async ({ page, api }) => {
  const publisher = fresh('Restored');
  const [id] = await trashBooks(api, publisher, ['Fizik 5']);
  await openTrash(page, publisher);
  const row = page.getByRole('row', { name: `${publisher}/Fizik 5` });
  await expect(row).toContainText('7 days left');
  await expect(row).toContainText('admin@example.com');
  await expectAccessible(page);
  await row.getByRole('button', { name: /^Restore/ }).click();
  await expect(page.getByText(`${publisher}/Fizik 5 is restored`)).toBeVisible();
  await expect(page.getByText('Nothing in the trash matches')).toBeVisible();
  await page.getByRole('button', { name: 'Open the book' }).click();
  await expect(page).toHaveURL(new RegExp(`/panel/books/${id}$`));
});

test('a book whose name was taken comes back under another', async ({ page, api }) => {
  const publisher = fresh('Taken');
  await trashBooks(api, publisher, ['Fizik 5']);
  await makeBook(api, publisher, 'Fizik 5');
  await openTrash(page, publisher);
  const restore = page.getByRole('button', { name: `Restore ${publisher}/Fizik 5` });
  await restore.click();
  const dialog = page.getByRole('dialog', { name: 'Restore under another name' });
  await expect(dialog.getByLabel('Title')).toHaveValue('Fizik 5 (2)');
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(restore).toBeFocused();

  await restore.click();
  await dialog.getByLabel('Title').fill('a/b');
  await expect(dialog.getByText('no slash or backslash')).toBeVisible();
  await dialog.getByLabel('Title').fill('fizik 5');
  await dialog.getByRole('button', { name: 'Restore' }).click();
  await expect(dialog.getByText('This name is taken as well.')).toBeVisible();
  await dialog.getByLabel('Title').fill('Fizik 5 back');
  await dialog.getByRole('button', { name: 'Restore' }).click();
  await expect(page.getByText(`${publisher}/Fizik 5 back is restored`)).toBeVisible();
  await expect(dialog).toBeHidden();
  await expect(page.locator('#content')).toBeFocused();
});

test('a book is destroyed once its name is typed', async ({ page, api }) => {
  const publisher = fresh('Destroyed');
  await trashBooks(api, publisher, ['Fizik 5']);
  await openTrash(page, publisher);
  const name = `${publisher}/Fizik 5`;
  const destroy = page.getByRole('button', { name: `Destroy now: ${name}` });
  await destroy.click();
  const dialog = page.getByRole('dialog', { name: `Destroy ${name}?` });
  const confirm = dialog.getByRole('button', { name: /^Destroy now/ });
  await expect(confirm).toBeDisabled();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(destroy).toBeFocused();

  await destroy.click();
  await dialog.getByLabel(/Type .* to confirm/).fill(name);
  await confirm.click();
  await expect(page.getByText(`${name} is being destroyed`)).toBeVisible();
  await expect(dialog).toBeHidden();
  await expect(page.getByText('Nothing in the trash matches')).toBeVisible();
});

test('what is on its way is looked at until it is there, and says why it cannot be restored', async ({
  page,
  api,
}) => {
  const publisher = fresh('Moving');
  await trashBooks(api, publisher, ['Fizik 5', 'Fizik 6']);
  let asked = 0;
  await page.route(LIST, async (route) => {
    const answer = await route.fetch();
    const body = await answer.json();
    asked += 1;
    if (asked < 3) {
      Object.assign(body.items[0], { state: 'trashing', purge_after: null });
      Object.assign(body.items[1], { state: 'purging' });
    }
    await route.fulfill({ json: body });
  });
  await openTrash(page, publisher);
  const moving = page.getByRole('row', { name: `${publisher}/Fizik 6` });
  const purging = page.getByRole('row', { name: `${publisher}/Fizik 5` });
  await expect(moving).toContainText('On its way here');
  await expect(purging).toContainText('Being destroyed');
  const restore = purging.getByRole('button', { name: /^Restore/ });
  await expect(restore).toBeDisabled();
  await expect(restore).toHaveAttribute('title', /cannot be restored any more/);
  await restore.focus();
  await expect(moving).toContainText('days left');
  await expect(restore).toBeFocused();
  await expect(restore).toBeEnabled();
});

test('a book is restored by the keyboard alone', async ({ page, api }) => {
  const publisher = fresh('Keyboard');
  await trashBooks(api, publisher, ['Fizik 5', 'Fizik 6']);
  await openTrash(page, publisher);
  await page.getByRole('searchbox', { name: 'Search the trash' }).focus();
  const restore = page.getByRole('button', { name: `Restore ${publisher}/Fizik 6` });
  for (let tabs = 0; tabs < 10; tabs += 1) {
    await page.keyboard.press('Tab');
    if (await restore.evaluate((button) => button === document.activeElement)) break;
  }
  await page.keyboard.press('Enter');
  await expect(page.getByText(`${publisher}/Fizik 6 is restored`)).toBeVisible();
  await expect(restore).toBeHidden();
  await expect(page.locator('#content')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('searchbox', { name: 'Search the trash' })).toBeFocused();
});

test('of several that are restored, what failed is told by name', async ({ page, api }) => {
  const publisher = fresh('Several');
  await trashBooks(api, publisher, ['A', 'B', 'C', 'D']);
  await makeBook(api, publisher, 'B');
  await openTrash(page, publisher);
  await page.getByRole('checkbox', { name: `Select ${publisher}/D` }).click();
  const last = page.getByRole('checkbox', { name: `Select ${publisher}/B` });
  await last.click({ modifiers: ['Shift'] });
  await expect(page.getByText('3 selected')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Restore', exact: true }).click();
  await expect(page.getByText('2 are restored')).toBeVisible();
  const failures = page.getByRole('alert');
  await expect(failures).toContainText(`${publisher}/B: Its name was taken in the meantime.`);
  await expect(page.getByRole('row', { name: publisher })).toHaveCount(2);
  await expect(page.getByRole('searchbox', { name: 'Search the trash' })).toBeVisible();
  await expectAccessible(page);
  await failures.getByRole('button', { name: 'Close' }).click();
  await expect(failures).toBeHidden();
});

test('several are destroyed once the word is typed', async ({ page, api }) => {
  const publisher = fresh('All gone');
  await trashBooks(api, publisher, ['A', 'B']);
  await openTrash(page, publisher);
  await page.getByRole('checkbox', { name: 'Select all rows of this page' }).click();
  await page.getByRole('button', { name: 'Destroy now', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Destroy 2 deletions?' });
  await expectAccessible(page);
  await dialog.getByLabel('Type “destroy” to confirm').fill('destroy');
  await dialog.getByRole('button', { name: /^Destroy now/ }).click();
  await expect(page.getByText('2 are being destroyed')).toBeVisible();
  await expect(dialog).toBeHidden();
  await expect(page.getByText('Nothing in the trash matches')).toBeVisible();
  await page.getByRole('button', { name: 'Clear the filters' }).click();
  await expect(page).toHaveURL(/\/panel\/trash$/);
});

test('a list that cannot be had says so, and is asked for again', async ({ page }) => {
  await page.route(LIST, (route) => route.abort());
  await page.goto('trash');
  await expect(page.getByRole('alert')).toContainText('The service cannot be reached');
  await page.unroute(LIST);
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('alert')).toBeHidden();
  await expect(page.getByRole('table', { name: 'Trash' })).toBeVisible();
});
