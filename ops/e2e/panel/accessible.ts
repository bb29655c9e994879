import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const WIDTHS = [1440, 1024, 390];
const SCHEMES = ['light', 'dark'] as const;
const HEIGHT = 900;

/** Sees that nothing of what is on the page breaks WCAG 2.1 AA, on every width and in both schemes. */
export async function expectAccessible(page: Page): Promise<void> {
  const found: string[] = [];
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: HEIGHT });
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const { violations } = await new AxeBuilder({ page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'])
        // No rule of WCAG: an open menu, and what appears at the edge, are in no landmark.
        .disableRules(['region'])
        .analyze();
      for (const { id, help, nodes } of violations) {
        const places = nodes.map(({ target, failureSummary }) => `${target} ${failureSummary}`);
        found.push(`${width} ${colorScheme} ${id}: ${help}\n${places.join('\n')}`);
      }
    }
  }
  await page.setViewportSize({ width: 1440, height: HEIGHT });
  await page.emulateMedia({ colorScheme: 'light' });
  expect(found).toEqual([]);
}
