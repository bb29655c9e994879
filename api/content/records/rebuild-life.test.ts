import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Database } from '../../../db/client.ts';
import { outbox } from '../../../db/schema/folders.ts';
import type { TrashItemBody } from '../../contract/trash.ts';
import { readLibrary } from '../../testing/library-state.ts';
import { type LifecycleDesk, SWEPT } from '../../testing/lifecycle-desk.ts';
import { openRebuildLab, type RebuildLab, readShelf } from '../../testing/rebuild-lab.ts';

const RUNS = 3;
const STEPS = 40;
const BOOKS = 4;

const anyContent = fc.dictionary(
  fc.constantFrom('a.txt', 'b/c.txt', 'b/d.txt', 'é.txt'),
  fc.constantFrom('one', 'two', 'three', 'four'),
  { minKeys: 1 },
);
const anyBook = fc.nat({ max: BOOKS - 1 });
const anyName = fc.constantFrom('Red', 'red?', 'Blue', 'Green');
const anyBuild = fc.constantFrom('1', '2').map((version) => ({ platform: 'linux', version }));

interface Life extends RebuildLab {
  /** Ids. */
  readonly books: readonly string[];
}

/** What the API refuses just now changes nothing. */
type Step = (life: Life) => Promise<unknown>;

/** With a name by which a failure tells of it. */
function step<Given>(name: string, given: fc.Arbitrary<Given>, take: (it: Given) => Step) {
  return given.map((it) =>
    Object.assign(take(it), { [fc.toStringMethod]: () => `${name} ${JSON.stringify(it)}` }),
  );
}

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: step(
      'push',
      fc.tuple(anyBook, anyContent),
      ([book, content]) =>
        (life) =>
          attempt(life.desk.push(life.books[book] ?? '', content)),
    ),
  },
  {
    weight: 3,
    arbitrary: step(
      'merge',
      fc.tuple(anyBook, anyContent),
      ([book, content]) =>
        (life) =>
          attempt(
            life.desk.push(life.books[book] ?? '', content, { mode: 'merge', remove: ['b'] }),
          ),
    ),
  },
  {
    weight: 3,
    arbitrary: step('rename', fc.tuple(anyBook, anyName, anyName), ([book, ...names]) => (life) => {
      const [publisher, book_name] = names;
      return life.desk.put(life.books[book] ?? '', { publisher, book_name });
    }),
  },
  {
    weight: 3,
    arbitrary: step(
      'delete',
      anyBook,
      (book) =>
        ({ desk, books }) =>
          desk.call(`/books/${books[book]}`, { method: 'DELETE' }),
    ),
  },
  {
    weight: 3,
    arbitrary: step('restore', fc.tuple(fc.nat(), fc.option(anyName)), ([index, name]) =>
      restore(index, name),
    ),
  },
  {
    weight: 1,
    arbitrary: step('purge', fc.nat(), (index) => async ({ desk }) => {
      const item = await trashAt(desk, index);
      await desk.call(`/storage/trash/${item?.id}`, { method: 'DELETE' });
    }),
  },
  {
    weight: 2,
    arbitrary: step('prune', anyBook, (book) => async ({ desk, record, books }) => {
      await record();
      await prune(desk.database, books[book] ?? '');
    }),
  },
  {
    weight: 2,
    arbitrary: step(
      'build',
      fc.tuple(anyBuild, anyContent),
      ([build, content]) =>
        ({ desk }) =>
          attempt(desk.push(build, content)),
    ),
  },
  {
    weight: 1,
    arbitrary: step(
      'delete build',
      anyBuild,
      ({ version }) =>
        ({ desk }) =>
          desk.call(`/apps/linux/${version}`, { method: 'DELETE' }),
    ),
  },
  {
    weight: 2,
    arbitrary: step(
      'record',
      fc.constant(''),
      () =>
        ({ record }) =>
          record(),
    ),
  },
  {
    weight: 4,
    arbitrary: step(
      'tick',
      fc.constantFrom('0', SWEPT),
      (time) =>
        ({ desk }) =>
          desk.tick(time),
    ),
  },
);

it('whatever happened, the rebuilt database has it as the lost one had', {
  timeout: 600_000,
}, async () => {
  const life = fc.array(anyStep, { minLength: STEPS, maxLength: STEPS });
  const property = fc.asyncProperty(life, async (steps) => {
    const lab = await openRebuildLab();
    try {
      await liveAndRebuild(lab, steps);
    } finally {
      await lab.close();
    }
  });
  await fc.assert(property, { numRuns: RUNS, endOnFailure: true });
});

async function liveAndRebuild(lab: RebuildLab, steps: readonly Step[]): Promise<void> {
  const books = [];
  for (let index = 0; index < BOOKS; index += 1) books.push((await lab.desk.create()).id);
  for (const take of steps) await take({ ...lab, books });
  await lab.record();
  const rebuilt = await lab.rebuild();
  expect(rebuilt.library.repairs).toEqual([]);
  // What comes from records is not recorded anew.
  expect(await rebuilt.database.query.select().from(outbox)).toEqual([]);
  expect(await readLibrary(rebuilt.database)).toEqual(await readLibrary(lab.desk.database));
  const shelf = await readShelf(lab.desk.call);
  expect(await readShelf(rebuilt.call)).toEqual(shelf);
  // What was under way goes on, and a second loss would be no worse.
  await rebuilt.tick();
  const again = await lab.rebuild();
  expect(again.library).toMatchObject({ operations: 0, repairs: [] });
  expect(await readLibrary(again.database)).toEqual(await readLibrary(rebuilt.database));
  expect(await readShelf(again.call)).toEqual(shelf);
}

function attempt(work: Promise<unknown>): Promise<unknown> {
  return work.catch(() => {});
}

function restore(index: number, name: string | null): Step {
  return async ({ desk }) => {
    const item = await trashAt(desk, index);
    const as = { publisher: item?.publisher, book_name: name };
    const isRenamed = name !== null && item?.type === 'book';
    const body = { trash_id: item?.id ?? '', ...(isRenamed ? { as } : {}) };
    await desk.call('/storage/restore', { body });
  };
}

async function trashAt({ call }: LifecycleDesk, index: number): Promise<TrashItemBody | undefined> {
  const { items } = (await call<{ items: TrashItemBody[] }>('/storage/trash')).body;
  return items[index % items.length];
}

/** Lets go of a book's oldest revision, as a tick does after seven days. */
async function prune({ query }: Database, bookId: string): Promise<void> {
  const folder = sql`(SELECT folder_id FROM books WHERE id = ${bookId})`;
  await query.execute(sql`
    WITH raised AS (
      UPDATE folders SET oldest_revision = oldest_revision + 1
      WHERE id = ${folder} AND oldest_revision < head_revision RETURNING *
    ), revisions_gone AS (
      DELETE FROM revisions r USING raised f
      WHERE r.folder_id = f.id AND revision < f.oldest_revision
    )
    DELETE FROM files USING raised f
    WHERE folder_id = f.id AND removed_in <= f.oldest_revision`);
  await query.execute(sql`
    UPDATE objects o SET state = 'doomed', not_before = dcs_now() + interval '1 day'
    WHERE folder_id = ${folder} AND state = 'live'
      AND NOT EXISTS (SELECT FROM files WHERE object_id = o.id)`);
}
