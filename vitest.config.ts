import { defineConfig } from 'vitest/config';

const TIMEOUT_MS = 60_000;

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
          include: ['{api,db,ops}/**/*.test.ts'],
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
    ],
  },
});
