import { expectAccessible } from './accessible.ts';
import { expect, fresh, test } from './panel.ts';
import { elsewhere, makeUser, openAs, PASSWORD, signIn } from './people.ts';

test('people change their own password, and are signed out elsewhere', async ({
  page,
  api,
  browser,
  target,
}) => {
  const email = await makeUser(api);
  await openAs(page, email, 'settings');
  await expect(page).toHaveURL(/\/settings\/profile$/);
  const other = await elsewhere(browser);
  await openAs(other, email, `${target.baseUrl}/panel/settings`);
  await expectAccessible(page);

  const current = page.getByLabel('Current password');
  const wanted = page.getByLabel('New password');
  const change = page.getByRole('button', { name: 'Change password' });
  await change.click();
  await expect(page.getByText('Fill this in.')).toBeVisible();
  await expect(page.getByText('It takes at least 10 characters.')).toBeVisible();
  await expectAccessible(page);
  await wanted.fill('aaaaaaaaaaaa');
  await expect(page.getByText(/^Weak/)).toBeVisible();
  await wanted.fill('a long enough new one');
  await expect(page.getByText('Strong.')).toBeVisible();
  await current.fill('not the password');
  await change.click();
  await expect(page.getByText('The current password is wrong.')).toBeVisible();
  await expect(current).toHaveAttribute('aria-invalid', 'true');
  await current.fill(PASSWORD);
  await expect(page.getByText('The current password is wrong.')).toBeHidden();
  await change.click();
  await expect(page.getByText('Your other sessions have ended.')).toBeVisible();
  await expect(wanted).toHaveValue('');

  await other.reload();
  await signIn(other, email);
  await expect(other.getByRole('alert')).toContainText('Email or password is wrong');
  await signIn(other, email, 'a long enough new one');
  await expect(other.getByRole('heading', { name: 'Settings' })).toBeVisible();
  await other.context().close();
});

test('too many wrong passwords are told, and how long to wait', async ({ page, api }) => {
  await openAs(page, await makeUser(api), 'settings/profile');
  await page.route('**/auth/password', (route) =>
    route.fulfill({
      status: 429,
      contentType: 'application/problem+json',
      headers: { 'retry-after': '90' },
      json: { type: 'about:blank', title: 'Too many', status: 429, code: 'auth.throttled' },
    }),
  );
  await page.getByLabel('Current password').fill(PASSWORD);
  await page.getByLabel('New password').fill('a long enough new one');
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByRole('alert')).toContainText('Try again in 1 min');
  await expect(page.getByLabel('New password')).toHaveValue('a long enough new one');
});

test('theme and language are chosen, and stay', async ({ page, signedIn }) => {
  expect(signedIn).toBeUndefined();
  await page.goto('settings/profile');
  await page.getByRole('radio', { name: 'Dark' }).check();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.getByRole('radio', { name: 'Türkçe' }).check();
  await expect(page.getByRole('heading', { name: 'Ayarlar' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('radio', { name: 'Koyu' })).toBeChecked();
  await expect(page.getByRole('radio', { name: 'Türkçe' })).toBeChecked();
  await expect(page.getByRole('navigation', { name: 'Ana gezinme' })).toContainText('Ayarlar');
});

test('shortcuts of single keys can be turned off, and menus keep their keys', async ({
  page,
  signedIn,
}) => {
  expect(signedIn).toBeUndefined();
  await page.goto('settings/profile');
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  const keys = page.getByRole('checkbox', { name: 'Keyboard shortcuts of single keys' });
  await page.getByRole('button', { name: /Signed in as/ }).click();
  await page.getByRole('menuitemradio', { name: 'Dark' }).focus();
  await page.keyboard.press('g');
  await page.keyboard.press('b');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toBeHidden();
  await expect(page).toHaveURL(/\/settings\/profile$/);
  await keys.uncheck();
  await page.reload();
  await expect(keys).not.toBeChecked();
  await expectAccessible(page);
  await page.keyboard.press('?');
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('combobox', { name: /Search pages/ })).toBeFocused();
  await expect(sheet).toBeHidden();
  await page.keyboard.press('Escape');
  await keys.check();
  await page.getByRole('heading', { name: 'Settings' }).click();
  await page.keyboard.press('?');
  await expect(sheet).toBeVisible();
});

test('a user is added, disabled and enabled again', async ({
  page,
  browser,
  context,
  target,
  signedIn,
}) => {
  expect(signedIn).toBeUndefined();
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const email = `${fresh('added').replace(' ', '-')}@example.com`;
  await page.goto('settings/users');
  await page.getByRole('searchbox', { name: 'Search by email' }).fill(email);
  await expect(page.getByText('No user matches')).toBeVisible();
  const add = page.getByRole('button', { name: 'Add user' });
  await add.click();
  const dialog = page.getByRole('dialog', { name: 'Add user' });
  await dialog.getByRole('button', { name: 'Add user' }).click();
  await expect(dialog.getByText('It is not an email address.')).toBeVisible();
  await expectAccessible(page);
  await dialog.getByLabel('Email').fill(target.admin.email.toUpperCase());
  await dialog.getByRole('button', { name: 'Generate and copy' }).click();
  await expect(dialog.getByText(/shown only here/)).toBeVisible();
  const password = await page.evaluate(() => navigator.clipboard.readText());
  await expect(dialog.getByLabel('Password')).toHaveValue(password);
  await dialog.getByRole('button', { name: 'Add user' }).click();
  await expect(dialog.getByText('There is a user with this email already.')).toBeVisible();
  await dialog.getByLabel('Email').fill(email);
  await dialog.getByRole('button', { name: 'Add user' }).click();
  await expect(page.getByText(`${email} can sign in now`)).toBeVisible();
  await expect(add).toBeFocused();
  const row = page.getByRole('row', { name: email });
  await expect(row).toContainText('Enabled');

  const theirs = await elsewhere(browser);
  await theirs.goto(`${target.baseUrl}/panel/settings`);
  await signIn(theirs, email, password);
  await expect(theirs.getByRole('heading', { name: 'Settings' })).toBeVisible();

  await row.getByRole('button', { name: `Disable ${email}` }).click();
  const asked = page.getByRole('dialog', { name: `Disable ${email}?` });
  await expect(asked).toContainText('all of their sessions end');
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(row.getByRole('button', { name: 'Disable' })).toBeFocused();
  await page.keyboard.press('Enter');
  await asked.getByRole('button', { name: 'Disable' }).click();
  await expect(row).toContainText('Disabled');
  await expect(row.getByRole('button', { name: `Enable ${email}` })).toBeFocused();

  await theirs.reload();
  await signIn(theirs, email, password);
  await expect(theirs.getByRole('alert')).toContainText('Email or password is wrong');
  await page.getByRole('button', { name: 'Enable again' }).click();
  await expect(row).toContainText('Enabled');
  await signIn(theirs, email, password);
  await expect(theirs.getByRole('heading', { name: 'Settings' })).toBeVisible();
  await theirs.context().close();
});

test('nobody disables themselves', async ({ page, target, signedIn }) => {
  expect(signedIn).toBeUndefined();
  await page.goto('settings/users');
  const own = page.getByRole('button', { name: `Disable ${target.admin.email}` });
  await expect(own).toBeDisabled();
  await expect(own).toHaveAttribute('title', 'You cannot disable yourself.');
  await expectAccessible(page);
});

test('lists that cannot be had say so, and are asked for again', async ({ page, signedIn }) => {
  expect(signedIn).toBeUndefined();
  for (const [section, list] of [
    ['users', /:\d+\/users/],
    ['sessions', /:\d+\/sessions/],
  ] as const) {
    await page.route(list, (route) => route.abort());
    await page.goto(`settings/${section}`);
    await expect(page.getByRole('alert')).toContainText('The service cannot be reached');
    await page.unroute(list);
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(page.getByRole('alert')).toBeHidden();
    await expect(page.getByRole('row', { name: 'admin@example.com' }).first()).toBeVisible();
  }
});
