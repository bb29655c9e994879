import { deleteBook } from '../../../api/contract/trash.ts';
import { expectAccessible } from './accessible.ts';
import { expect, fresh, test } from './panel.ts';
import { publishBook } from './publish-folder.ts';

test.beforeEach(({ signedIn }) => {
  expect(signedIn).toBeUndefined();
});

test('several books are deleted at once, and brought back at once', async ({ page, api }) => {
  const publisher = fresh('Yayın');
  for (const book_name of ['A', 'B', 'C']) await publishBook(api, [], { publisher, book_name });
  await page.goto(`books?publisher=${encodeURIComponent(publisher)}`);
  await page.getByRole('checkbox', { name: 'Select A', exact: true }).check();
  await page
    .getByRole('checkbox', { name: 'Select C', exact: true })
    .click({ modifiers: ['Shift'] });
  const bar = page.getByRole('region', { name: 'Selected books' });
  await expect(bar).toContainText('3 selected');
  await expectAccessible(page);
  await bar.getByRole('button', { name: 'Delete' }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete 3 books?' });
  await expect(dialog).toContainText('They move to the trash');
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByText('Deleted 3 books.')).toBeVisible();
  await expect(page.getByText('No book matches')).toBeVisible();
  await expect(bar).toBeHidden();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('link', { name: /^[ABC]$/ })).toHaveCount(3);
});

test('several books are hidden at once; one that is gone does not stop the others', async ({
  page,
  api,
}) => {
  const publisher = fresh('Yayın');
  const gone = await publishBook(api, [], { publisher, book_name: 'A' });
  await publishBook(api, [], { publisher, book_name: 'B' });
  await page.goto(`books?publisher=${encodeURIComponent(publisher)}`);
  await page.getByRole('checkbox', { name: 'Select all rows of this page' }).check();
  await api.call(deleteBook, { params: { book_id: gone.id }, headers: {} });
  await page
    .getByRole('region', { name: 'Selected books' })
    .getByRole('button', { name: 'Hide' })
    .click();
  await expect(page.getByText('Hid “B”; readers do not see it.')).toBeVisible();
  await expect(page.getByText('1 of 2 did not work')).toBeVisible();
  await expect(page.getByText('The book is in the trash. Restore it first.')).toBeVisible();
  await expect(page.getByRole('row', { name: /B/ })).toContainText('Draft');
});

test('a book that could not be deleted is back in the list, and told', async ({ page, api }) => {
  const publisher = fresh('Yayın');
  const book = await publishBook(api, [], { publisher, book_name: 'Kept' });
  await page.goto(`books?publisher=${encodeURIComponent(publisher)}`);
  await page.route(`**/books/${book.id}`, (route) => route.abort());
  await page.getByRole('button', { name: 'Actions for Kept' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByText('That did not work')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Kept' })).toBeVisible();
});
