import { expectAccessible } from './accessible.ts';
import { expect, fresh, test } from './panel.ts';
import {
  chooseForNewBook,
  makeTree,
  manyFiles,
  pick,
  reviewAndStart,
  slowStore,
  tray,
} from './upload-steps.ts';

const FILES = 100;

test('what one tab has taken up again another neither cancels nor takes up', async ({
  page,
  context,
  signedIn,
}) => {
  expect(signedIn).toBeUndefined();
  const name = fresh('Müzik');
  const tree = await makeTree(name, manyFiles(FILES));
  await page.goto('books');
  await slowStore(page, 500);
  await chooseForNewBook(page, tree.path, name);
  await reviewAndStart(page);
  await expect(tray(page).getByText('Sending', { exact: true })).toBeVisible();
  page.on('dialog', (dialog) => void dialog.accept());
  await page.reload();
  await expect(tray(page).getByText('Waiting for its folder')).toBeVisible();
  const other = await context.newPage();
  await other.goto('books');
  await expect(tray(other).getByText('Waiting for its folder')).toBeVisible();
  await page.bringToFront();
  await pick(page, 'Choose the folder again', tree.path);
  await expect(tray(page).getByText('Sending', { exact: true })).toBeVisible();

  await other.bringToFront();
  await other.getByRole('button', { name: `Cancel ${name}` }).click();
  await other.getByRole('button', { name: 'Cancel the upload' }).click();
  await expect(tray(other).getByRole('alert')).toContainText('Another tab is working on this');
  await pick(other, 'Choose the folder again', tree.path);
  await expect(tray(other).getByRole('button', { name: 'Try again' })).toBeVisible();
  await expectAccessible(other);
  await expect(tray(page).getByText('Published as revision 1.')).toBeVisible({ timeout: 60_000 });
  await tray(other).getByRole('button', { name: 'Try again' }).click();
  await expect(tray(other).getByText('Published as revision 1.')).toBeVisible();
  await tree.remove();
});
