import { createBook } from '../../../api/contract/books.ts';
import { expectAccessible } from './accessible.ts';
import { expect, fresh, test } from './panel.ts';

const details = { language: 'tr', category: 'science', version: '1.0' };

test.beforeEach(async ({ page, signedIn }) => {
  expect(signedIn).toBeUndefined();
  await page.goto('books');
  await expect(page.getByRole('heading', { name: 'Books' })).toBeVisible();
});

test('the palette leads to a book by its name', async ({ page, api }) => {
  const body = { publisher: fresh('Palette'), book_name: fresh('Çiçek'), ...details };
  await api.call(createBook, { body });
  await page.keyboard.press('Control+k');
  const field = page.getByRole('combobox', { name: /Search pages/ });
  await expect(field).toBeFocused();
  await field.fill(body.book_name);
  await expect(page.getByRole('option', { name: body.book_name })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/panel\/books\/[0-9a-f-]{36}/);
});

test('the palette finds pages by the arrows, and gives focus back', async ({ page }) => {
  const opener = page.getByRole('button', { name: 'Search' });
  await opener.click();
  await page.getByRole('combobox', { name: /Search pages/ }).fill('nothing is called so');
  await expect(page.getByText('Nothing of that name.')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(opener).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('option', { selected: true })).toHaveText('App builds');
  await expectAccessible(page);
});

test('keys lead to pages, but not while somebody types', async ({ page }) => {
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox', { name: 'Search books' })).toBeFocused();
  await page.keyboard.type('gt?');
  await expect(page.getByRole('searchbox')).toHaveValue('gt?');
  await page.getByRole('heading', { name: 'Books' }).click();
  await page.keyboard.press('g');
  await page.keyboard.press('t');
  await expect(page).toHaveURL(/\/panel\/trash/);
});

test('the publisher chosen narrows the books down', async ({ page, api }) => {
  const [one, other] = [fresh('İnci'), fresh('Zambak')];
  for (const publisher of [one, other]) {
    await api.call(createBook, { body: { publisher, book_name: `Of ${publisher}`, ...details } });
  }
  await page.getByRole('button', { name: 'Publisher: All publishers' }).click();
  await page.getByRole('combobox', { name: 'Find a publisher' }).fill(one);
  await page.getByRole('option', { name: one }).click();
  await expect(page.getByRole('link', { name: `Of ${one}` })).toBeVisible();
  await expect(page.getByRole('link', { name: `Of ${other}` })).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole('button', { name: `Publisher: ${one}` })).toBeVisible();
});

test('theme and language are remembered', async ({ page }) => {
  await page.getByRole('button', { name: /Signed in as/ }).click();
  await expectAccessible(page);
  await page.getByRole('menuitemradio', { name: 'Dark' }).click();
  await page.getByRole('menuitemradio', { name: 'Türkçe' }).click();
  await expect(page.getByRole('heading', { name: 'Kitaplar' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Kitaplar' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'tr');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(page.locator('body')).toHaveCSS('color-scheme', 'dark');
});

test('an address that leads nowhere says so', async ({ page }) => {
  await page.goto('nowhere');
  await expect(page.getByRole('heading', { name: 'There is no such page' })).toBeVisible();
  await expectAccessible(page);
});

test('whoever wants no motion gets none', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.route('**/books?*', () => {}); // no answer, so that skeletons stay
  await page.reload();
  const bone = page.locator('.animate-pulse').first();
  await expect(bone).toHaveCSS('animation-iteration-count', '1');
  for (const place of [
    page.getByRole('button', { name: 'Upload' }).first(),
    page.locator('body'),
  ]) {
    await expect(place).toHaveCSS('transition-duration', '0s');
  }
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await expect(bone).toHaveCSS('animation-iteration-count', 'infinite');
});

test('a tab that is older than the panel goes on by loading it anew', async ({ page }) => {
  let isGone = true;
  await page.route(/assets\/trash-page-.*\.js/, (route) =>
    isGone ? route.fulfill({ status: 404 }) : route.continue(),
  );
  const reloaded = page.waitForEvent('load');
  await page.getByRole('link', { name: 'Trash' }).click();
  await reloaded;
  isGone = false;
  await page.getByRole('link', { name: 'Trash' }).click();
  await expect(page.getByRole('heading', { name: 'Trash' })).toBeVisible();
});
