import { expectAccessible } from './accessible.ts';
import { expect, test } from './panel.ts';
import { publishBook } from './publish-folder.ts';

test.beforeEach(({ signedIn }) => {
  expect(signedIn).toBeUndefined();
});

test('a tree is walked by the keyboard', async ({ page, api }) => {
  const book = await publishBook(api, [
    { 'audio/1.txt': 'one', 'audio/deep/2.txt': 'two', 'book.json': '{}', 'zebra.txt': 'z' },
  ]);
  await page.goto(`books/${book.id}`);
  const tree = page.getByRole('tree', { name: 'Files' });
  const item = (name: string) => tree.getByRole('treeitem', { name: new RegExp(`^${name} `) });
  const expectActive = async (name: string) => {
    const id = await tree.getAttribute('aria-activedescendant');
    expect(await item(name).getAttribute('id')).toBe(id);
  };
  await expect(item('audio')).toHaveAttribute('aria-expanded', 'false');
  await tree.focus();
  await page.keyboard.press('ArrowRight');
  await expect(item('audio')).toHaveAttribute('aria-expanded', 'true');
  await page.keyboard.press('ArrowRight');
  await expectActive('1.txt');
  await expect(item('1.txt')).toHaveAttribute('aria-level', '2');
  await page.keyboard.press('End');
  await expectActive('zebra.txt');
  await page.keyboard.press('b');
  await expectActive('book.json');
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowLeft');
  await expect(item('audio')).toHaveAttribute('aria-expanded', 'false');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(item('book.json')).toHaveAttribute('aria-current', 'true');
  await expect(page.getByRole('region', { name: 'Preview' })).toContainText('book.json');
  await expectAccessible(page);
});

test('several thousand files are scrolled and searched with a few of them in the page', async ({
  page,
  api,
}) => {
  const content = Object.fromEntries(
    Array.from({ length: 3000 }, (_, n) => [`pages/${`${n}`.padStart(4, '0')}.txt`, `${n}`]),
  );
  const book = await publishBook(api, [{ ...content, 'İÇİNDEKİLER.txt': 'x' }]);
  await page.goto(`books/${book.id}`);
  const tree = page.getByRole('tree', { name: 'Files' });
  await tree.getByRole('treeitem', { name: 'pages' }).click();
  await expect(tree.getByRole('treeitem', { name: '0001.txt' })).toBeVisible();
  expect(await tree.getByRole('treeitem').count()).toBeLessThan(60);
  await tree.focus();
  await page.keyboard.press('End');
  await expect(tree.getByRole('treeitem', { name: 'İÇİNDEKİLER.txt' })).toBeVisible();
  await page.keyboard.press('ArrowUp');
  await expect(tree.getByRole('treeitem', { name: '2999.txt' })).toHaveAttribute(
    'aria-setsize',
    '3000',
  );
  const search = page.getByRole('searchbox', { name: 'Search files' });
  await search.fill('1234');
  await expect(tree.getByRole('treeitem')).toHaveText([/1234\.txt/]);
  await search.fill('icindekiler');
  await expect(tree.getByRole('treeitem')).toHaveText([/İÇİNDEKİLER/]);
  await search.fill('nowhere');
  await expect(page.getByText('No file matches')).toBeVisible();
  await expectAccessible(page);
});

test('100,000 files are held by a tree, and walked from end to end', async ({ page, api }) => {
  const book = await publishBook(api, [{ '0.txt': 'x' }]);
  const fileAt = (_: unknown, n: number) => {
    const name = `${n}.txt`;
    const about = { size: 1, sha256: 'f'.repeat(64), content_type: 'text/plain', added_in: 1 };
    return { type: 'file', name, path: name, ...about };
  };
  await page.route('**/storage/books/**', async (route) => {
    const answer = await route.fetch();
    const tree = await answer.json();
    tree.root.children = Array.from({ length: 100_000 }, fileAt);
    await route.fulfill({ response: answer, json: tree });
  });
  await page.goto(`books/${book.id}`);
  const tree = page.getByRole('tree', { name: 'Files' });
  await expect(tree.getByRole('treeitem', { name: '0.txt' }).first()).toBeVisible();
  await tree.focus();
  await page.keyboard.press('End');
  await expect(tree.getByRole('treeitem', { name: '99999.txt' })).toBeVisible();
  expect(await tree.getByRole('treeitem').count()).toBeLessThan(60);
  await page.getByRole('searchbox', { name: 'Search files' }).fill('54321');
  await expect(tree.getByRole('treeitem')).toHaveText([/54321\.txt/]);
});

test('what a tree leaves out is loaded when it is opened, and found by the manifest', async ({
  page,
  api,
}) => {
  const book = await publishBook(api, [
    { 'a/1.txt': '1', 'a/2.txt': '2', 'b/3.txt': '3', 'b/4.txt': '4', 'c.txt': 'c' },
  ]);
  // As a folder of 100,000 files answers, with pages of two.
  await page.route('**/storage/books/**', async (route) => {
    const url = new URL(route.request().url());
    url.searchParams.set('limit', '2');
    await route.continue({ url: url.href });
  });
  await page.goto(`books/${book.id}`);
  const tree = page.getByRole('tree', { name: 'Files' });
  await expect(tree.getByRole('treeitem')).toHaveCount(3);
  await tree.getByRole('treeitem', { name: 'Show more' }).click();
  await expect(tree.getByRole('treeitem', { name: 'c.txt' })).toBeVisible();

  let isDown = true;
  await page.route('**/storage/books/**/b?*', (route) =>
    isDown ? route.abort() : route.fallback(),
  );
  await tree.getByRole('treeitem', { name: /^b / }).click();
  const failed = tree.getByRole('treeitem', { name: /could not be loaded/ });
  await expect(failed).toBeVisible();
  isDown = false;
  await failed.click();
  await expect(tree.getByRole('treeitem', { name: '4.txt' })).toBeVisible();

  await page.getByRole('searchbox', { name: 'Search files' }).fill('1.txt');
  await expect(tree.getByRole('treeitem')).toHaveText([/1\.txt/]);
});

test('files are checked one by one, by folder and by range', async ({ page, api }) => {
  const book = await publishBook(api, [
    { 'a/1.txt': '1', 'a/2.txt': '22', 'b.txt': '333', 'c.txt': '4444', 'd.txt': '55555' },
  ]);
  await page.goto(`books/${book.id}`);
  const tree = page.getByRole('tree', { name: 'Files' });
  const box = (name: string) => tree.getByRole('checkbox', { name: `Select ${name}`, exact: true });
  await tree.getByRole('treeitem', { name: /^a / }).click();
  await box('a').check();
  await expect(box('1.txt')).toBeChecked();
  await expect(box('1.txt')).toBeDisabled();
  await expect(box('1.txt')).toHaveAttribute('title', 'Its folder is selected, and this with it.');
  await expect(page.getByText('2 files selected, 3 bytes')).toBeVisible();
  await box('b.txt').check();
  await box('d.txt').click({ modifiers: ['Shift'] });
  await expect(page.getByText('5 files selected, 15 bytes')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Clear' }).click();
  await expect(page.getByText(/files selected/)).toBeHidden();
  await tree.focus();
  await page.keyboard.press('End');
  await page.keyboard.press(' ');
  await expect(tree.getByRole('treeitem', { name: 'd.txt' })).toHaveAttribute(
    'aria-checked',
    'true',
  );
});
