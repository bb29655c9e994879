import type { Page } from '@playwright/test';
import { REFRESH_COOKIE } from '../../../api/contract/access.ts';
import { expectAccessible } from './accessible.ts';
import { expect, fresh, test } from './panel.ts';
import { elsewhere, makeUser, openAs, PASSWORD } from './people.ts';

/** The session of this browser ends: its token is refused by the next request to `url`. */
async function endSession(page: Page, url: string): Promise<void> {
  await page.context().clearCookies({ name: REFRESH_COOKIE });
  await page.route(
    url,
    (route) =>
      route.fulfill({
        status: 401,
        contentType: 'application/problem+json',
        json: { type: 'about:blank', title: 'No', status: 401, code: 'auth.token_invalid' },
      }),
    { times: 1 },
  );
}

test('a session is ended, and whoever held it signs in again', async ({
  page,
  api,
  browser,
  target,
  signedIn,
}) => {
  test.setTimeout(120_000); // a token that was looked at lately is trusted for 20 seconds more
  expect(signedIn).toBeUndefined();
  const email = await makeUser(api);
  const theirs = await elsewhere(browser);
  await openAs(theirs, email, `${target.baseUrl}/panel/settings/users`);
  await page.goto('settings/sessions');
  const row = page.getByRole('row', { name: email });
  await expect(row).toContainText('Chrome on Linux');
  await expect(page.getByRole('row', { name: 'Command line' }).first()).toBeVisible();
  await expect(page.getByRole('row', { name: 'This session' })).toHaveCount(1);
  await expectAccessible(page);
  await page.getByLabel('Only mine').check();
  await expect(row).toBeHidden();
  await page.getByLabel('Only mine').uncheck();

  const end = row.getByRole('button');
  await end.click();
  const dialog = page.getByRole('dialog', { name: 'End this session?' });
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(end).toBeFocused();
  await end.click();
  await dialog.getByRole('button', { name: 'End session' }).click();
  await expect(page.getByText('The session has ended')).toBeVisible();
  await expect(row).toBeHidden();

  const ended = theirs.getByRole('dialog', { name: 'Your session has ended' });
  await expect(async () => {
    await theirs.getByRole('link', { name: 'Profile' }).click();
    await theirs.getByRole('link', { name: 'Users' }).click();
    await expect(ended).toBeVisible({ timeout: 3000 });
  }).toPass({ intervals: [3000] });
  await theirs.context().close();
});

test('ending the session in use signs out', async ({ page, api }) => {
  await openAs(page, await makeUser(api), 'settings/sessions?mine=yes');
  await page.getByRole('row', { name: 'This session' }).getByRole('button').click();
  const dialog = page.getByRole('dialog', { name: 'Sign out here?' });
  await dialog.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
});

test('what was being typed is still there after signing in again', async ({
  page,
  api,
  target,
}) => {
  const email = await makeUser(api);
  await openAs(page, email, 'settings/users');
  await page.getByRole('button', { name: 'Add user' }).click();
  const form = page.getByRole('dialog', { name: 'Add user' });
  await form.getByLabel('Email').fill(email);
  await form.getByLabel('Password').fill(PASSWORD);

  await endSession(page, `${target.baseUrl}/users`);
  await form.getByRole('button', { name: 'Add user' }).click();
  const ended = page.getByRole('dialog', { name: 'Your session has ended' });
  await expect(ended).toContainText('Nothing you typed is lost.');
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(ended.getByLabel('Email')).toHaveValue(email);
  await ended.getByLabel('Password', { exact: true }).fill('not the password');
  await ended.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(ended.getByRole('alert')).toContainText('Email or password is wrong');
  await ended.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(ended).toBeHidden();
  // It goes on by itself with what it was asked for, which is refused.
  await expect(form.getByText('There is a user with this email already.')).toBeVisible();
  await expect(form.getByLabel('Email')).toHaveValue(email);
  await expect(form.getByLabel('Password')).toHaveValue(PASSWORD);
  await expect(form.getByRole('button', { name: 'Add user' })).toBeFocused();
  const added = `${fresh('kept').replace(' ', '-')}@example.com`;
  await form.getByLabel('Email').fill(added);
  await page.keyboard.press('Enter');
  await expect(page.getByText(`${added} can sign in now`)).toBeVisible();
});

test('a session that ended is also told on the way to another page', async ({
  page,
  api,
  target,
}) => {
  const email = await makeUser(api);
  await openAs(page, email, 'settings/users');
  await endSession(page, `${target.baseUrl}/sessions`);
  await page.getByRole('link', { name: 'Sessions' }).click();
  const ended = page.getByRole('dialog', { name: 'Your session has ended' });
  await ended.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('row', { name: 'This session' })).toBeVisible();
});
