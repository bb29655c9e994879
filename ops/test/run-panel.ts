import { findChromium } from '../e2e/panel/find-chromium.ts';
import { runPlaywright } from './run-playwright.ts';
import { runVitest } from './run-vitest.ts';
import { ONE_SKIPPED, sum, type Tally } from './tally.ts';

/** The panel's parts, and the whole of it as people use it. */
export function runPanel(): Promise<Tally> {
  return whereBrowserIs(async () =>
    sum([await runVitest({ project: 'web' }), await runPlaywright()]),
  );
}

/** The whole of it, on another store. */
export function runPanelOn(store: string): Promise<Tally> {
  return whereBrowserIs(() => runPlaywright({ DCS_E2E_STORE: store }));
}

async function whereBrowserIs(run: () => Promise<Tally>): Promise<Tally> {
  if (findChromium()) return run();
  console.log('skipped: the tests of the panel, which want an installed Chromium or Chrome');
  return ONE_SKIPPED;
}
