import { defineConfig } from '@playwright/test';
import { findChromium } from './find-chromium.ts';

const CI_RETRIES = 0; // a test that passes the second time has shown a bug the first time

/** The panel in a real browser, on a program of its own. */
export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  globalSetup: './panel.setup.ts',
  outputDir: '../../../coverage/panel',
  // Tests share one program and two cores.
  workers: 1,
  retries: CI_RETRIES,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  use: {
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    timezoneId: 'Europe/Istanbul',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: findChromium() ?? 'chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
