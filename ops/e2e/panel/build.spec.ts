import { expectAccessible } from './accessible.ts';
import { expect, test } from './panel.ts';
import { publishFolder } from './publish-folder.ts';

test.beforeEach(({ signedIn }) => {
  expect(signedIn).toBeUndefined();
});

test('a build has the same page, but for what only books have', async ({ page, api }) => {
  const version = `1.0.${Date.now()}`;
  const target = { type: 'build', platform: 'linux', version } as const;
  await publishFolder(api, target, { 'flowbook.bin': 'old', 'data/a.txt': 'a' });
  await publishFolder(api, target, { 'flowbook.bin': 'newer' });
  await page.goto(`builds/linux/${version}`);
  await expect(page.getByRole('heading', { name: `Linux ${version}` })).toBeVisible();
  await expect(page.getByRole('treeitem', { name: 'flowbook.bin' })).toContainText('5 bytes');
  await page.getByRole('tab', { name: 'Revisions' }).click();
  await page.getByRole('button', { name: 'What changed in Revision 2' }).click();
  await expect(page.getByText('3 bytes → 5 bytes')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Roll back to Revision 1' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Roll back' }).click();
  await expect(page.getByText('Rolled back to revision 1.')).toBeVisible();
  await page.getByRole('tab', { name: 'Files' }).click();
  await expect(page.getByRole('treeitem', { name: 'data' })).toBeVisible();
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByText(`Deleted Linux ${version}.`)).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await expect(page.getByText('Undone.')).toBeVisible();
  await page.goto(`builds/linux/${version}`);
  await expect(page.getByRole('treeitem', { name: 'data' })).toBeVisible();
});

test('the history of a build tells who did what, and leads to the whole of it', async ({
  page,
  api,
  target,
}) => {
  const version = `2.0.${Date.now()}`;
  await publishFolder(api, { type: 'build', platform: 'macos', version }, { app: 'a' });
  await page.goto(`builds/macos/${version}?tab=history`);
  const history = page.getByRole('list', { name: 'History' });
  await expect(history.getByRole('listitem')).toContainText(['Build published']);
  await page.getByRole('button', { name: 'Change channel' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Channel').fill('beta');
  await dialog.getByRole('button', { name: 'Offer it there' }).click();
  await expect(history.getByRole('listitem')).toContainText(['Build promoted', 'Build published']);
  await expect(history).toContainText(target.admin.email);
  await expectAccessible(page);

  await page.getByRole('link', { name: 'Whole history' }).click();
  await expect(page.getByText(`Only: macos/${version}`)).toBeVisible();
  const rows = page.getByRole('row', { name: version });
  await expect(rows).toHaveCount(2);
  await expectAccessible(page);
  await rows
    .first()
    .getByRole('link', { name: `macos/${version}` })
    .click();
  await expect(page.getByRole('heading', { name: `macOS ${version}` })).toBeVisible();
});

test('a build that is none leads on, and one that cannot be read is tried again', async ({
  page,
  api,
}) => {
  for (const none of ['linux/0.0.0-none', 'amiga/1.0']) {
    await page.goto(`builds/${none}`);
    await expect(page.getByRole('heading', { name: 'There is no such build' })).toBeVisible();
  }
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Go to the app builds' }).click();
  await expect(page.getByRole('heading', { name: 'App builds' })).toBeVisible();

  const version = `3.0.${Date.now()}`;
  await publishFolder(api, { type: 'build', platform: 'linux', version }, { app: 'a' });
  await page.route(`**/apps/linux/${version}`, (route) => route.abort());
  await page.goto(`builds/linux/${version}`);
  await expect(page.getByRole('alert')).toContainText('cannot be reached');
  await page.unroute(`**/apps/linux/${version}`);
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('heading', { name: `Linux ${version}` })).toBeVisible();
});
