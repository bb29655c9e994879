import type { Browser, Page } from '@playwright/test';
import type { ApiClient } from '../../../api/client/api-client.ts';
import { createUser } from '../../../api/contract/users.ts';
import { expect, fresh } from './panel.ts';

/** Of everybody made here. */
export const PASSWORD = 'correct horse battery';

/** Somebody of the test's own, so that what they change concerns no other test. */
export async function makeUser(api: ApiClient): Promise<string> {
  const email = `${fresh('user').replace(' ', '-')}@example.com`;
  await api.call(createUser, { body: { email, password: PASSWORD } });
  return email;
}

export async function signIn(page: Page, email: string, password = PASSWORD): Promise<void> {
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Opens a place of the settings as somebody of the test's own. */
export async function openAs(page: Page, email: string, place: string): Promise<void> {
  await page.goto(place);
  await signIn(page, email);
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible();
}

/** Somebody else's browser. */
export async function elsewhere(browser: Browser): Promise<Page> {
  return (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
}
