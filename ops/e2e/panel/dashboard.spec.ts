import { deleteBook } from '../../../api/contract/trash.ts';
import { planBookUpload } from '../../../api/contract/uploads.ts';
import { expectAccessible } from './accessible.ts';
import { expect, fresh, test } from './panel.ts';
import { publishBook } from './publish-folder.ts';

const SHA256_OF_NOTHING = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

test.beforeEach(({ signedIn }) => {
  expect(signedIn).toBeUndefined();
});

test('tells what changed, what is stored and that all is well', async ({ page, api }) => {
  const publisher = fresh('Büyük');
  const book = await publishBook(api, [{ 'a.bin': 'x'.repeat(20_000_000) }], { publisher });
  await page.goto('');
  const lately = page.getByRole('region', { name: 'What changed lately' });
  await expect(lately).toContainText(`Book published: ${publisher}/${book.book_name}`);
  const storage = page.getByRole('region', { name: 'Storage by publisher' });
  await expect(storage.getByRole('listitem').filter({ hasText: publisher })).toContainText('20 MB');
  const health = page.getByRole('region', { name: 'Health' });
  await expect(health).toContainText('Everything is working');
  await expect(page.getByRole('link', { name: book.book_name, exact: true })).toBeVisible();
  await expectAccessible(page);
  await storage.getByRole('link', { name: publisher }).click();
  await expect(page).toHaveURL(/\/panel\/books\?publisher=/);
});

test('shows uploads that wait for their files, and slow work while it goes on', async ({
  page,
  api,
}) => {
  const book = await publishBook(api, [{ 'a.txt': 'a' }]);
  const files = [{ path: 'b.txt', size: 5_000_000, sha256: SHA256_OF_NOTHING }];
  await api.call(planBookUpload, { params: { book_id: book.id }, body: { files } });
  const other = await publishBook(api, [{ 'a.txt': 'a' }]);
  const answer = await api.call(deleteBook, { params: { book_id: other.id }, headers: {} });
  // It is over before it could be seen, so its answer is held at half.
  await page.route('**/operations?*', async (route) => {
    const operation = { ...answer.body, state: 'running', done: 1, total: 2 };
    await route.fulfill({ json: { items: [operation], next_cursor: null } });
  });
  await page.goto('');
  const work = page.getByRole('region', { name: 'Under way' });
  await expect(work).toContainText(`Upload to Acme / ${book.book_name}`);
  await expect(work).toContainText('1 file to send, 5 MB');
  const bar = work.getByRole('progressbar', { name: /to the trash/ });
  await expect(bar).toHaveAttribute('aria-valuenow', '50');
  await expectAccessible(page);
});

test('what failed again and again says why, and is tried again by a person', async ({
  page,
  api,
}) => {
  const book = await publishBook(api, [{ 'a.txt': 'a' }]);
  const answer = await api.call(deleteBook, { params: { book_id: book.id }, headers: {} });
  const error = {
    type: 'urn:dcs:problem:storage.unavailable',
    title: 'The object store cannot be reached',
    status: 503,
    code: 'storage.unavailable',
    detail: 'It refused the key.',
    request_id: 'request-1',
  };
  await page.route('**/operations?*', async (route) => {
    const operation = { ...answer.body, state: 'needs_person', error };
    await route.fulfill({ json: { items: [operation], next_cursor: null } });
  });
  await page.goto('');
  const work = page.getByRole('region', { name: 'Under way' });
  await expect(work).toContainText('Needs a person');
  await expect(work).toContainText('It refused the key.');
  await expectAccessible(page);
  const retried = page.waitForRequest(`**/operations/${answer.body.id}/retry`);
  await work.getByRole('button', { name: 'Try again' }).click();
  await retried;
  // It was long done, and the API says so.
  await expect(work.getByRole('alert')).toBeVisible();
});

test('what is not well is told, and what cannot be had is asked for again', async ({ page }) => {
  const checks = {
    postgres: { ok: true, ms: 2 },
    s3: { ok: false, detail: 'connection refused' },
    migrations: { ok: true },
  };
  await page.route('**/health', (route) =>
    route.fulfill({ status: 503, json: { status: 'failing', checks } }),
  );
  await page.route('**/publishers?*', (route) => route.abort());
  await page.goto('');
  const health = page.getByRole('region', { name: 'Health' });
  await expect(health).toContainText('Something is not working');
  await expect(health).toContainText('connection refused');
  const storage = page.getByRole('region', { name: 'Storage by publisher' });
  await expect(storage.getByRole('alert')).toContainText('cannot be reached');
  await expectAccessible(page);
  await page.unroute('**/publishers?*');
  await storage.getByRole('button', { name: 'Try again' }).click();
  await expect(storage.getByRole('alert')).toHaveCount(0);
});

test('its lists are those of books and builds, and stand in the address', async ({ page }) => {
  await page.goto('?q=nothing+is+called+so');
  await expect(page.getByText('No book matches')).toBeVisible();
  await page.getByRole('button', { name: 'App builds' }).click();
  await expect(page).toHaveURL(/\/panel\/\?list=builds$/);
  await expect(page.getByRole('table', { name: 'App builds' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('table', { name: 'App builds' })).toBeVisible();
});
