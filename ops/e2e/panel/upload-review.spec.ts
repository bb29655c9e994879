import type { Page } from '@playwright/test';
import { getBook } from '../../../api/contract/books.ts';
import { expectAccessible } from './accessible.ts';
import { expect, fresh, test } from './panel.ts';
import { publishBook, publishFolder } from './publish-folder.ts';
import { chooseForBook, makeTree, pick } from './upload-steps.ts';

test('what somebody else published since the review is not removed unasked', async ({
  page,
  api,
  signedIn,
}) => {
  expect(signedIn).toBeUndefined();
  const book = await publishBook(api, [{ 'a.txt': 'first' }]);
  const params = { book_id: book.id };
  const revision = async () => {
    const answer = await api.call(getBook, { params, headers: {} });
    return answer.status === 200 && answer.body.revision;
  };
  const tree = await makeTree(fresh('Fizik'), { 'a.txt': 'mine' });
  await page.goto('books');
  await chooseForBook(page, tree.path, book.book_name);
  await page.getByRole('button', { name: 'Review' }).click();
  await expect(page.getByText('1 changed')).toBeVisible();
  const theirs = { 'a.txt': 'first', 'theirs.txt': 'theirs' };
  await publishFolder(api, { type: 'book', bookId: book.id }, theirs);
  await page.getByRole('button', { name: 'Start the upload' }).click();
  const alert = tray(page).getByRole('alert');
  await expect(alert).toContainText('A newer revision was published since you reviewed this.');
  await expectAccessible(page);
  expect(await revision()).toBe(2);

  await page.reload();
  await pick(page, 'Choose the folder again', tree.path);
  await expect(alert).toContainText('A newer revision was published');
  expect(await revision()).toBe(2);
  await page.getByRole('button', { name: 'Publish over it' }).click();
  await expect(tray(page).getByText('Published as revision 3.')).toBeVisible();
  await tree.remove();
});

function tray(page: Page) {
  return page.getByRole('region', { name: 'Uploads' });
}
