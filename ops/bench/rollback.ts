import postgres from 'postgres';
import type { Bench, Comparison } from './bench.ts';
import { openBenchDatabase } from './bench-database.ts';
import { insertRows, makeFolder, replaceRows } from './publish/bare-sql.ts';
import { type Desk, openDesk, sorted } from './publish/desk.ts';
import { FILES, makeManifest } from './publish/manifest.ts';

/** How many of a folder's files differ between the two revisions. */
const DIFFERENCES = [1, 100, 1000, FILES];

/** Rolling a folder of 100,000 files back, against the bare change of as many rows as differ. */
export const rollbackBench: Bench = {
  name: 'rollback',
  summary: 'rollback in a folder of 100,000 files, against the bare UPDATE and INSERT of its rows',
  async run(measure) {
    const ground = await openBenchDatabase(2);
    const bare = postgres(ground.url, { max: 1 });
    try {
      const desk = openDesk(ground);
      for (const count of DIFFERENCES) await measure(await prepare(desk, bare, count));
    } finally {
      await bare.end();
      await ground.close();
    }
  },
};

/** Each rollback is undone by the next one, so all of them differ in as many files. */
async function prepare(desk: Desk, bare: postgres.Sql, count: number): Promise<Comparison> {
  const first = makeManifest();
  const edits = Array.from({ length: count }, (_, at) => Math.floor((at * FILES) / count));
  const second = makeManifest(new Map(edits.map((index) => [index, `edit of ${index}`])));
  const bookId = await desk.createBook();
  for (const manifest of [first, second]) {
    await desk.publish(bookId, manifest, sorted(manifest.files));
  }
  const folderId = await makeFolder(bare);
  await insertRows(bare, folderId, first);
  const paths = edits.map((index) => first.files[index]?.path ?? '');
  await bare`VACUUM ANALYZE`;
  let revision = 1;
  return {
    figure: `${count} of ${FILES} files differ`,
    unit: 'files',
    subject: { name: 'rollback', run: async () => all(await desk.rollBack(bookId), count) },
    baselines: [
      {
        name: 'UPDATE and INSERT of as many rows',
        async run() {
          revision += 1;
          return all(await replaceRows(bare, { folderId, revision }, paths), count);
        },
      },
    ],
  };
}

function all(changed: number, count: number): number {
  if (changed === count) return count;
  throw new Error(`${changed} of ${count} files were changed.`);
}
