import { expectAccessible } from './accessible.ts';
import { expect, test } from './panel.ts';
import { publishFolder } from './publish-folder.ts';

test('builds are listed by platform, the newest of each channel marked', async ({
  page,
  api,
  signedIn,
}) => {
  expect(signedIn).toBeUndefined();
  const mark = Date.now().toString(36);
  const builds = [
    { platform: 'windows', version: `2.9-${mark}`, channel: mark },
    { platform: 'windows', version: `2.10-${mark}`, channel: mark },
    { platform: 'linux', version: `2.9-${mark}`, channel: mark },
  ];
  for (const build of builds) {
    await publishFolder(api, { type: 'build', ...build }, { 'app.bin': 'x'.repeat(2000) });
  }
  await page.goto(`builds?q=${mark}`);
  await expect(page.getByRole('row')).toHaveCount(4);
  await expect(page.getByText('Latest')).toHaveCount(2);
  await expectAccessible(page);
  await page.getByRole('combobox', { name: 'Platform' }).selectOption('Windows');
  await expect(page.getByRole('row')).toHaveCount(3);
  await page.getByRole('button', { name: 'Version' }).click();
  await expect(page.getByRole('row').nth(1)).toContainText(`2.9-${mark}`);
  await page.getByRole('button', { name: 'Version' }).click();
  await expect(page.getByRole('row').nth(1)).toContainText(`2.10-${mark}`);
  await expect(page.getByRole('row').nth(1)).toContainText('Latest');
});

test('no build says how to get one, and a list that cannot be had says so', async ({
  page,
  signedIn,
}) => {
  expect(signedIn).toBeUndefined();
  await page.goto('builds?q=no-such-version');
  await expect(page.getByText('No build matches')).toBeVisible();
  await expectAccessible(page);
  await page.route('**/apps?*', (route) => route.abort());
  await page.reload();
  await expect(page.getByRole('alert')).toContainText('cannot be reached');
});

test('a build is offered in another channel, deleted, and brought back', async ({
  page,
  api,
  signedIn,
}) => {
  expect(signedIn).toBeUndefined();
  const mark = Date.now().toString(36);
  const build = { platform: 'linux', version: `3.0-${mark}`, channel: 'beta' };
  await publishFolder(api, { type: 'build', ...build }, { 'app.bin': 'x' });
  await page.goto(`builds?q=${mark}`);
  const menu = page.getByRole('button', { name: `Actions for Linux ${build.version}` });
  await menu.click();
  await page.getByRole('menuitem', { name: 'Change channel' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByLabel('Channel')).toHaveValue('stable');
  await dialog.getByLabel('Channel').fill('Not a channel');
  await expect(dialog.getByText('Up to 32 of a-z 0-9 -.').first()).toBeVisible();
  await expectAccessible(page);
  await dialog.getByLabel('Channel').fill(mark);
  await dialog.getByRole('button', { name: 'Offer it there' }).click();
  await expect(page.getByText(`is offered in ${mark}`)).toBeVisible();
  await expect(page.getByRole('cell', { name: mark, exact: true })).toBeVisible();
  await expect(menu).toBeFocused();

  await menu.click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await expectAccessible(page);
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByText('No build matches')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('link', { name: build.version })).toBeVisible();
});
