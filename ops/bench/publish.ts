import postgres from 'postgres';
import type { Bench, Comparison } from './bench.ts';
import { openBenchDatabase } from './bench-database.ts';
import { countDifferences, insertRows, makeFolder } from './publish/bare-sql.ts';
import { type Desk, openDesk, sorted } from './publish/desk.ts';
import { prepareListing } from './publish/listing.ts';
import { FILES, makeManifest } from './publish/manifest.ts';
import { prepareMemoryGround } from './publish/memory.ts';

const RUNS = 5;

type Measure = (comparison: Comparison) => Promise<void>;

/** Planning and publishing 100,000 files, against the bare SQL for the same rows. */
export const publishBench: Bench = {
  name: 'publish',
  summary: 'plan and publish of 100,000 files, against the bare SQL for the same rows',
  async run(measure) {
    const ground = await openBenchDatabase(2);
    const bare = postgres(ground.url, { max: 1 });
    try {
      const desk = openDesk(ground);
      await measureAllNew(measure, desk, bare);
      await measureChanges(measure, desk, bare);
    } finally {
      await bare.end();
      await ground.close();
    }
    await measureListing(measure);
    await measureMemory(measure);
  },
};

async function measureAllNew(measure: Measure, desk: Desk, bare: postgres.Sql) {
  const manifest = makeManifest();
  const arrived = sorted(manifest.files);
  let bookId = '';
  let folderId = '';
  await measure({
    figure: 'all new: plan, checks and publish, without the store',
    unit: 'files',
    subject: {
      name: 'plan and finalize',
      before: async () => {
        bookId = await desk.createBook();
      },
      async run() {
        await desk.publish(bookId, manifest, arrived);
        return FILES;
      },
    },
    baselines: [
      {
        name: 'INSERT … SELECT FROM unnest of the same rows',
        before: async () => {
          folderId = await makeFolder(bare);
        },
        async run() {
          await insertRows(bare, folderId, manifest);
          return FILES;
        },
      },
    ],
    runs: RUNS,
  });
}

async function measureChanges(measure: Measure, desk: Desk, bare: postgres.Sql) {
  const bookId = await desk.createBook();
  const first = makeManifest();
  await desk.publish(bookId, first, sorted(first.files));
  await bare`ANALYZE`;
  const join = {
    name: 'unnest JOIN of the same rows',
    async run() {
      await countDifferences(bare, bookId, first);
      return FILES;
    },
  };
  let edits = 0;
  let current = first;
  await measure({
    figure: 'one file changed: plan, checks and publish, without the store',
    unit: 'files',
    subject: {
      name: 'plan and finalize',
      before: async () => {
        edits += 1;
        current = makeManifest(new Map([[FILES / 2, `edit ${edits}`]]));
      },
      async run() {
        await desk.publish(bookId, current, current.files.slice(FILES / 2, FILES / 2 + 1));
        return FILES;
      },
    },
    baselines: [join],
    runs: RUNS,
  });
  await measure({
    figure: 'nothing changed: plan, checks and publish, without the store',
    unit: 'files',
    subject: {
      name: 'plan and finalize',
      async run() {
        await desk.publish(bookId, current, []);
        return FILES;
      },
    },
    baselines: [join],
    runs: RUNS,
  });
}

async function measureListing(measure: Measure): Promise<void> {
  const { ours, bare, stop } = await prepareListing();
  try {
    await measure({
      figure: 'what a finalize of all new lists at the store',
      unit: 'keys',
      subject: ours,
      baselines: [bare],
    });
  } finally {
    await stop();
  }
}

async function measureMemory(measure: Measure): Promise<void> {
  const ground = await prepareMemoryGround();
  try {
    await measure({
      figure: 'all new: growth of the service while it plans',
      unit: 'MB',
      per: 'run',
      subject: { name: 'npm start', run: () => ground.growthOfService() },
      baselines: [
        { name: 'inflating and parsing the same body', run: () => ground.growthOfBareServer() },
      ],
      runs: RUNS,
    });
  } finally {
    await ground.stop();
  }
}
