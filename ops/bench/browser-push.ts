import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { call } from '../e2e/http.ts';
import { ROOT } from '../test/root.ts';
import type { Bench, Comparison } from './bench.ts';
import { type LonePage, type PanelGround, preparePanelGround } from './panel-ground.ts';
import { type BenchFolder, makeEvenFolder, makeLargeFolder } from './push/folders.ts';
import { uploadAlone } from './push/lone-upload.ts';

const run = promisify(execFile);
const SMALL = { files: 2000, sizeBytes: 16 * 1024 };
const LARGE_MIB = [512];
const RUNS = 5;
const MB = 1_000_000;
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
      const page = await ground.openLonePage('/panel/books');
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
  readonly page: LonePage;
  /** For the command line, so that it hashes no password each time. */
  readonly token: string;
}

function pushing({ ground, page, token }: Sides, folder: BenchFolder): Comparison {
  const { files, bytes } = folder;
  const { unit, units } =
    files > 1 ? { unit: 'files/s', units: files } : { unit: 'MB/s', units: bytes / MB };
  let made = 0;
  const nextTitle = () => {
    made += 1;
    return `${path.basename(folder.path)} ${made}`;
  };
  return {
    figure: `${files} files, ${Math.round(bytes / MB)} MB`,
    unit,
    per: 'run',
    runs: RUNS,
    subject: {
      name: 'the panel',
      async run() {
        const title = nextTitle();
        const isPublished = () => hasContent({ ground, token }, title);
        return units / (await uploadAlone(page, { folder, title }, isPublished));
      },
    },
    baselines: [
      {
        name: 'dcs push',
        async run() {
          const book = `Bench/${nextTitle()}`;
          const words = [path.join(ROOT, 'bin/dcs.mjs'), 'push', folder.path, book, ...DETAILS];
          // A cache of its own each time: nothing is known from before.
          const DCS_CACHE_DIR = path.join(ground.folder, 'caches', book);
          const { PATH = '' } = process.env;
          const env = { PATH, DCS_URL: ground.baseUrl, DCS_TOKEN: token, DCS_CACHE_DIR };
          const since = performance.now();
          await run(process.execPath, words, { env });
          return units / ((performance.now() - since) / 1000);
        },
      },
    ],
  };
}

async function hasContent({ ground, token }: Omit<Sides, 'page'>, title: string): Promise<boolean> {
  const books = `/books?q=${encodeURIComponent(title)}`;
  const { body } = await call<{ items: { book_name: string; revision: number }[] }>(
    ground.baseUrl,
    books,
    { token },
  );
  return body.items.some(({ book_name: name, revision }) => name === title && revision === 1);
}

async function tokenOf({ baseUrl, admin }: PanelGround): Promise<string> {
  const { body } = await call<{ access_token: string }>(baseUrl, '/auth/login', { body: admin });
  return body.access_token;
}
