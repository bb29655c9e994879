import type { Page } from '@playwright/test';
import type { Library } from './library.ts';

export interface Screen {
  readonly name: string;
  /** Below the panel's base. */
  readonly place: string;
  /** Opens what is to be seen. */
  readonly arrange?: (page: Page) => Promise<void>;
}

/** Every screen of who is signed in. */
export function screensOf({ bookId }: Library): readonly Screen[] {
  return [
    { name: 'dashboard', place: '' },
    {
      name: 'palette',
      place: '',
      async arrange(page) {
        await page.keyboard.press('Control+k');
        await page.getByRole('combobox', { name: /Search pages/ }).fill('fi');
        await page.getByRole('option', { name: 'Fizik 10' }).waitFor();
      },
    },
    {
      name: 'shortcuts',
      place: '',
      async arrange(page) {
        await page.keyboard.press('?');
        await page.getByRole('dialog').waitFor();
      },
    },
    { name: 'books', place: 'books' },
    { name: 'no-books', place: 'books?q=nothing+is+called+so' },
    { name: 'book', place: `books/${bookId}` },
    { name: 'builds', place: 'builds' },
    { name: 'trash', place: 'trash' },
    { name: 'audit', place: 'audit' },
    { name: 'settings-profile', place: 'settings/profile' },
    { name: 'settings-users', place: 'settings/users' },
    { name: 'settings-sessions', place: 'settings/sessions' },
  ];
}
