import { readFile } from 'node:fs/promises';
import type { Download, Page } from '@playwright/test';
import type { ApiClient } from '../../../api/client/api-client.ts';
import { createBook, updateBook } from '../../../api/contract/books.ts';
import { expectAccessible } from './accessible.ts';
import { expect, fresh, test } from './panel.ts';

test.beforeEach(({ signedIn }) => {
  expect(signedIn).toBeUndefined();
});

/** A book whose category was changed from `science` to `art`. */
async function changedBook(api: ApiClient) {
  const publisher = fresh('Audited');
  const details = { language: 'tr', category: 'science', version: '1.0' };
  const { body: book } = await api.call(createBook, {
    body: { publisher, book_name: 'Fizik 5', ...details },
  });
  const params = { book_id: book.id };
  await api.call(updateBook, { params, headers: {}, body: { category: 'art' } });
  return { id: book.id, name: `${publisher}/Fizik 5` };
}

test('an event tells what was changed, by whom and in which request', async ({
  page,
  api,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const { id, name } = await changedBook(api);
  await page.goto('audit?action=book.update');
  const row = page.getByRole('row', { name });
  await expect(row).toContainText('admin@example.com');
  await expect(row.getByRole('link', { name })).toHaveAttribute('href', `/panel/books/${id}`);
  await expectAccessible(page);
  const open = row.getByRole('button', { name: 'Book changed' });
  await open.click();
  const dialog = page.getByRole('dialog', { name: 'Book changed' });
  await expect(dialog.getByRole('row', { name: 'Category science art' })).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Copy the request id' }).click();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  await expect(dialog.getByText(copied)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(open).toBeFocused();

  await open.click();
  await dialog.getByRole('link', { name: 'All events of this' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText(`Only: ${name}`)).toBeVisible();
  await expect(page.getByRole('row')).toHaveCount(3);
  await expect(page.getByRole('button', { name: 'Book created' })).toBeVisible();
});

test('the trail is narrowed down by person, action, target and days', async ({ page, api }) => {
  const { id, name } = await changedBook(api);
  await page.goto(`audit?target_id=${id}`);
  const rows = page.getByRole('row', { name });
  await expect(rows).toHaveCount(2);
  await page.getByLabel('What').selectOption('Book created');
  await expect(page).toHaveURL(/action=book\.create/);
  await expect(rows).toHaveCount(1);
  await page.getByLabel('Who (email)').fill('nobody@example.com');
  await page.keyboard.press('Enter');
  await expect(page.getByText('No event matches')).toBeVisible();
  await page.getByLabel('Who (email)').fill('ADMIN@example.com');
  await page.keyboard.press('Enter');
  await expect(rows).toHaveCount(1);

  const today = await page.evaluate(() => new Intl.DateTimeFormat('sv-SE').format());
  const asked = page.waitForRequest(/\/audit\?.*to=/);
  await page.getByLabel('From').fill(today);
  await page.getByLabel('To').fill(today);
  const query = new URL((await asked).url()).searchParams;
  // The day as Istanbul has it, three hours before UTC.
  expect(query.get('from')).toMatch(/T21:00:00\.000Z$/);
  const lasts = Date.parse(query.get('to') ?? '') - Date.parse(query.get('from') ?? '');
  expect(lasts).toBe(24 * 60 * 60 * 1000);
  await expect(rows).toHaveCount(1);
  await page.getByLabel('To').fill('2020-01-01');
  await page.getByRole('button', { name: 'Clear the filters' }).click();
  await expect(page).toHaveURL(/\/panel\/audit$/);

  await page.goto(`audit?target_id=${id}`);
  await page.getByRole('button', { name: 'Show all targets again' }).click();
  await expect(page).toHaveURL(/\/panel\/audit$/);
});

async function save(page: Page, format: RegExp): Promise<Download> {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: format }).click();
  return download;
}

test('the events that are left are saved as a file', async ({ page, api }) => {
  const { id, name } = await changedBook(api);
  await page.goto(`audit?target_id=${id}`);
  const csv = await save(page, /CSV/);
  expect(csv.suggestedFilename()).toMatch(/^audit-\d{4}-\d\d-\d\d\.csv$/);
  const lines = (await readFile(await csv.path(), 'utf8')).trim().split('\n');
  expect(lines).toHaveLength(3);
  expect(lines[1]).toContain(name);
  await expect(page.getByText(/audit-.*\.csv is saved/)).toBeVisible();
  const ndjson = await save(page, /NDJSON/);
  const events = (await readFile(await ndjson.path(), 'utf8')).trim().split('\n');
  expect(events.map((line) => JSON.parse(line).action)).toEqual(['book.update', 'book.create']);

  await page.route('**/audit?**', (route) => route.abort());
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: /CSV/ }).click();
  await expect(page.getByText('The service cannot be reached')).toBeVisible();
});

test('the chain is verified when asked for', async ({ page }) => {
  await page.goto('audit');
  await page.getByRole('button', { name: 'Verify the chain' }).click();
  await expect(page.getByText(/Chain verified: [\d,]+ events/)).toBeVisible();
  await expectAccessible(page);
});

test('a broken chain is told loudly, and so is one that could not be verified', async ({
  page,
}) => {
  const first_bad = {
    seq: 1234,
    event_id: '0199a3c1-7b1e-7c52-9d5e-3a1f0c2b4d6e',
    reason: 'changed',
  };
  const verdict = { ok: false, events: 1233, unsealed: 0, first_bad };
  let asked = 0;
  await page.route('**/audit/verify', (route) => {
    asked += 1;
    return asked === 1 ? route.abort() : route.fulfill({ json: verdict });
  });
  await page.goto('audit');
  await page.getByRole('button', { name: 'Verify the chain' }).click();
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('The service cannot be reached');
  await alert.getByRole('button', { name: 'Try again' }).click();
  await expect(alert).toContainText('The chain is broken');
  await expect(alert).toContainText('number 1,234');
  await expect(alert).toContainText(first_bad.event_id);
  await expectAccessible(page);
});

test('a trail that cannot be had says so, and is asked for again', async ({ page }) => {
  const LIST = /\/audit(?:\?|$)/;
  await page.route(LIST, (route) =>
    route.request().resourceType() === 'document' ? route.continue() : route.abort(),
  );
  await page.goto('audit');
  await expect(page.getByRole('alert')).toContainText('The service cannot be reached');
  await page.unroute(LIST);
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('alert')).toBeHidden();
  await expect(page.getByRole('button', { name: 'Signed in' }).first()).toBeVisible();
});
