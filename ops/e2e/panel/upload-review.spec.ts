import type { Page } from '@playwright/test';
import { getBook, listBooks } from '../../../api/contract/books.ts';
import { expectAccessible } from './accessible.ts';
import { expect, fresh, test } from './panel.ts';
import { publishBook, publishFolder } from './publish-folder.ts';
import {
  chooseForBook,
  chooseForNewBook,
  forbid,
  makeTree,
  pick,
  reviewAndStart,
  tray,
} from './upload-steps.ts';

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

test('whoever leaves the dialog while it starts has started nothing', async ({
  page,
  api,
  signedIn,
}) => {
  expect(signedIn).toBeUndefined();
  const name = fresh('Kimya');
  const tree = await makeTree(name, { 'a.txt': 'a' });
  await page.goto('books');
  const held = await holdCalls(page, 'POST', /\/books$/);
  await chooseForNewBook(page, tree.path, name);
  await reviewAndStart(page);
  await held.first;
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  held.release();
  const statuses = async () => {
    const { body } = await api.call(listBooks, { query: { q: name } });
    return body.items.map(({ status }) => status);
  };
  await expect.poll(statuses).toEqual(['archived']);
  await expect(tray(page)).toHaveCount(0);
  await tree.remove();
});

test('what is being published cannot be cancelled any more, and says so', async ({
  page,
  signedIn,
}) => {
  expect(signedIn).toBeUndefined();
  const name = fresh('Tarih');
  const tree = await makeTree(name, { 'a.txt': name });
  await page.goto('books');
  const sending = await holdCalls(page, 'PUT', /X-Amz-Signature/);
  const publishing = await holdCalls(page, 'POST', /\/finalize$/);
  await chooseForNewBook(page, tree.path, name);
  await reviewAndStart(page);
  await sending.first;
  await page.getByRole('button', { name: `Cancel ${name}` }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('goes to the trash');
  sending.release();
  await publishing.first;
  await expect(dialog).toContainText('It is being published now.');
  await expect(dialog.getByRole('button', { name: 'Cancel the upload' })).toBeDisabled();
  await expectAccessible(page);
  publishing.release();
  await expect(tray(page).getByText('Published as revision 1.')).toBeVisible();
  await expect(dialog).toHaveCount(0);
  await tree.remove();
});

test('cancelling what was published unheard of says that it is published', async ({
  page,
  api,
  signedIn,
}) => {
  expect(signedIn).toBeUndefined();
  const name = fresh('Cografya');
  const tree = await makeTree(name, { 'a.txt': name });
  await page.goto('books');
  await page.route(/\/finalize$/, async (route) => {
    await route.fetch();
    await forbid(route);
  });
  await chooseForNewBook(page, tree.path, name);
  await reviewAndStart(page);
  await expect(tray(page).getByText('Stopped', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: `Cancel ${name}` }).click();
  await page.getByRole('button', { name: 'Cancel the upload' }).click();
  await expect(tray(page).getByText('Published as revision 1.')).toBeVisible();
  const { body } = await api.call(listBooks, { query: { q: name } });
  expect(body.items).toMatchObject([{ status: 'published', revision: 1 }]);
  await tree.remove();
});

test('what the server publishes while the page is away is followed after a reload', async ({
  page,
  signedIn,
}) => {
  expect(signedIn).toBeUndefined();
  const name = fresh('Biyoloji');
  const tree = await makeTree(name, { 'a.txt': name });
  await page.goto('books');
  const published = Promise.withResolvers<void>();
  await page.route(/\/finalize$/, async (route) => {
    await route.fetch();
    published.resolve();
  });
  await chooseForNewBook(page, tree.path, name);
  await reviewAndStart(page);
  await published.promise;
  page.on('dialog', (dialog) => void dialog.accept());
  let isFinalizing = true;
  await page.route(/\/uploads\/[^/]+\?missing=false$/, async (route) => {
    if (!isFinalizing) return route.fallback();
    const response = await route.fetch();
    const { receipt: _later, ...status } = await response.json();
    const json = { ...status, upload: { ...status.upload, state: 'finalizing' } };
    await route.fulfill({ response, json });
  });
  await page.reload();
  await expect(tray(page).getByText('Publishing', { exact: true })).toBeVisible();
  await expectAccessible(page);
  isFinalizing = false;
  await expect(tray(page).getByText('Published as revision 1.')).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Books' })).toBeVisible();
  await expect(tray(page)).toHaveCount(0);
  await tree.remove();
});

/** Holds the calls of this kind back, until they are released. */
async function holdCalls(page: Page, method: string, url: RegExp) {
  const first = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  await page.route(url, async (route) => {
    if (route.request().method() !== method) return route.fallback();
    first.resolve();
    await released.promise;
    await route.continue();
  });
  return { first: first.promise, release: released.resolve };
}
