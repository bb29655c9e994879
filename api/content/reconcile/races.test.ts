import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BlobEntry, Blobs } from '../../core/ports.ts';
import { SWEPT } from '../../testing/lifecycle-desk.ts';
import { openReconcileLab, type ReconcileLab } from '../../testing/reconcile-lab.ts';

let lab: ReconcileLab;
beforeEach(async () => {
  lab = await openReconcileLab();
});
afterEach(() => lab.close());

/** Looks long after, and has something happen when the rows of the books are read and the store is not. */
async function lookWhile(happens: () => Promise<void>) {
  const blobs = listing(async function* (pages) {
    await happens();
    yield* pages;
  });
  return lab.look({ fix: true, time: '2 days', blobs });
}

/** The same, when the store has listed them. */
async function lookAfterList(happens: () => Promise<void>) {
  const blobs = listing(async function* (pages) {
    const listed: (readonly BlobEntry[])[] = [];
    for await (const page of pages) listed.push(page);
    await happens();
    yield* listed;
  });
  return lab.look({ fix: true, time: '2 days', blobs });
}

type Pages = AsyncIterable<readonly BlobEntry[]>;

function listing(change: (pages: Pages) => Pages): Blobs {
  const { blobs } = lab;
  return {
    ...blobs,
    list(bucket, prefix, startAfter) {
      const pages = blobs.list(bucket, prefix, startAfter);
      return bucket === 'books' ? change(pages) : pages;
    },
  };
}

describe('while it reads both sides', () => {
  it('an upload may be published', async () => {
    const { desk } = lab;
    const book = await desk.publishedBook('Published meanwhile');
    const content = { 'c.txt': 'c' };
    const { upload } = (await desk.pusher.plan(book.id, content)).body;
    await desk.pusher.send(upload.id, content);
    const publish = async () => void (await desk.pusher.finalize(upload.id));
    expect((await lookWhile(publish)).findings).toEqual([]);
    expect(await desk.read(`${book.path}/c.txt`)).toBe('c');
  });

  it('a folder may be moved, and its sources be swept', async () => {
    const { desk } = lab;
    const book = await desk.publishedBook('Moved meanwhile');
    const move = async () => {
      await desk.put(book.id, { book_name: 'Moved' });
      await desk.tick();
      await desk.tick(SWEPT);
      expect(await desk.stored('books', book.prefix)).toEqual([]);
    };
    expect((await lookWhile(move)).findings).toEqual([]);
  });

  it('a folder may be moved, and what it has lost is told of where it should be now', async () => {
    const { desk } = lab;
    const book = await desk.publishedBook('Moved and lost');
    const move = async () => {
      await desk.put(book.id, { book_name: 'Moved' });
      await desk.tick();
      await desk.tick(SWEPT);
      await lab.take(await lab.objectOf(book.id, 'a.txt'));
    };
    const { findings } = await lookWhile(move);
    const at = await lab.objectOf(book.id, 'a.txt');
    expect(findings).toMatchObject([{ kind: 'missing', ...at }]);
    expect(at.key).toContain('/Moved/');
  });

  it('a folder may be purged', async () => {
    const { desk } = lab;
    const book = await desk.publishedBook('Purged meanwhile');
    const purge = async () => {
      await desk.remove(`/books/${book.id}`);
      await desk.tick();
      await desk.tick('8 days');
      expect(await desk.stored('trash', book.prefix)).toEqual([]);
    };
    expect((await lookWhile(purge)).findings).toEqual([]);
  });

  it('what was listed may be swept, and its prefix be forgotten', async () => {
    const { desk } = lab;
    const { id } = await desk.publishedBook('Swept meanwhile');
    const { upload } = (await desk.pusher.plan(id, { 'c.txt': 'c' })).body;
    await desk.pusher.send(upload.id, { 'c.txt': 'c' });
    const sweep = async () => {
      await desk.call(`/uploads/${upload.id}`, { method: 'DELETE' });
      await desk.tick('1 hour');
      await desk.tick('3 days');
      const left = await desk.database.query.execute(sql`SELECT FROM dead_prefixes`);
      expect(left).toHaveLength(0);
    };
    const { findings, report } = await lookAfterList(sweep);
    expect(findings).toEqual([]);
    expect(report.books).toMatchObject({ removed: 0, young: 0 });
  });
});
