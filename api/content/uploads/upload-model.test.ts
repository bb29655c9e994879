import fc from 'fast-check';
import { afterAll, beforeAll, it } from 'vitest';
import { systemIds } from '../../adapters/system.ts';
import { foldName } from '../../contract/names.ts';
import { type BookDesk, openBookDesk } from '../../testing/books.ts';
import type { Ask } from '../../testing/folder-model.ts';
import { type FolderPlace, ModelledFolder } from '../../testing/modelled-folder.ts';
import { runCommand, type UploadCommand, uploadCommand } from '../../testing/upload-commands.ts';

/** Of each kind of folder. */
const RUNS = 25;
const MOST_COMMANDS = 24;
/** Shrinking ends by then, so that what failed is told before the test's own time is over. */
const LIMIT_MS = 90_000;
const TIMEOUT_MS = 120_000;

let desk: BookDesk;
beforeAll(async () => {
  desk = await openBookDesk();
});
afterAll(() => desk.database.close());

/** All test files share the store, where others have books and builds of the same names. */
const mark = systemIds.gen();

async function placeInBooks(): Promise<FolderPlace> {
  const { id, publisher, book_name } = await desk.create({ publisher: `Model ${mark}` });
  return { target: id, bucket: 'books', prefix: `${publisher}/${book_name}` };
}

let builds = 0;

async function placeInApps(): Promise<FolderPlace> {
  builds += 1;
  const target = { platform: 'linux', version: `1.${builds}-${mark}` };
  return { target, bucket: 'apps', prefix: `linux/${target.version}` };
}

/** An empty directory, merged in twice; that was refused once, as if it were listed twice. */
const mergedTwice = (): UploadCommand[] => {
  const ask: Ask = { mode: 'merge', entries: [['a', { kind: 'directory' }]], remove: [] };
  const next = { send: 0, finalize: true };
  return [
    { do: 'plan', ask, base: 'none', next },
    { do: 'plan again', pick: 0, next },
  ];
};

it.each([
  { of: 'a book', makePlace: placeInBooks, fold: foldName, hasLinks: false },
  // For Linux case counts.
  { of: 'a build', makePlace: placeInApps, fold: (path: string) => path, hasLinks: true },
])(
  'whatever is planned, sent and published of $of, it is what a map of its paths comes to',
  { timeout: TIMEOUT_MS },
  async ({ makePlace, ...kind }) => {
    // Bias would make most runs too short to come to a second revision.
    const commands = fc.noBias(
      fc.array(uploadCommand(kind), { maxLength: MOST_COMMANDS, size: 'max' }),
    );
    const property = fc.asyncProperty(commands, async (some) => {
      const folder = new ModelledFolder(desk, await makePlace(), kind.fold);
      for (const command of some) {
        await runCommand(folder, command);
        await folder.check();
      }
      await folder.checkStore();
    });
    await fc.assert(property, {
      numRuns: RUNS,
      examples: [[mergedTwice()]],
      plugins: [fc.interruptAfterTimeLimit(LIMIT_MS)],
    });
  },
);
