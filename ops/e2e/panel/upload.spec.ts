import path from 'node:path';
import type { ApiClient } from '../../../api/client/api-client.ts';
import { readBookStorage } from '../../../api/contract/storage.ts';
import { expectAccessible } from './accessible.ts';
import { expect, fresh, test } from './panel.ts';
import {
  bookOf,
  chooseForNewBook,
  dropFolder,
  makeTree,
  manyFiles,
  openDialog,
  pick,
  published,
  reviewAndStart,
  tray,
} from './upload-steps.ts';

const THOUSANDS = 3000;
const LONG_MS = 240_000;

test('a folder of thousands becomes a new book, once it was reviewed', async ({
  page,
  api,
  signedIn,
}) => {
  expect(signedIn).toBeUndefined();
  test.setTimeout(LONG_MS);
  const name = fresh('Fizik');
  const files = { ...manyFiles(THOUSANDS), '.DS_Store': 'litter', 'unit-0/._page-1.json': 'kept' };
  const tree = await makeTree(name, files);
  await page.goto('books');
  await openDialog(page);
  await expectAccessible(page);
  await pick(page, 'Select a book data folder', tree.path);
  await page.getByRole('radio', { name: 'A new book' }).check();
  await expect(page.getByLabel('Title')).toHaveValue(name);
  await page.getByRole('button', { name: 'Review' }).click();
  await expect(page.getByText('Fill this in.')).toHaveCount(2);
  await expectAccessible(page);
  await page.getByLabel('Publisher', { exact: true }).fill('Acme');
  await page.getByLabel('Category').fill('science');
  await page.getByRole('button', { name: 'Review' }).click();
  await expect(page.getByText(/^3,000 new, .* to send$/)).toBeVisible();
  await expect(page.getByText(/Left out.*\.DS_Store, \._page-1\.json/)).toBeVisible();
  await expect(page.getByText('the first 1,000 of 3,000')).toBeVisible();
  await expectAccessible(page);
  expect(await bookOf(api, name)).toBeUndefined();
  await page.getByRole('button', { name: 'Start the upload' }).click();

  const tray = page.getByRole('region', { name: 'Uploads' });
  await expect(tray.getByRole('progressbar')).toBeVisible();
  await tray.getByRole('button', { name: 'Files' }).click();
  await expect(tray.getByText('Sent', { exact: true }).first()).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'App builds' }).click(); // the tray stays
  await expect(tray.getByText('Published as revision 1.')).toBeVisible({ timeout: LONG_MS });
  await expectAccessible(page);
  expect(await bookOf(api, name)).toMatchObject({
    files: THOUSANDS,
    revision: 1,
    status: 'published',
  });
  await tray.getByRole('link', { name: 'Open the book' }).click();
  await expect(page).toHaveURL(/\/panel\/books\//);
  await tray.getByRole('button', { name: `Take ${name} off the list` }).click();
  await expect(tray).toHaveCount(0);
  await tree.remove();
});

test('a folder dropped on the window shows what would change in a book', async ({
  page,
  api,
  signedIn,
}) => {
  expect(signedIn).toBeUndefined();
  const name = fresh('Kimya');
  const tree = await makeTree(name, { 'a.txt': 'one', 'b.txt': 'two', 'c.txt': 'three' });
  await page.goto('books');
  await chooseForNewBook(page, tree.path, name);
  await reviewAndStart(page);
  await published(page, 1);

  const next = await makeTree(name, { 'a.txt': 'one', 'b.txt': 'other', 'd.txt': 'new' });
  await dropFolder(page, next.path);
  await expect(page.getByRole('dialog')).toContainText(name);
  await page.getByRole('radio', { name }).check();
  await page.getByRole('button', { name: 'Review' }).click();
  await expect(
    page.getByText('1 new, 1 changed, 1 removed, 1 already there, 8 bytes to send'),
  ).toBeVisible();
  await expect(page.getByRole('region', { name: 'Removed files' })).toContainText('c.txt');
  await page.getByRole('button', { name: 'Start the upload' }).click();
  await published(page, 2);
  expect(await contentOf(api, name, 'b.txt')).toBe('other');

  await dropFolder(page, next.path);
  await page.getByRole('radio', { name }).check();
  await page.getByRole('button', { name: 'Review' }).click();
  await expect(
    page.getByText('Nothing to upload: the folder is as what is there.').first(),
  ).toBeVisible();
  await expect(page.getByRole('button', { name: 'Start the upload' })).toHaveAttribute(
    'aria-disabled',
    'true',
  );
  await tree.remove();
  await next.remove();
});

test('what is told at the edge of the page leaves the uploads in sight', async ({
  page,
  signedIn,
}) => {
  expect(signedIn).toBeUndefined();
  const name = fresh('Coğrafya');
  const tree = await makeTree(name, { 'a.txt': name });
  await page.goto('books');
  await chooseForNewBook(page, tree.path, name);
  await reviewAndStart(page);
  await published(page);
  await dropFolder(page, path.join(tree.path, 'a.txt'));
  const toast = page.getByRole('status').filter({ hasText: 'That is not a folder' });
  await toast.hover(); // else it goes away
  for (const width of [1440, 1024, 640, 390]) {
    await page.setViewportSize({ width, height: 844 });
    const [told, uploads] = [await toast.boundingBox(), await tray(page).boundingBox()];
    if (!(told && uploads)) throw new Error(`One is not in sight at ${width}.`);
    const isBeside = told.x + told.width <= uploads.x;
    const isAbove = told.y + told.height <= uploads.y;
    expect(isBeside || isAbove, `${width} pixels wide`).toBe(true);
  }
  await tree.remove();
});

test('what cannot be accepted is told by its path, with the reason, before anything is made', async ({
  page,
  api,
  signedIn,
}) => {
  expect(signedIn).toBeUndefined();
  const name = fresh('Biyoloji');
  const tree = await makeTree(name, {
    'CON.txt': '1',
    'a.txt': '2',
    'A.txt': '3',
    'unit/x:y.txt': '4',
  });
  await page.goto('books');
  await chooseForNewBook(page, tree.path, name);
  await page.getByRole('button', { name: 'Review' }).click();
  await expect(page.getByRole('alert')).toContainText('4 things to mend');
  await expect(page.getByText('Windows keeps names such as CON')).toBeVisible();
  await expect(page.getByText('unit/x:y.txt')).toBeVisible();
  await expect(page.getByText('A.txt and a.txt', { exact: true })).toBeVisible();
  await expectAccessible(page);
  await expect(page.getByRole('button', { name: 'Start the upload' })).toHaveAttribute(
    'aria-disabled',
    'true',
  );
  expect(await bookOf(api, name)).toBeUndefined();
  await tree.remove();
});

test('a build of the app is uploaded, and told what a browser cannot see', async ({
  page,
  signedIn,
}) => {
  expect(signedIn).toBeUndefined();
  const tree = await makeTree('build', { 'app.exe': fresh('program') });
  await page.goto('books');
  await openDialog(page);
  await pick(page, 'Select a book data folder', tree.path);
  await page.getByRole('radio', { name: 'A build of the app' }).check();
  await page.getByLabel('Platform').selectOption('macOS');
  await expect(page.getByText('Upload it from the command line: dcs push.')).toBeVisible();
  await page.getByLabel('Platform').selectOption('Windows');
  await page.getByLabel('Version').fill('latest');
  await page.getByRole('button', { name: 'Review' }).click();
  await expect(page.getByText(/Up to 64 of/)).toBeVisible();
  await page.getByLabel('Version').fill(`1.0.${Date.now()}`);
  await reviewAndStart(page);
  await published(page, 1);
  await tree.remove();
});

test('an upload needs no mouse, and gives the focus back', async ({ page, signedIn }) => {
  expect(signedIn).toBeUndefined();
  const name = fresh('Tarih');
  const tree = await makeTree(name, { 'a.txt': name });
  // What picks a folder by a handle cannot be driven from here.
  await page.addInitScript(() => Reflect.deleteProperty(window, 'showDirectoryPicker'));
  await page.goto('books');
  await page.getByRole('banner').getByRole('button', { name: 'Upload' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Close' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('banner').getByRole('button', { name: 'Upload' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Close' })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Select a book data folder' })).toBeFocused();
  const chooser = page.waitForEvent('filechooser');
  await page.keyboard.press('Enter');
  await (await chooser).setFiles(tree.path);
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('radio', { name: 'A new book' })).toBeChecked();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Acme');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.type('history');
  for (let tabs = 0; tabs < 4; tabs += 1) await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Review' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByText(/^1 new/)).toBeVisible();
  await expect(page.getByRole('region', { name: 'Review' })).toBeFocused();
  for (let tabs = 0; tabs < 4; tabs += 1) await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Start the upload' })).toBeFocused();
  await page.keyboard.press('Enter');
  await published(page, 1);
  await tree.remove();
});

async function contentOf(api: ApiClient, name: string, path: string): Promise<string> {
  const answer = await api.call(readBookStorage, {
    params: { publisher: 'Acme', book_name: name, path },
    query: { redirect: 'false' },
    headers: {},
  });
  if (answer.status !== 200 || !('url' in answer.body)) throw new Error('It gave no URL.');
  return (await fetch(answer.body.url)).text();
}
