import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expectAccessible } from './accessible.ts';
import { expect, test } from './panel.ts';
import { publishBook } from './publish-folder.ts';
import { readZip } from './read-zip.ts';

const CONTENT = {
  'a/1.txt': 'one',
  'a/deep/İki.txt': 'two',
  'b.txt': 'three',
  'empty.txt': '',
  'nothing here/': '',
};

test.beforeEach(({ signedIn }) => {
  expect(signedIn).toBeUndefined();
});

/** A browser without the choice of where to save, as most are. */
const withoutPicker = (page: Page) =>
  page.addInitScript(() => {
    Reflect.deleteProperty(window, 'showSaveFilePicker');
  });

test('a whole book comes as a zip', async ({ page, api }) => {
  await withoutPicker(page);
  const book = await publishBook(api, [CONTENT]);
  await page.goto(`books/${book.id}`);
  const coming = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download as zip' }).click();
  const download = await coming;
  expect(download.suggestedFilename()).toBe(`${book.book_name}.zip`);
  expect(readZip(await readFile(await download.path()))).toEqual(CONTENT);
  await expect(page.getByText(`Saved ${book.book_name}.zip.`)).toBeVisible();
  await expect(page.getByRole('dialog')).toBeHidden();
});

test('a selection is written to the disk where the browser lets it', async ({ page, api }) => {
  // What a person would choose, at a place a test can read.
  await page.addInitScript(() => {
    const pick = async ({ suggestedName }: { suggestedName: string }) => {
      const root = await navigator.storage.getDirectory();
      return root.getFileHandle(suggestedName, { create: true });
    };
    Object.assign(window, { showSaveFilePicker: pick });
  });
  const book = await publishBook(api, [CONTENT]);
  await page.goto(`books/${book.id}`);
  await page.getByRole('checkbox', { name: 'Select a', exact: true }).check();
  await page.getByRole('button', { name: 'Download selection' }).click();
  await expect(page.getByText(/^Saved /)).toBeVisible();
  const bytes = await page.evaluate(async (name) => {
    const root = await navigator.storage.getDirectory();
    const file = await (await root.getFileHandle(name)).getFile();
    return [...new Uint8Array(await file.arrayBuffer())];
  }, `${book.book_name}.zip`);
  const { 'a/1.txt': first, 'a/deep/İki.txt': second } = CONTENT;
  expect(readZip(Buffer.from(bytes))).toEqual({
    'a/1.txt': first,
    'a/deep/İki.txt': second,
  });
});

test('one file is saved under its own name', async ({ page, api }) => {
  const book = await publishBook(api, [CONTENT]);
  await page.goto(`books/${book.id}?file=${encodeURIComponent('a/deep/İki.txt')}`);
  const coming = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download', exact: true }).click();
  const download = await coming;
  expect(download.suggestedFilename()).toBe('İki.txt');
  expect(await readFile(await download.path(), 'utf8')).toBe('two');
});

test('a zip is cancelled, and one that a store fails is told and tried again', async ({
  page,
  api,
}) => {
  await withoutPicker(page);
  const book = await publishBook(api, [CONTENT]);
  await page.goto(`books/${book.id}`);
  const button = page.getByRole('button', { name: 'Download as zip' });
  const dialog = page.getByRole('dialog', { name: 'Download as zip' });
  await page.route(/X-Amz-Signature/, () => {}); // never answered
  await button.click();
  await expect(dialog.getByRole('progressbar')).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog).toBeHidden();
  await expect(button).toBeFocused();

  await page.unroute(/X-Amz-Signature/);
  await page.route(/X-Amz-Signature/, (route) => route.fulfill({ status: 503 }));
  await button.click();
  await expect(dialog.getByRole('alert')).toContainText('cannot be reached');
  await page.unroute(/X-Amz-Signature/);
  const coming = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Try again' }).click();
  expect(readZip(await readFile(await (await coming).path()))).toEqual(CONTENT);
});

test('much that has to fit into memory is asked about first', async ({ page, api }) => {
  await withoutPicker(page);
  const book = await publishBook(api, [CONTENT]);
  await page.route(`**/books/${book.id}`, async (route) => {
    if (route.request().resourceType() === 'document') return route.continue();
    const answer = await route.fetch();
    return route.fulfill({ response: answer, json: { ...(await answer.json()), size: 7e8 } });
  });
  await page.goto(`books/${book.id}`);
  await page.getByRole('button', { name: 'Download as zip' }).click();
  const dialog = page.getByRole('dialog', { name: 'Download as zip' });
  await expect(dialog).toContainText('hold all 700 MB in memory');
  await expectAccessible(page);
  const coming = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Download anyway' }).click();
  await coming;
});
