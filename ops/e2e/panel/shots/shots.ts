import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { test } from '../panel.ts';
import { makeLibrary } from './library.ts';
import { type Screen, screensOf } from './screens.ts';

const FOLDER = fileURLToPath(new URL('../../../../docs/screens/', import.meta.url));
const SIZES = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
];
const SCHEMES = ['light', 'dark'] as const;

test('every screen', async ({ page, api, target }) => {
  mkdirSync(FOLDER, { recursive: true });
  const library = await makeLibrary(api);
  await shoot(page, { name: 'sign-in', place: 'sign-in' });
  const data = { ...target.admin, cookie: true };
  await page.context().request.post(`${target.baseUrl}/auth/login`, { data });
  for (const screen of screensOf(library)) await shoot(page, screen);
});

/** In the schemes and on the widths there are; each begins anew, since some change what they show. */
async function shoot(page: Page, { name, place, arrange }: Screen): Promise<void> {
  for (const size of SIZES) {
    await page.setViewportSize(size);
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.goto(place);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await arrange?.(page);
      await page.waitForLoadState('networkidle');
      const file = `${name}-${colorScheme}-${size.width}.png`;
      await page.screenshot({ path: path.join(FOLDER, file), animations: 'disabled' });
    }
  }
}
