import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import { call } from '../e2e/http.ts';
import { ROOT } from '../test/root.ts';
import type { Bench, Comparison } from './bench.ts';
import { type PanelGround, preparePanelGround } from './panel-ground.ts';
import { type BenchFolder, makeEvenFolder, makeLargeFolder } from './push/folders.ts';

const run = promisify(execFile);
const SMALL = { files: 2000, sizeBytes: 16 * 1024 };
const LARGE_MIB = [512];
const RUNS = 5;
const MB = 1_000_000;
const LIMIT_MS = 10 * 60_000;
const DETAILS = ['--create', '--language', 'tr', '--category', 'science', '--book-version', '1.0'];

/** Folders through the page in Chromium, against the same engine from the command line. */
export const browserPushBench: Bench = {
  name: 'browser-push',
  summary: 'new books through the panel in Chromium, against dcs push to the same service',
  async run(measure) {
    const ground = await preparePanelGround();
    try {
      const small = await makeEvenFolder(path.join(ground.folder, 'small'), SMALL);
      const large = await makeLargeFolder(path.join(ground.folder, 'large'), LARGE_MIB);
      const context = await ground.signedIn();
      const page = await context.newPage();
      await page.goto(`${ground.baseUrl}/panel/books`);
      const token = await tokenOf(ground);
      await measure(pushing({ ground, page, token }, small));
      await measure(pushing({ ground, page, token }, large));
    } finally {
      await ground.stop();
    }
  },
};

interface Sides {
  readonly ground: PanelGround;
  readonly page: Page;
  /** For the command line, so that it hashes no password each time. */
  readonly token: string;
}

function pushing({ ground, page, token }: Sides, folder: BenchFolder): Comparison {
  const { files, bytes } = folder;
  const { unit, units } =
    files > 1 ? { unit: 'files', units: files } : { unit: 'MB', units: bytes / MB };
  let made = 0;
  const nextName = () => {
    made += 1;
    return `${path.basename(folder.path)} ${made}`;
  };
  return {
    figure: `${files} files, ${Math.round(bytes / MB)} MB`,
    unit,
    runs: RUNS,
    subject: {
      name: 'the panel',
      before: () => fillDialog(page, folder, nextName()),
      async run() {
        await page.getByRole('button', { name: 'Review' }).click();
        await page.getByRole('button', { name: 'Start the upload' }).click();
        await page.getByText('Published as revision 1.').waitFor({ timeout: LIMIT_MS });
        return units;
      },
      after: () => page.getByRole('button', { name: /^Take .* off the list$/ }).click(),
    },
    baselines: [
      {
        name: 'dcs push',
        async run() {
          const book = `Bench/${nextName()}`;
          const words = [path.join(ROOT, 'bin/dcs.mjs'), 'push', folder.path, book, ...DETAILS];
          // A cache of its own each time: nothing is known from before.
          const DCS_CACHE_DIR = path.join(ground.folder, 'caches', book);
          const { PATH = '' } = process.env;
          const env = { PATH, DCS_URL: ground.baseUrl, DCS_TOKEN: token, DCS_CACHE_DIR };
          await run(process.execPath, words, { env });
          return units;
        },
      },
    ],
  };
}

async function fillDialog(page: Page, folder: BenchFolder, name: string): Promise<void> {
  await page.getByRole('banner').getByRole('button', { name: 'Upload' }).click();
  await page.getByLabel('Select a book data folder', { exact: true }).setInputFiles(folder.path);
  await page.getByRole('radio', { name: 'A new book' }).check();
  await page.getByLabel('Title').fill(name);
  await page.getByLabel('Publisher', { exact: true }).fill('Bench');
  await page.getByLabel('Category').fill('science');
}

async function tokenOf({ baseUrl, admin }: PanelGround): Promise<string> {
  const { body } = await call<{ access_token: string }>(baseUrl, '/auth/login', { body: admin });
  return body.access_token;
}
