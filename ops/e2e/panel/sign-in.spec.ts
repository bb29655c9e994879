import { expectAccessible } from './accessible.ts';
import { expect, test } from './panel.ts';

test('somebody who signs in comes to the page asked for, and stays signed in', async ({
  page,
  target,
}) => {
  await page.goto('books?status=draft');
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel('Email').fill(target.admin.email);
  await page.getByLabel('Password', { exact: true }).fill(target.admin.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { name: 'Books' })).toBeVisible();
  expect(page.url()).toContain('/panel/books?status=draft');
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Books' })).toBeVisible();
  const stored = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
  expect(stored).not.toContain('eyJ');
});

test('a wrong password is told, and the fields keep what was typed', async ({ page, target }) => {
  await page.goto('');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText('Fill this in.')).toHaveCount(2);
  await page.getByLabel('Email').fill(`${Date.now()}@example.com`);
  await page.getByLabel('Password', { exact: true }).fill('not the password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).toContainText('Email or password is wrong');
  await expect(page.getByLabel('Password', { exact: true })).toHaveValue('not the password');
  expect(target.baseUrl).toContain('http');
});

test('signing out ends the session', async ({ page, signedIn }) => {
  expect(signedIn).toBeUndefined();
  await page.goto('books');
  await page.getByRole('button', { name: /Signed in as/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
});

test('signing out that fails is told, and the session stays', async ({ page, signedIn }) => {
  expect(signedIn).toBeUndefined();
  await page.goto('books');
  await page.route('**/auth/logout', (route) => route.abort());
  await page.getByRole('button', { name: /Signed in as/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByText('The service cannot be reached. Check')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Books' })).toBeVisible();
});

test('a service that starts anew signs nobody out', async ({ page, signedIn }) => {
  expect(signedIn).toBeUndefined();
  let failures = 2;
  await page.route('**/auth/refresh', (route) => {
    failures -= 1;
    return failures < 0 ? route.continue() : route.fulfill({ status: 503 });
  });
  await page.goto('books');
  await expect(page.getByRole('heading', { name: 'The service cannot be reached' })).toBeVisible();
  await expect(page.getByRole('status')).toHaveText('Trying again…');
  await expectAccessible(page);
  await expect(page.getByRole('heading', { name: 'Books' })).toBeVisible();
});

test('a service that stays away is asked again when somebody wants it', async ({
  page,
  signedIn,
}) => {
  expect(signedIn).toBeUndefined();
  await page.route('**/auth/refresh', (route) => route.abort());
  await page.goto('books');
  const retry = page.getByRole('button', { name: 'Try again' });
  await expect(page.getByRole('status')).toContainText('Check your connection', {
    timeout: 30_000,
  });
  await expectAccessible(page);
  await page.unroute('**/auth/refresh');
  await retry.click();
  await expect(page.getByRole('heading', { name: 'Books' })).toBeVisible();
});
