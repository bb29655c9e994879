import { findChromium } from '../e2e/panel/find-chromium.ts';
import { runPlaywright } from './run-playwright.ts';
import { runVitest } from './run-vitest.ts';
import { ONE_SKIPPED, sum, type Tally } from './tally.ts';

const TOUCH_STORE = [
  'upload.',
  'upload-resume',
  'book-preview',
  'book-download',
  'trash',
  'reverse-proxy',
];

/** The panel's parts, and the whole of it as people use it. */
export function runPanel(): Promise<Tally> {
  return whereBrowserIs(async () =>
    sum([await runVitest({ project: 'web' }), await runPlaywright()]),
  );
}

/** What sends to the store and reads from it, on MinIO. */
export function runPanelOnMinio(): Promise<Tally> {
  const env = { DCS_E2E_STORE: 'minio' };
  return whereBrowserIs(() => runPlaywright({ files: TOUCH_STORE, env }));
}

async function whereBrowserIs(run: () => Promise<Tally>): Promise<Tally> {
  if (findChromium()) return run();
  console.log('skipped: the tests of the panel, which want an installed Chromium or Chrome');
  return ONE_SKIPPED;
}
