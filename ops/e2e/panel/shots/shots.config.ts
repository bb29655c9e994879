import { defineConfig } from '@playwright/test';
import panel from '../playwright.config.ts';

/** npm run shots: every screen, in both schemes and on two widths, into docs/screens. */
export default defineConfig({
  ...panel,
  testDir: '.',
  testMatch: 'shots.ts',
  globalSetup: '../panel.setup.ts',
  outputDir: '../../../../coverage/shots',
  timeout: 300_000,
  use: { ...panel.use, actionTimeout: 30_000 },
});
