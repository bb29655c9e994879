import type { Page } from '@playwright/test';
import { getBook, updateBook } from '../../../api/contract/books.ts';
import { expectAccessible } from './accessible.ts';
import { expect, fresh, test } from './panel.ts';
import { publishBook } from './publish-folder.ts';

const CONTENT = { 'book.json': '{}' };

test.beforeEach(({ signedIn }) => {
  expect(signedIn).toBeUndefined();
});

async function openEdit(page: Page, bookId: string) {
  await page.goto(`books/${bookId}`);
  await page.getByRole('button', { name: 'Edit' }).click();
  const dialog = page.getByRole('dialog', { name: /^Edit “/ });
  await expect(dialog.getByLabel('Title')).toBeVisible();
  return dialog;
}

test('a book is edited, and told of the links a new name changes', async ({ page, api }) => {
  const book = await publishBook(api, [CONTENT]);
  const dialog = await openEdit(page, book.id);
  await expect(dialog.getByRole('button', { name: /Save/ })).toHaveAttribute(
    'title',
    'Nothing is changed.',
  );
  const renamed = fresh('Kimya');
  await dialog.getByLabel('Title').fill(renamed);
  await expect(dialog.getByText('links to them change')).toBeVisible();
  await dialog.getByLabel('Status').selectOption('Draft');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved.')).toBeVisible();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('heading', { name: renamed })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Edit' })).toBeFocused();
  const { body } = await api.call(getBook, { params: { book_id: book.id }, headers: {} });
  expect([body?.book_name, body?.status]).toEqual([renamed, 'draft']);
});

test('what the API would refuse is refused here, by its own rules', async ({ page, api }) => {
  const book = await publishBook(api, [CONTENT]);
  const dialog = await openEdit(page, book.id);
  await dialog.getByLabel('Title').fill('a/b');
  await dialog.getByLabel('Language').fill('not a tag');
  await dialog.getByLabel('Category').fill('');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByText('without slashes')).toBeVisible();
  await expect(dialog.getByText('A language tag such as')).toBeVisible();
  await expect(dialog.getByText('Fill this in.')).toBeVisible();
  await expect(dialog.getByLabel('Title')).toHaveAttribute('aria-invalid', 'true');
  await expectAccessible(page);
});

test('a name another book has is told at its field', async ({ page, api }) => {
  const other = await publishBook(api, []);
  const book = await publishBook(api, [CONTENT]);
  const dialog = await openEdit(page, book.id);
  await dialog.getByLabel('Title').fill(other.book_name.toUpperCase());
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByText('has a book of that name already')).toBeVisible();
  await expect(dialog.getByLabel('Title')).toHaveAttribute('aria-invalid', 'true');
});

test('what was typed is not lost by closing or by leaving the page', async ({ page, api }) => {
  const book = await publishBook(api, [CONTENT]);
  await page.goto(`books?q=${encodeURIComponent(book.book_name)}`);
  await page.getByRole('link', { name: book.book_name }).click();
  await page.getByRole('button', { name: 'Edit' }).click();
  const dialog = page.getByRole('dialog', { name: /^Edit “/ });
  await dialog.getByLabel('Category').fill('math');
  await page.keyboard.press('Escape');
  const asked = page.getByRole('dialog', { name: 'What you typed is not saved.' });
  await expect(asked).toBeVisible();
  await expectAccessible(page);
  await asked.getByRole('button', { name: 'Keep editing' }).click();
  await expect(asked).toBeHidden();
  await expect(dialog.getByLabel('Category')).toHaveValue('math');
  await page.evaluate(() => history.back());
  await expect(asked).toBeVisible();
  await asked.getByRole('button', { name: 'Keep editing' }).click();
  await expect(dialog.getByLabel('Category')).toHaveValue('math');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await asked.getByRole('button', { name: 'Leave without saving' }).click();
  await expect(dialog).toBeHidden();
  const { body } = await api.call(getBook, { params: { book_id: book.id }, headers: {} });
  expect(body?.category).toBe('science');
});

test('of two admins at once, the second sees what the first saved, and chooses', async ({
  page,
  api,
}) => {
  const book = await publishBook(api, [CONTENT]);
  const dialog = await openEdit(page, book.id);
  await dialog.getByLabel('Category').fill('mine');
  await dialog.getByLabel('Version').fill('3.0');
  const theirs = { category: 'theirs', version: '2.0', language: 'en' };
  await api.call(updateBook, { params: { book_id: book.id }, headers: {}, body: theirs });
  await dialog.getByRole('button', { name: 'Save' }).click();
  const conflict = dialog.getByRole('alert');
  await expect(conflict).toContainText('Somebody else saved this book in the meantime');
  const category = conflict.getByRole('group', { name: 'Category' });
  await expect(category.getByRole('radio', { name: 'Yours: mine' })).toBeChecked();
  // What was not touched here is taken over, and still told.
  const language = conflict.getByRole('group', { name: 'Language' });
  await expect(language.getByRole('radio', { name: 'Saved by somebody else: en' })).toBeChecked();
  await expectAccessible(page);
  await category.getByRole('radio', { name: 'Saved by somebody else: theirs' }).check();
  await expect(dialog.getByLabel('Category')).toHaveValue('theirs');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
  const { body } = await api.call(getBook, { params: { book_id: book.id }, headers: {} });
  expect([body?.category, body?.version, body?.language]).toEqual(['theirs', '3.0', 'en']);
});

test('a book is edited from the list', async ({ page, api }) => {
  const book = await publishBook(api, []);
  await page.goto(`books?q=${encodeURIComponent(book.book_name)}`);
  const menu = page.getByRole('button', { name: `Actions for ${book.book_name}` });
  await menu.click();
  await page.getByRole('menuitem', { name: 'Edit' }).click();
  const dialog = page.getByRole('dialog', { name: /^Edit “/ });
  await dialog.getByLabel('Category').fill('math');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('cell', { name: 'math' })).toBeVisible();
  await expect(menu).toBeFocused();
});
