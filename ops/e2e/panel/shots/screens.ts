import type { Page } from '@playwright/test';
import { chooseForBook, reviewAndStart, slowStore } from '../upload-steps.ts';
import type { Library } from './library.ts';

const SLOW_MS = 2000;

export interface Screen {
  readonly name: string;
  /** Below the panel's base. */
  readonly place: (library: Library) => string;
  /** Opens what is to be seen. */
  readonly arrange?: (page: Page, library: Library) => Promise<void>;
}

/** Every screen of who is signed in. */
export const SCREENS: readonly Screen[] = [
  { name: 'dashboard', place: () => '' },
  {
    name: 'palette',
    place: () => '',
    async arrange(page) {
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox', { name: /Search pages/ }).fill('fi');
      await page.getByRole('option', { name: 'Fizik 10' }).waitFor();
    },
  },
  {
    name: 'shortcuts',
    place: () => '',
    async arrange(page) {
      await page.keyboard.press('?');
      await page.getByRole('dialog').waitFor();
    },
  },
  { name: 'books', place: () => 'books' },
  { name: 'no-books', place: () => 'books?q=nothing+is+called+so' },
  { name: 'book', place: ({ bookId }) => `books/${bookId}` },
  {
    name: 'book-preview',
    place: ({ bookId }) => `books/${bookId}?file=audio%2Fla+440+Hz.wav`,
    async arrange(page) {
      await page.getByText('SHA-256', { exact: true }).waitFor();
    },
  },
  { name: 'book-revisions', place: ({ bookId }) => `books/${bookId}?tab=revisions` },
  {
    name: 'book-diff',
    place: ({ bookId }) => `books/${bookId}?tab=revisions&from=1&to=3`,
    async arrange(page) {
      await page.getByRole('dialog').getByText('units/4.json').waitFor();
    },
  },
  { name: 'book-history', place: ({ bookId }) => `books/${bookId}?tab=history` },
  {
    name: 'book-edit',
    place: ({ bookId }) => `books/${bookId}`,
    async arrange(page) {
      await page.getByRole('button', { name: 'Edit' }).click();
      await page.getByRole('dialog').getByLabel('Title').waitFor();
    },
  },
  {
    name: 'books-selected',
    place: () => 'books?publisher=Zambak',
    async arrange(page) {
      await page.getByRole('checkbox', { name: 'Select all rows of this page' }).check();
    },
  },
  { name: 'upload', place: () => 'books', arrange: chooseFolder },
  {
    name: 'upload-review',
    place: () => 'books',
    async arrange(page, library) {
      await chooseFolder(page, library);
      await page.getByRole('button', { name: 'Review' }).click();
      await page.getByRole('button', { name: 'Start the upload' }).waitFor();
    },
  },
  {
    name: 'upload-tray',
    place: () => 'books',
    async arrange(page, library) {
      await slowStore(page, SLOW_MS);
      await chooseFolder(page, library);
      await reviewAndStart(page);
      await page.getByRole('region', { name: 'Uploads' }).getByText('Sending').waitFor();
      await page.waitForTimeout(SLOW_MS);
    },
  },
  { name: 'build', place: () => 'builds/windows/2.10.0' },
  {
    name: 'trash-destroy',
    place: () => 'trash',
    async arrange(page) {
      await page
        .getByRole('button', { name: /^Destroy/ })
        .first()
        .click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'audit-event',
    place: () => 'audit?action=book.publish',
    async arrange(page) {
      await page.getByRole('button', { name: 'Book published' }).first().click();
      await page.getByRole('dialog').waitFor();
    },
  },
  { name: 'builds', place: () => 'builds' },
  { name: 'trash', place: () => 'trash' },
  { name: 'audit', place: () => 'audit' },
  { name: 'settings-profile', place: () => 'settings/profile' },
  { name: 'settings-users', place: () => 'settings/users' },
  { name: 'settings-sessions', place: () => 'settings/sessions' },
];

async function chooseFolder(page: Page, { folder }: Library): Promise<void> {
  await chooseForBook(page, folder, 'Hayat Bilgisi 3');
}
