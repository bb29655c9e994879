import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DcsError } from '../../core/errors.ts';
import type { Blobs, ContentAddress } from '../../core/ports.ts';
import { SWEPT } from '../../testing/lifecycle-desk.ts';
import { openReconcileLab, type ReconcileLab } from '../../testing/reconcile-lab.ts';
import { OldDatabaseError } from './require-newest-database.ts';

let lab: ReconcileLab;
beforeEach(async () => {
  lab = await openReconcileLab();
});
afterEach(() => lab.close());

const FIX = { fix: true, time: '26 hours' };

async function isThere(at: ContentAddress): Promise<boolean> {
  return (await lab.blobs.head(at)) !== undefined;
}

function young(report: Awaited<ReturnType<ReconcileLab['look']>>['report']): number {
  return report.books.young + report.apps.young + report.trash.young;
}

/** Whoever comes a day later finds nothing to remove, and not even something young. */
async function expectSpared(): Promise<void> {
  const { findings, report } = await lab.look(FIX);
  expect(findings).toEqual([]);
  expect(young(report)).toBe(0);
  expect(young((await lab.look()).report)).toBe(0);
}

describe('what nothing accounts for', () => {
  it('is told when it is older than a day, and counted apart before', async () => {
    const stray = { bucket: 'apps', key: 'stray.txt' } as const;
    await lab.put(stray, 'stray');
    const early = await lab.look({ time: '23 hours' });
    expect(early.findings).toEqual([]);
    expect(early.report.apps).toMatchObject({ young: 1, findings: { orphaned: 0 } });
    const late = await lab.look({ time: '25 hours' });
    expect(late.findings).toEqual([
      { kind: 'orphaned', ...stray, sizeBytes: 5, modifiedAt: expect.any(Date), isRemoved: false },
    ]);
    expect(late.report.apps).toMatchObject({ young: 0, findings: { orphaned: 1 } });
    expect(await isThere(stray)).toBe(true);
  });

  it('is removed by a fix when it is older than a day, and nothing else is', async () => {
    const { desk, store } = lab;
    const book = await desk.publishedBook('Fixed');
    const lost = await lab.objectOf(book.id, 'units/1.json');
    await lab.take(lost);
    const old = { bucket: 'books', key: 'x/y/z/old.txt' } as const;
    const fresh = { bucket: 'books', key: 'x/y/z/fresh.txt' } as const;
    store.advance(-600);
    await lab.put(old, 'old');
    store.advance(600);
    await lab.put(fresh, 'fresh');
    const { findings, report } = await lab.look({ fix: true, time: '23 hours 55 minutes' });
    expect(findings).toHaveLength(2);
    expect(findings).toContainEqual(
      expect.objectContaining({ kind: 'orphaned', ...old, isRemoved: true }),
    );
    expect(findings).toContainEqual(expect.objectContaining({ kind: 'missing', ...lost }));
    expect(report.books).toMatchObject({ removed: 1, young: 1, findings: { orphaned: 0 } });
    expect([await isThere(old), await isThere(fresh)]).toEqual([false, true]);
    expect(await desk.read(`${book.path}/a.txt`)).toBe('b');
  });

  it('is not what lies under an upload that is open, or one that is over and not yet swept', async () => {
    const { desk } = lab;
    const { id } = await desk.publishedBook('Open');
    const content = { 'a.txt': 'c', 'b.txt': 'd' };
    const { upload } = (await desk.pusher.plan(id, content)).body;
    await desk.pusher.send(upload.id, content);
    await expectSpared();
    await desk.database.query.execute(
      sql`UPDATE uploads SET state = 'finalizing' WHERE state = 'open'`,
    );
    await expectSpared();
    await desk.database.query.execute(
      sql`UPDATE uploads SET state = 'open' WHERE state = 'finalizing'`,
    );
    await desk.call(`/uploads/${upload.id}`, { method: 'DELETE' });
    await expectSpared();
    const place = await desk.database.query.execute<{ prefix: string }>(
      sql`SELECT prefix || '/' || gen || '/' AS prefix FROM uploads WHERE id = ${upload.id}`,
    );
    await desk.tick('1 hour');
    await desk.tick('2 days');
    const late = { bucket: 'books', key: `${place[0]?.prefix}a.txt` } as const;
    await lab.put(late, 'c');
    expect((await lab.look(FIX)).findings).toMatchObject([{ ...late, isRemoved: true }]);
  });

  it('is not what lies in another bucket under the prefix of an upload', async () => {
    const { desk } = lab;
    const { id } = await desk.publishedBook('Other bucket');
    const { upload } = (await desk.pusher.plan(id, { 'x.txt': 'x' })).body;
    await desk.pusher.send(upload.id, { 'x.txt': 'x' });
    const [place] = await desk.database.query.execute<{ key: string }>(
      sql`SELECT prefix || '/' || gen || '/x.txt' AS key FROM uploads WHERE id = ${upload.id}`,
    );
    const at = { bucket: 'trash', key: place?.key ?? '' } as const;
    await lab.put(at, 'x');
    expect((await lab.look(FIX)).findings).toMatchObject([{ ...at, isRemoved: true }]);
  });

  it('is not what a move under way has copied, also while it waits for a person', async () => {
    const { desk, blobs } = lab;
    const book = await desk.publishedBook('Moving');
    await desk.put(book.id, { book_name: 'Moved' });
    // It copies what one upload brought, and does not hear of it, so that it commits nothing.
    const deaf: Blobs = {
      ...blobs,
      async copy(from, to, etag) {
        await blobs.copy(from, to, etag);
        throw new DcsError('storage.unavailable');
      },
    };
    await desk.tick('0', { blobs: deaf });
    expect(await desk.stored('books', 'Moving/Moved')).toHaveLength(2);
    await expectSpared();
    await desk.database.query.execute(sql`UPDATE operations SET state = 'needs_person'`);
    await expectSpared();
    await desk.database.query.execute(
      sql`UPDATE operations SET state = 'running' WHERE type = 'rename'`,
    );
    await desk.tick('1 hour');
    expect(await desk.read('/storage/books/Moving/Moved/a.txt')).toBe('b');
    await desk.tick(SWEPT);
    await expectSpared();
  });
});

describe('a fix', () => {
  it('is refused by a database older than the store, which is left as it is', async () => {
    const { desk } = lab;
    const book = await desk.publishedBook('Restored');
    await desk.tick();
    await lab.put({ bucket: 'books', key: 'stray.txt' }, 'stray');
    const stray = { bucket: 'books', key: 'stray.txt' } as const;
    const writtenUpTo = (record: number) =>
      desk.database.query.execute(sql`
        SELECT setval(pg_get_serial_sequence('outbox', 'id'), ${record})`);
    await writtenUpTo(1);
    await expect(lab.look(FIX)).rejects.toThrow(OldDatabaseError);
    expect(await isThere(stray)).toBe(true);
    expect((await lab.look({ time: FIX.time })).findings).toHaveLength(1);
    await writtenUpTo(1000);
    await desk.remove(`/books/${book.id}`);
    await desk.tick();
    await desk.tick('8 days');
    expect((await lab.look(FIX)).findings).toMatchObject([{ isRemoved: true }]);
  });

  it('is refused by the database of another store', async () => {
    await lab.desk.publishedBook('Own');
    await lab.desk.tick();
    const other = await openReconcileLab();
    try {
      await expect(other.look({ ...FIX, blobs: lab.blobs })).rejects.toThrow(OldDatabaseError);
    } finally {
      await other.close();
    }
    await expectSpared();
  });
});
