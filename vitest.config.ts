import tailwindcss from '@tailwindcss/vite';
import { playwright } from '@vitest/browser-playwright';
import solid from 'vite-plugin-solid';
import { defineConfig } from 'vitest/config';
import { findChromium } from './ops/e2e/panel/find-chromium.ts';

const TIMEOUT_MS = 60_000;
const chromium = findChromium();

export default defineConfig({
  test: {
    testTimeout: TIMEOUT_MS,
    hookTimeout: 2 * TIMEOUT_MS,
    expect: { poll: { timeout: TIMEOUT_MS / 2 } },
    // The machines that run this have few cores, and each file talks to real servers.
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{api,db,ops,web}/**/*.test.ts'],
          exclude: ['ops/e2e/**'],
          globalSetup: ['api/testing/servers.setup.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['ops/e2e/**/*.test.ts'],
          globalSetup: ['ops/e2e/target.setup.ts'],
          fileParallelism: false,
        },
      },
      {
        extends: true,
        plugins: [solid({ hot: false }), tailwindcss()],
        test: {
          name: 'web',
          include: ['web/**/*.test.tsx'],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: {
                args: ['--no-sandbox', '--disable-gpu'],
                ...(chromium ? { executablePath: chromium } : {}),
              },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
