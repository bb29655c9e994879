import { getBook, updateBook } from '../../../api/contract/books.ts';
import { deleteBook } from '../../../api/contract/trash.ts';
import { expectAccessible } from './accessible.ts';
import { expect, test } from './panel.ts';
import { publishBook } from './publish-folder.ts';

const CONTENT = { 'book.json': '{"title": "Fizik"}', 'units/1.json': '[1]', 'units/2.json': '[2]' };

test.beforeEach(({ signedIn }) => {
  expect(signedIn).toBeUndefined();
});

test('a book tells what it is, and its link is the one that streams', async ({
  page,
  api,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const book = await publishBook(api, [CONTENT]);
  await page.goto(`books/${book.id}`);
  await expect(page.getByRole('heading', { name: book.book_name })).toBeVisible();
  await expect(page.getByText('science')).toBeVisible();
  await expect(page.getByRole('tree', { name: 'Files' })).toBeVisible();
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Copy stream link' }).click();
  await expect(page.getByText('Copied.')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
    `${api.baseUrl}/storage/books/Acme/${encodeURIComponent(book.book_name)}`,
  );
});

test('a book without files says what is missing', async ({ page, api }) => {
  const book = await publishBook(api, []);
  await page.goto(`books/${book.id}`);
  await expect(page.getByText('Nothing is published yet', { exact: true })).toBeVisible();
  const zip = page.getByRole('button', { name: /Download as zip/ });
  await expect(zip).toHaveAttribute('title', 'Nothing is published yet');
});

test('hiding a book is undone', async ({ page, api }) => {
  const book = await publishBook(api, [CONTENT]);
  const status = async () => {
    const { body } = await api.call(getBook, { params: { book_id: book.id }, headers: {} });
    return body?.status;
  };
  await page.goto(`books/${book.id}`);
  await page.getByRole('button', { name: 'Hide' }).click();
  await expect(page.getByText(`Hid “${book.book_name}”; readers do not see it.`)).toBeVisible();
  expect(await status()).toBe('draft');
  await expect(page.getByRole('button', { name: 'Publish', exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('Undone.')).toBeVisible();
  expect(await status()).toBe('published');
});

test('a book is deleted and restored by the keyboard alone', async ({ page, api }) => {
  const book = await publishBook(api, [CONTENT]);
  await page.goto(`books/${book.id}`);
  await page.getByRole('button', { name: 'More' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem', { name: 'Copy stream link' })).toBeFocused();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: `Delete “${book.book_name}”?` });
  await expect(dialog).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('button', { name: 'More' })).toBeFocused();

  await page.keyboard.press('Enter');
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await expect(dialog).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Close' })).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await expect(dialog.getByRole('button', { name: 'Delete' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Books' })).toBeVisible();
  await expect(page.getByText(`Deleted “${book.book_name}”.`)).toBeVisible();
  await expect(page.getByRole('link', { name: book.book_name })).toBeHidden();
  await page.getByRole('button', { name: 'Undo' }).press('Enter');
  await expect(page.getByText('Undone.')).toBeVisible();
  await expect(page.getByRole('link', { name: book.book_name })).toBeVisible();
});

test('a book in the trash and one that is none lead on', async ({ page, api }) => {
  const book = await publishBook(api, [CONTENT]);
  await api.call(deleteBook, { params: { book_id: book.id }, headers: {} });
  await page.goto(`books/${book.id}`);
  await expect(page.getByText(`“${book.book_name}” is in the trash`)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Restore' }).click();
  await expect(page.getByText(`Restored “${book.book_name}”.`)).toBeVisible();
  await expect(page.getByRole('tree', { name: 'Files' })).toBeVisible();

  await page.goto('books/0199a3c1-7b1e-7c52-9d5e-3a1f0c2b4d6e');
  await expect(page.getByRole('heading', { name: 'There is no such book' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Go to the books' }).click();
  await expect(page.getByRole('heading', { name: 'Books' })).toBeVisible();
});

test('what the API refuses is told, and tried again', async ({ page, api }) => {
  const book = await publishBook(api, [CONTENT]);
  await page.route(`**/books/${book.id}/revisions*`, (route) => route.abort(), { times: 4 });
  await page.goto(`books/${book.id}?tab=revisions`);
  await expect(page.getByRole('alert')).toContainText('cannot be reached');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByText('Revision 1', { exact: true })).toBeVisible();
});

test('the history tells who did what, and leads to the whole of it', async ({
  page,
  api,
  target,
}) => {
  const book = await publishBook(api, [CONTENT]);
  const body = { category: 'math' };
  await api.call(updateBook, { params: { book_id: book.id }, headers: {}, body });
  await page.goto(`books/${book.id}`);
  await page.getByRole('tab', { name: 'History' }).click();
  const history = page.getByRole('list', { name: 'History' });
  await expect(history.getByRole('listitem')).toContainText([
    'Book changed',
    'Book published',
    'Book created',
  ]);
  await expect(history).toContainText(target.admin.email);
  await expect(page.getByRole('link', { name: 'Whole history' })).toHaveAttribute(
    'href',
    `/panel/audit?target_id=${book.id}`,
  );
  await expectAccessible(page);
});
