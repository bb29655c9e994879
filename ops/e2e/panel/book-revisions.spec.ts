import { getBook } from '../../../api/contract/books.ts';
import { expectAccessible } from './accessible.ts';
import { expect, test } from './panel.ts';
import { publishBook, publishFolder } from './publish-folder.ts';

const REVISIONS = [
  { 'book.json': '{}', 'units/1.json': '[1]', 'units/2.json': '[2]' },
  { 'book.json': '{"longer": true}', 'units/1.json': '[1]', 'units/3.json': '[3]' },
];

test.beforeEach(({ signedIn }) => {
  expect(signedIn).toBeUndefined();
});

test('what a revision changed is told path by path', async ({ page, api }) => {
  const book = await publishBook(api, REVISIONS);
  await page.goto(`books/${book.id}?tab=revisions`);
  await expect(page.getByText('1 added, 1 changed, 1 removed')).toBeAttached();
  await expectAccessible(page);
  const opener = page.getByRole('button', { name: 'What changed in Revision 2' });
  await opener.click();
  const dialog = page.getByRole('dialog', { name: 'From revision 1 to revision 2' });
  await expect(dialog.getByRole('listitem')).toHaveText([
    'Added 1',
    '+units/3.json3 bytes',
    'Changed 1',
    '~book.json2 bytes → 16 bytes',
    'Removed 1',
    '−units/2.json3 bytes',
  ]);
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(opener).toBeFocused();
  const first = page.getByRole('button', { name: 'What changed in Revision 1' });
  await expect(first).toHaveAttribute('title', 'It is the first one: all of it was new.');
});

test('any two revisions are compared, and one that is gone is told', async ({ page, api }) => {
  const book = await publishBook(api, [...REVISIONS, { 'new.json': '{}' }]);
  await page.goto(`books/${book.id}?tab=revisions`);
  const compare = page.getByRole('button', { name: 'Compare' });
  await expect(compare).toHaveAttribute('title', 'Choose two revisions first.');
  await page.getByRole('checkbox', { name: 'Choose Revision 3 to compare' }).check();
  await page.getByRole('checkbox', { name: 'Choose Revision 1 to compare' }).check();
  await compare.click();
  const dialog = page.getByRole('dialog', { name: 'From revision 1 to revision 3' });
  await expect(dialog.getByText('new.json')).toBeVisible();
  await page.goto(`books/${book.id}?tab=revisions&from=1&to=77`);
  await expect(page.getByRole('alert')).toContainText('not kept any more');
});

test('a roll back says what it does, does it, and is undone', async ({ page, api }) => {
  const book = await publishBook(api, REVISIONS);
  await page.goto(`books/${book.id}?tab=revisions`);
  await page.getByRole('button', { name: 'Roll back to Revision 1' }).click();
  const dialog = page.getByRole('dialog', { name: 'Roll back to revision 1?' });
  await expect(dialog).toContainText(
    'becomes revision 3, which readers see at once: 1 added, 1 changed, 1 removed',
  );
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Roll back' }).click();
  await expect(page.getByText('Rolled back to revision 1.')).toBeVisible();
  await expect(page.getByText('Restored from revision 1')).toBeVisible();
  await page.getByRole('tab', { name: 'Files' }).click();
  await expect(page.getByRole('treeitem', { name: 'book.json' })).toContainText('2 bytes');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('Rolled forward again.')).toBeVisible();
  await expect(page.getByRole('treeitem', { name: 'book.json' })).toContainText('16 bytes');
  const { body } = await api.call(getBook, { params: { book_id: book.id }, headers: {} });
  expect(body?.revision).toBe(4);
});

test('a roll back undoes nothing that somebody else published meanwhile', async ({ page, api }) => {
  const book = await publishBook(api, REVISIONS);
  await page.goto(`books/${book.id}?tab=revisions`);
  await page.getByRole('button', { name: 'Roll back to Revision 1' }).click();
  const dialog = page.getByRole('dialog', { name: 'Roll back to revision 1?' });
  await expect(dialog).toContainText('1 added');
  await publishFolder(api, { type: 'book', bookId: book.id }, { 'theirs.json': '{}' });
  await dialog.getByRole('button', { name: 'Roll back' }).click();
  await expect(dialog.getByRole('alert')).toContainText('Somebody published in the meantime');
  const { body } = await api.call(getBook, { params: { book_id: book.id }, headers: {} });
  expect(body?.revision).toBe(3);
});

test('the files of an older revision are looked at, and the way back leads to the current one', async ({
  page,
  api,
}) => {
  const book = await publishBook(api, REVISIONS);
  await page.goto(`books/${book.id}?tab=revisions`);
  await page.getByRole('button', { name: 'View files of Revision 1' }).click();
  await expect(page.getByText('You are looking at revision 1')).toBeVisible();
  await expect(page.getByRole('treeitem', { name: 'book.json' })).toContainText('2 bytes');
  await page.getByRole('button', { name: 'Show the current revision' }).click();
  await expect(page.getByRole('treeitem', { name: 'book.json' })).toContainText('16 bytes');
});
