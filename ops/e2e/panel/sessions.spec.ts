import type { Page, Request } from '@playwright/test';
import { REFRESH_COOKIE } from '../../../api/contract/access.ts';
import { expectAccessible } from './accessible.ts';
import { expect, fresh, test } from './panel.ts';
import { elsewhere, makeUser, openAs, PASSWORD, signIn } from './people.ts';

/** The session of this browser ends: its token is refused by the next request to `url`. */
async function endSession(page: Page, url: string): Promise<void> {
  await page.context().clearCookies({ name: REFRESH_COOKIE });
  await refuseOnce(page, url);
}

async function refuseOnce(page: Page, url: string): Promise<void> {
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

/** Lets a user be added, as far as it goes before the session is found to have ended. */
async function addUserUntilEnded(page: Page, url: string): Promise<{ readonly sent: Request[] }> {
  const sent: Request[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url() === url) sent.push(request);
  });
  await page.getByRole('button', { name: 'Add user' }).click();
  const form = page.getByRole('dialog', { name: 'Add user' });
  await form.getByLabel('Email').fill(`${fresh('never').replace(' ', '-')}@example.com`);
  await form.getByLabel('Password').fill(PASSWORD);
  await refuseOnce(page, url);
  await form.getByRole('button', { name: 'Add user' }).click();
  return { sent };
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

test('what somebody had begun does not go on as somebody else who signs in after them', async ({
  page,
  api,
  target,
}) => {
  const [first, second] = [await makeUser(api), await makeUser(api)];
  await openAs(page, first, 'settings/users');
  await page.context().clearCookies({ name: REFRESH_COOKIE });
  const { sent } = await addUserUntilEnded(page, `${target.baseUrl}/users`);
  const leave = page.getByRole('button', { name: 'Sign in as somebody else' });
  await page.route('**/auth/logout', (route) => route.abort(), { times: 1 });
  await leave.click();
  await expect(page.getByRole('alert')).toContainText('The service cannot be reached');
  await leave.click();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await signIn(page, second);
  await expect(page.getByRole('button', { name: `Signed in as ${second}` })).toBeVisible();
  await page.getByRole('link', { name: 'Settings' }).click();
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible();
  expect(sent).toHaveLength(1);
});

test('a page of one user begins anew when somebody else signed in in another tab', async ({
  page,
  api,
  context,
  target,
}) => {
  const [first, second] = [await makeUser(api), await makeUser(api)];
  await openAs(page, first, 'settings/users');
  const other = await context.newPage();
  await other.goto('settings');
  await other.getByRole('button', { name: `Signed in as ${first}` }).click();
  await other.getByRole('menuitem', { name: 'Sign out' }).click();
  await signIn(other, second);
  await expect(other.getByRole('button', { name: `Signed in as ${second}` })).toBeVisible();

  const { sent } = await addUserUntilEnded(page, `${target.baseUrl}/users`);
  await expect(page.getByRole('button', { name: `Signed in as ${second}` })).toBeVisible();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page).toHaveURL(/\/settings\/users$/);
  expect(sent).toHaveLength(1);
});
