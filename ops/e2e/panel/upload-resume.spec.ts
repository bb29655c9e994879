import type { Page } from '@playwright/test';
import { expectAccessible } from './accessible.ts';
import { expect, fresh, test } from './panel.ts';
import {
  bookOf,
  chooseForBook,
  chooseForNewBook,
  countSent,
  dropFolder,
  forbid,
  makeTree,
  manyFiles,
  pick,
  published,
  reviewAndStart,
  slowStore,
  tray,
} from './upload-steps.ts';

const FILES = 300;
/** Slow enough that there is a middle to be interrupted in. */
const SLOW_MS = 150;

test('an upload can be paused, and goes on from there', async ({ page, signedIn }) => {
  expect(signedIn).toBeUndefined();
  const { name, tree, sent } = await beginSlowly(page);
  await page.getByRole('button', { name: `Pause ${name}` }).press('Enter');
  await expect(tray(page).getByText('Paused', { exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: `Go on with ${name}` })).toBeFocused();
  await expectAccessible(page);
  await page.waitForTimeout(1000);
  const sentWhenPaused = sent.paths.length;
  await page.waitForTimeout(1000);
  expect(sent.paths.length).toBe(sentWhenPaused);
  expect(sentWhenPaused).toBeLessThan(FILES);
  await page.getByRole('button', { name: `Go on with ${name}` }).click();
  await published(page);
  expect(new Set(sent.paths).size).toBe(FILES);
  await page.getByRole('button', { name: `Take ${name}` }).press('Enter');
  await expect(page.locator('#content')).toBeFocused();
  await tree.remove();
});

test('an upload interrupted by a reload asks for its folder, and sends only what is missing', async ({
  page,
  signedIn,
}) => {
  expect(signedIn).toBeUndefined();
  const { name, tree, sent } = await beginSlowly(page);
  const asked: string[] = [];
  page.on('dialog', (dialog) => {
    asked.push(dialog.type());
    void dialog.accept();
  });
  await page.reload();
  expect(asked).toEqual(['beforeunload']);
  await expect(tray(page).getByText('Waiting for its folder')).toBeVisible();
  await expectAccessible(page);
  const before = sent.paths.length;
  expect(before).toBeLessThan(FILES);

  const other = await makeTree(fresh('Baska'), { 'a.txt': 'a' });
  await pick(page, 'Choose the folder again', other.path);
  await expect(page.getByRole('alert').filter({ hasText: 'You chose Baska' })).toBeVisible();
  await pick(page, 'Choose the folder again', tree.path);
  await published(page);
  const twice = sent.paths.length - new Set(sent.paths).size;
  // What was in the air when the page went may have arrived unseen, or not at all.
  expect(twice).toBe(0);
  expect(sent.paths.length).toBeLessThanOrEqual(FILES);
  await expect(tray(page).getByText(name)).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Books' })).toBeVisible();
  await expect(tray(page)).toHaveCount(0);
  await tree.remove();
  await other.remove();
});

test('a folder that is not what was reviewed is not published unasked', async ({
  page,
  signedIn,
}) => {
  expect(signedIn).toBeUndefined();
  const { name, tree } = await beginSlowly(page);
  page.on('dialog', (dialog) => void dialog.accept());
  await page.reload();
  await tree.write({ 'unit-0/page-1.json': 'edited' });
  await pick(page, 'Choose the folder again', tree.path);
  await expect(tray(page).getByRole('alert')).toContainText('not what you reviewed');
  // Nobody has said yes to it by going away.
  await page.reload();
  await pick(page, 'Choose the folder again', tree.path);
  await expect(tray(page).getByRole('alert')).toContainText('not what you reviewed');
  await expect(tray(page).getByText('Paused', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: `Go on with ${name}` }).click();
  await published(page);
  await tree.remove();
});

test('a folder that was dropped is remembered over a reload', async ({ page, signedIn }) => {
  expect(signedIn).toBeUndefined();
  const name = fresh('Edebiyat');
  const tree = await makeTree(name, manyFiles(FILES));
  await page.goto('books');
  await slowStore(page, SLOW_MS);
  await dropFolder(page, tree.path);
  await page.getByRole('radio', { name: 'A new book' }).check();
  await page.getByLabel('Publisher', { exact: true }).fill('Acme');
  await page.getByLabel('Category').fill('letters');
  await reviewAndStart(page);
  await expect(tray(page).getByText('Sending', { exact: true })).toBeVisible();
  page.on('dialog', (dialog) => void dialog.accept());
  await page.reload();
  await expect(tray(page).getByRole('button', { name: 'Go on', exact: true })).toBeVisible();
  await tree.remove();
});

test('without a connection an upload waits, and goes on by itself', async ({
  page,
  context,
  signedIn,
}) => {
  expect(signedIn).toBeUndefined();
  const { tree } = await beginSlowly(page);
  await context.setOffline(true);
  await expect(tray(page).getByText('No connection.')).toBeVisible();
  await page.waitForTimeout(500);
  await context.setOffline(false);
  await published(page);
  await tree.remove();
});

test('a store that fails at times is tried again; a published upload cannot be cancelled', async ({
  page,
  signedIn,
}) => {
  expect(signedIn).toBeUndefined();
  const name = fresh('Sanat');
  const tree = await makeTree(name, manyFiles(20));
  await page.goto('books');
  let failures = 0;
  await page.route(/X-Amz-Signature/, (route) => {
    failures += 1;
    return failures % 3 === 0 ? route.continue() : route.abort('connectionreset');
  });
  await chooseForNewBook(page, tree.path, name);
  await reviewAndStart(page);
  await published(page);
  await expect(page.getByRole('button', { name: `Cancel ${name}` })).toHaveCount(0);
  await tree.remove();
});

test('cancelling asks first, deletes what was sent, and takes the new book away', async ({
  page,
  api,
  signedIn,
}) => {
  expect(signedIn).toBeUndefined();
  const { name, tree } = await beginSlowly(page);
  await page.getByRole('button', { name: `Pause ${name}` }).click();
  await page.getByRole('button', { name: `Cancel ${name}` }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('the book that was made for it goes to the trash');
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: `Cancel ${name}` })).toBeFocused();
  await page.keyboard.press('Enter');
  await dialog.getByRole('button', { name: 'Cancel the upload' }).click();
  await expect(tray(page).getByText('Cancelled', { exact: true })).toBeVisible();
  await expect.poll(async () => (await bookOf(api, name))?.status).toBe('archived');
  await tree.remove();
});

test('what the API refuses in the middle is told with its request, and can be tried again', async ({
  page,
  signedIn,
}) => {
  expect(signedIn).toBeUndefined();
  const name = fresh('Felsefe');
  const tree = await makeTree(name, { 'a.txt': name });
  await page.goto('books');
  await chooseForNewBook(page, tree.path, name);
  let refusals = 0;
  await page.route(/\/finalize$/, (route) => {
    refusals += 1;
    if (refusals > 1) return route.continue();
    return forbid(route);
  });
  await reviewAndStart(page);
  const alert = tray(page).getByRole('alert');
  await expect(alert).toContainText('Your role does not allow this.');
  await expect(alert).toContainText('Request request-1');
  await expectAccessible(page);
  await alert.getByRole('button', { name: 'Try again' }).click();
  await published(page);
  // The next one is for the same book, and beside the first in the tray.
  await tree.write({ 'b.txt': 'more' });
  await chooseForBook(page, tree.path, name);
  await reviewAndStart(page);
  await expect(tray(page).getByText('Published as revision 2.')).toBeVisible();
  await expect(tray(page).getByText('Published as revision 1.')).toBeVisible();
  await tree.remove();
});

/** An upload of a new book to a slow store, some files of which have arrived. */
async function beginSlowly(page: Page) {
  const name = fresh('Roman');
  const tree = await makeTree(name, manyFiles(FILES));
  await page.goto('books');
  await slowStore(page, SLOW_MS);
  const sent = countSent(page);
  await chooseForNewBook(page, tree.path, name);
  await reviewAndStart(page);
  await expect.poll(() => sent.paths.length).toBeGreaterThan(10);
  return { name, tree, sent };
}
