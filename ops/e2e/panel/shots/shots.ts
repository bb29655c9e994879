import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { expect, test } from '../panel.ts';
import { type Library, makeLibrary } from './library.ts';
import { SCREENS, type Screen } from './screens.ts';

const FOLDER = fileURLToPath(new URL('../../../../docs/screens/', import.meta.url));
const SIZES = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
];
/** For who is not signed in yet. */
const NO_LIBRARY: Library = { bookId: '', folder: '' };
const REST_MS = 3000;
const SCHEMES = ['light', 'dark'] as const;

let library: Library | undefined;

test('sign-in', async ({ page }) => {
  await shoot(page, { name: 'sign-in', place: () => 'sign-in' });
});

// One test a screen, so that `npm run shots -- -g upload` takes some alone.
for (const screen of SCREENS) {
  test(screen.name, async ({ page, api, signedIn }) => {
    expect(signedIn).toBeUndefined();
    library ??= await makeLibrary(api);
    await shoot(page, screen, library);
  });
}

/** In the schemes and on the widths there are; each begins anew, since some change what they show. */
async function shoot(
  page: Page,
  { name, place, arrange }: Screen,
  held: Library = NO_LIBRARY,
): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  for (const size of SIZES) {
    await page.setViewportSize(size);
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.goto(place(held));
      // Also behind a dialog that the place opens.
      await page.getByRole('heading', { level: 1, includeHidden: true }).waitFor();
      await arrange?.(page, held);
      // While an upload is under way it never rests.
      await page.waitForLoadState('networkidle', { timeout: REST_MS }).catch(() => {});
      const file = `${name}-${colorScheme}-${size.width}.png`;
      await page.screenshot({ path: path.join(FOLDER, file), animations: 'disabled' });
    }
  }
}
