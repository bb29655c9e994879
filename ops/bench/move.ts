import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { createNodeBlobs } from '../../api/adapters/node-blobs.ts';
import { systemClock } from '../../api/adapters/system.ts';
import { sweepDoomed } from '../../api/content/sweep.ts';
import { createBudget } from '../../api/core/budget.ts';
import { openDatabase } from '../../db/client.ts';
import type { Bench, Comparison, Side } from './bench.ts';
import { lastRedirectMs, requireRedirects } from './move/last-redirect.ts';
import { type MovableBook, publishMovableBook } from './move/movable-book.ts';
import { type Movers, prepareMovers } from './move/movers.ts';
import { type BenchFolder, makeSmallFolder } from './push/folders.ts';
import { type Ground, prepareGround } from './push/ground.ts';
import { storeParent } from './store-parent.ts';

const RUNS = 5;
/** What all moves of a run leave in the store, with room to spare. */
const STORE_BYTES = 12 * 1024 ** 3;
const SWEEP_SECONDS = 600;
/** Until when no URL for a source is good any more. */
const AFTER_THE_LAST_READ = '8 hours';
const PROMISED_MS = 1000;

/** A book of ten thousand files that goes to the trash and back, on one MinIO. */
export const moveBench: Bench = {
  name: 'move',
  summary: 'a book to the trash and back on one MinIO, against rclone, s5cmd and mc',
  async run(measure) {
    const ground = await prepareGround(await storeParent(STORE_BYTES));
    try {
      const folder = await makeSmallFolder(path.join(ground.folder, 'small'));
      const book = await publishMovableBook(ground, folder);
      const movers = await prepareMovers(ground, folder);
      const setting: Setting = { ground, folder, book, movers };
      await measure(toTrash(setting));
      await measure(backFromTrash(setting));
      await measure(toTrashAndSwept(setting));
      await measure(await redirectsEnd(setting));
    } finally {
      await ground.stop();
    }
  },
};

interface Setting {
  readonly ground: Ground;
  readonly folder: BenchFolder;
  readonly book: MovableBook;
  readonly movers: Movers;
}

function moving(what: string, { folder, movers }: Setting, subject: Omit<Side, 'name'>) {
  const figure = `${what} ${folder.files} files`;
  const named = { name: what, ...subject };
  return { figure, unit: 'files', subject: named, baselines: [movers.mc], runs: RUNS };
}

/** From the request until all copies are committed; the sources are deleted hours later. */
function toTrash(setting: Setting): Comparison {
  const { folder, book, movers } = setting;
  const comparison = moving('trash', setting, {
    async run() {
      await book.trash();
      return folder.files;
    },
    after: () => book.restore(),
  });
  return { ...comparison, baselines: [movers.mc, movers.rclone, movers.s5cmd] };
}

function backFromTrash(setting: Setting): Comparison {
  const { folder, book } = setting;
  return moving('restore', setting, {
    before: () => book.trash(),
    async run() {
      await book.restore();
      return folder.files;
    },
  });
}

/** As the others do, which delete what they moved. */
function toTrashAndSwept(setting: Setting): Comparison {
  const { ground, folder, book } = setting;
  const settings = { 'dcs.clock_offset': AFTER_THE_LAST_READ };
  const sweep = async () => {
    const database = openDatabase({ url: ground.databaseUrl, maxConnections: 1, settings });
    const ctx = { db: database.query, blobs: createNodeBlobs(ground.store) };
    await sweepDoomed(ctx, createBudget(systemClock, SWEEP_SECONDS));
    await database.close();
  };
  return moving('trash and sweep', setting, {
    before: sweep, // of what was left by moves before
    async run() {
      await book.trash();
      await sweep();
      return folder.files;
    },
    after: () => book.restore(),
  });
}

/** While the files are on the way. The spread tells of the worst. */
async function redirectsEnd({ ground, folder, book }: Setting): Promise<Comparison> {
  const urls = [ground.url, await ground.addReplica()];
  const entries = await readdir(folder.path, { recursive: true, withFileTypes: true });
  const file = entries.find((entry) => entry.isFile());
  if (!file) throw new Error('The folder has no file.');
  const inFolder = path.relative(folder.path, path.join(file.parentPath, file.name));
  const encoded = inFolder.split(path.sep).map(encodeURIComponent).join('/');
  const streamed = { urls, path: book.path + encoded, token: ground.token };
  return {
    figure: `last redirect after DELETE of ${folder.files} files, two replicas`,
    unit: 'ms',
    per: 'run',
    subject: {
      name: 'DELETE',
      before: () => requireRedirects(streamed),
      async run() {
        const operation = await book.askToTrash();
        const last = await lastRedirectMs(streamed);
        await book.settle(operation);
        return last;
      },
      after: () => book.restore(),
    },
    baselines: [{ name: 'promised', run: async () => PROMISED_MS }],
    runs: RUNS,
  };
}
