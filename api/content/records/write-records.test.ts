import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UNLIMITED } from '../../core/budget.ts';
import type { Blobs } from '../../core/ports.ts';
import { readLibrary } from '../../testing/library-state.ts';
import { openRebuildLab, type RebuildLab } from '../../testing/rebuild-lab.ts';
import { createTestWork } from '../../testing/work.ts';
import { writeRecords } from './write-records.ts';

let lab: RebuildLab;
beforeEach(async () => {
  lab = await openRebuildLab();
});
afterEach(() => lab.close());

const recordWith = (blobs: Blobs) =>
  writeRecords(createTestWork(lab.desk.database, { blobs }), UNLIMITED);

/** A book whose next revision adds so many links, as publishing them would. */
async function addLinks(count: number): Promise<string> {
  const book = await lab.desk.publishedBook('Large');
  const [row] = await lab.desk.database.query.execute<{ folder_id: string }>(sql`
    WITH folder AS (
      UPDATE folders f SET head_revision = 3, link_count = ${count}
      FROM books b WHERE b.folder_id = f.id AND b.id = ${book.id} RETURNING f.id
    ), added AS (
      INSERT INTO files (folder_id, path, kind, link_target, added_in)
      SELECT id, 'links/' || n, 'link', 'a.txt', 3 FROM folder, generate_series(1, ${count}) AS n
    )
    INSERT INTO revisions (folder_id, revision, file_count, size_bytes, added, changed, removed)
    SELECT id, 3, 2, 4, ${count}, 0, 0 FROM folder RETURNING folder_id`);
  return row?.folder_id ?? '';
}

const pagesOf = async (folderId: string) =>
  (await lab.recorded(`contents/${folderId}/`)).map((key) => key.slice(-'0000.json'.length));

async function expectSameRebuilt(): Promise<void> {
  const { database, library } = await lab.rebuild();
  expect(library.repairs).toEqual([]);
  expect(await readLibrary(database)).toEqual(await readLibrary(lab.desk.database));
}

describe('records', () => {
  it('of a revision come in pages of 10,000 rows', async () => {
    const folderId = await addLinks(20_001);
    await lab.record();
    const third = ['0000.json', '0001.json', '0002.json'];
    expect(await pagesOf(folderId)).toEqual(['0000.json', '0000.json', ...third]);
    await expectSameRebuilt();
  });

  it('of a revision of just so many rows end with a page of none', async () => {
    const folderId = await addLinks(10_000);
    await lab.record();
    expect(await pagesOf(folderId)).toEqual(['0000.json', '0000.json', '0000.json', '0001.json']);
    await expectSameRebuilt();
  });

  it('written by two ticks at once are the same', async () => {
    for (const name of ['One', 'Two', 'Three']) await lab.desk.publishedBook(name);
    await lab.desk.trashedBook('Four');
    await addLinks(10_001);
    const written = new Map<string, string>();
    const blobs: Blobs = {
      ...lab.blobs,
      async putJson(at, document) {
        const text = JSON.stringify(document);
        expect(written.get(at.key) ?? text).toBe(text);
        written.set(at.key, text);
        await lab.blobs.putJson(at, document);
      },
    };
    await Promise.all([recordWith(blobs), recordWith(blobs)]);
    expect(await lab.desk.database.query.execute(sql`SELECT FROM outbox`)).toHaveLength(0);
    await expectSameRebuilt();
  });

  it('are not spoilt by a worker that goes on when others have written them and rows are gone', async () => {
    const folderId = await addLinks(20_001);
    const [stalled, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const late = recordWith({
      ...lab.blobs,
      async putJson(at, document) {
        const isFirstPage = /-0000\.json$/.test(at.key);
        const isLarge = JSON.stringify(document).length > 100_000;
        if (isFirstPage && isLarge) {
          stalled.resolve();
          await goOn.promise;
        }
        await lab.blobs.putJson(at, document);
      },
    });
    await stalled.promise;
    await lab.record();
    await lab.desk.database.query.execute(sql`
      DELETE FROM files WHERE folder_id = ${folderId} AND path LIKE 'links/1%'`);
    goOn.resolve();
    await late;
    const { library } = await lab.rebuild();
    expect(library).toMatchObject({ files: 20_001 + 3, repairs: [] });
  });

  it('are written in their order, so that what is lost is the newest', async () => {
    await lab.desk.publishedBook('Broken off');
    const wanted = await lab.desk.database.query.execute<{ id: string }>(sql`
      SELECT lpad(id::text, 16, '0') AS id FROM outbox ORDER BY id`);
    const written: string[] = [];
    const blobs: Blobs = {
      ...lab.blobs,
      putJson: async ({ key }) => {
        if (written.length === 5) throw new Error('lost');
        written.push(/\d{16}/.exec(key)?.[0] ?? '');
      },
    };
    await expect(recordWith(blobs)).rejects.toThrow('lost');
    expect(written).toEqual(wanted.slice(0, 5).map(({ id }) => id));
  });
});
