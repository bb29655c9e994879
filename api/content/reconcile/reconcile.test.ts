import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { forEachAtOnce } from '../../core/for-each-at-once.ts';
import { SWEPT } from '../../testing/lifecycle-desk.ts';
import { openReconcileLab, type ReconcileLab } from '../../testing/reconcile-lab.ts';

let lab: ReconcileLab;
beforeEach(async () => {
  lab = await openReconcileLab();
});
afterEach(() => lab.close());

const ALL = { checksums: true, deepPercent: 100 };

/** Nothing found, nothing left over, and so many objects held against the store. */
async function expectClean(objects: number): Promise<void> {
  const { findings, report } = await lab.look(ALL);
  expect(findings).toEqual([]);
  const { books, apps, trash } = report;
  expect(books.objects + apps.objects + trash.objects).toBe(objects);
  expect(books.young + apps.young + trash.young).toBe(0);
}

describe('a store in which nothing is wrong', () => {
  it('is found clean at every step of the lives of books and builds', async () => {
    const { desk } = lab;
    await expectClean(0);
    const book = await desk.publishedBook('Whole');
    const build = { platform: 'linux', version: '1.0' };
    await desk.push(build, { 'bin/app': 'app', 'empty.txt': '' });
    await expectClean(5);
    await desk.put(book.id, { book_name: 'Renamed' });
    await expectClean(5);
    await desk.tick();
    await expectClean(5);
    await desk.remove(`/books/${book.id}`);
    await desk.remove('/apps/linux/1.0');
    await desk.tick();
    await expectClean(5);
    const [item] = await desk.trash('Whole');
    await desk.restore(item?.id ?? '');
    await desk.tick();
    await desk.tick(SWEPT);
    await expectClean(5);
    await desk.tick('8 days');
    await expectClean(3);
    expect(await desk.read('/storage/books/Whole/Renamed/a.txt')).toBe('b');
  });

  it('may hold objects of several parts, whose copies have no SHA-256 in the store', async () => {
    const { desk } = lab;
    const { id } = await desk.create({ publisher: 'Large' });
    await desk.push(id, { 'film.mp4': Buffer.alloc(17 * 1024 ** 2, 'film'), 'a.txt': 'a' });
    const sent = await lab.look(ALL);
    expect(sent.findings).toEqual([]);
    expect(sent.report.books).toMatchObject({ unproven: 0, read: { objects: 2 } });
    await desk.remove(`/books/${id}`);
    await desk.tick();
    const moved = await lab.look(ALL);
    expect(moved.findings).toEqual([]);
    expect(moved.report.trash).toMatchObject({ unproven: 1, read: { objects: 2 } });
  });

  it('is walked by lists alone, in the order of UTF-8 whatever the names', async () => {
    const { desk, store } = lab;
    const { id } = await desk.create({ publisher: 'Awkward' });
    const names = [
      'a-b',
      'a/b',
      'a.b',
      'a0',
      'é',
      '\uFF5E',
      '\u{1F600}',
      '\u{1F600}/x',
      '%2F',
      '+ &',
    ];
    await desk.push(id, Object.fromEntries(names.map((name) => [`${name}.txt`, name])));
    store.requests.length = 0;
    const { findings, report } = await lab.look();
    expect(findings).toEqual([]);
    expect(report.books.objects).toBe(names.length);
    const operations = () => new Set(store.requests.map(({ operation }) => operation));
    expect(operations()).toEqual(new Set(['ListObjectsV2']));
    // Where both sides have the same keys, their order does not matter.
    await lab.take(await lab.objectOf(id, '\uFF5E.txt'));
    store.requests.length = 0;
    expect((await lab.look()).findings).toMatchObject([{ kind: 'missing' }]);
    expect(store.requests.filter(({ operation }) => operation === 'HeadObject')).toHaveLength(1);
  });
});

describe('an object that is', () => {
  it('missing is told with what shows it', async () => {
    const { desk } = lab;
    const book = await desk.publishedBook('Missing');
    const [current, kept] = [
      await lab.objectOf(book.id, 'a.txt'),
      await lab.objectOf(book.id, 'units/1.json'),
    ];
    await desk.push(book.id, { 'units/1.json': 'one' });
    await lab.take(current);
    await lab.take(kept);
    const { findings, report } = await lab.look();
    expect(findings).toEqual([
      {
        kind: 'missing',
        ...kept,
        sizeBytes: 3,
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
        found: {},
        place: {
          title: book.prefix,
          files: [{ path: 'units/1.json', firstRevision: 1, lastRevision: undefined }],
          filesTotal: 1,
          copies: [],
        },
      },
      expect.objectContaining({
        ...current,
        place: expect.objectContaining({
          files: [{ path: 'a.txt', firstRevision: 2, lastRevision: 2 }],
        }),
      }),
    ]);
    expect(report.books.findings).toMatchObject({ missing: 2, orphaned: 0 });
  });

  it('missing is told with where its bytes still are', async () => {
    const { desk } = lab;
    const { book } = await desk.trashedBook('Elsewhere');
    const moved = await lab.objectOf(book.id, 'a.txt');
    await lab.take(moved);
    const [source] = (await lab.look()).findings;
    expect(source).toMatchObject({
      kind: 'missing',
      ...moved,
      place: { copies: [{ bucket: 'books' }] },
    });
    for await (const page of lab.blobs.list('books', `${book.prefix}/`)) {
      for (const { key } of page) await lab.take({ bucket: 'books', key });
    }
    const [later] = (await lab.look()).findings;
    expect(later).toMatchObject({ kind: 'missing', ...moved, place: { copies: [] } });
  });

  it('missing though a revision or a plan still needs what was doomed', async () => {
    const { desk } = lab;
    const { id } = await desk.publishedBook('Doomed');
    const shown = await lab.objectOf(id, 'a.txt');
    await lab.take(shown);
    const doom = sql`UPDATE objects SET state = 'doomed', not_before = dcs_now()`;
    await desk.database.query.execute(doom);
    expect((await lab.look()).findings).toMatchObject([{ kind: 'missing', ...shown }]);
    await desk.database.query.execute(sql`UPDATE objects SET state = 'live'`);
    await desk.pusher.plan(id, { 'new.txt': 'b' });
    await desk.database.query.execute(sql`DELETE FROM files WHERE path = 'a.txt'`);
    await desk.database.query.execute(doom);
    expect((await lab.look()).findings).toMatchObject([
      { kind: 'missing', ...shown, place: { files: [], filesTotal: 0 } },
    ]);
  });

  it('missing and doomed for good is as it should be', async () => {
    await lab.desk.trashedBook('Swept');
    for await (const page of lab.blobs.list('books', '')) {
      await lab.blobs.deleteMany(
        'books',
        page.map(({ key }) => key),
      );
    }
    const { findings, report } = await lab.look();
    expect(findings).toEqual([]);
    expect(report).toMatchObject({ books: { objects: 0 }, trash: { objects: 3 } });
  });

  it('of the wrong size is told with the size it has', async () => {
    const { id } = await lab.desk.publishedBook('Cut');
    const at = await lab.objectOf(id, 'units/1.json');
    await lab.put(at, 'on');
    const { findings, report } = await lab.look();
    expect(findings).toMatchObject([
      { kind: 'wrong_size', ...at, sizeBytes: 3, found: { sizeBytes: 2 } },
    ]);
    expect(report.books.findings.wrong_size).toBe(1);
  });

  it('known to the store by another SHA-256 is told when those are asked for', async () => {
    const { id } = await lab.desk.publishedBook('Swapped');
    const at = await lab.objectOf(id, 'units/1.json');
    await lab.put(at, 'two');
    expect((await lab.look()).findings).toEqual([]);
    const { findings } = await lab.look(ALL);
    expect(findings).toMatchObject([{ kind: 'wrong_checksum', ...at }]);
  });

  it('of wrong bytes without a SHA-256 in the store is told when it is read', async () => {
    const { desk, blobs } = lab;
    const { id } = await desk.create({ publisher: 'Rotten' });
    await desk.push(id, { 'a.json': '"a"', 'film.mp4': Buffer.alloc(17 * 1024 ** 2, 'film') });
    const at = await lab.objectOf(id, 'a.json');
    await blobs.putJson(at, 'b');
    const asked = await lab.look({ checksums: true });
    expect(asked.findings).toEqual([]);
    expect(asked.report.books.unproven).toBe(1);
    const { findings } = await lab.look({ deepPercent: 100 });
    expect(findings).toMatchObject([{ kind: 'wrong_bytes', ...at, found: { sizeBytes: 3 } }]);
  });

  it('unreadable is told when the store has it but breaks off each time', async () => {
    const { id } = await lab.desk.publishedBook('Bad sectors');
    const at = await lab.objectOf(id, 'units/1.json');
    lab.store.faults = ({ operation, key }) =>
      operation === 'GetObject' && key === at.key ? { kind: 'cut_answer', afterBytes: 1 } : null;
    const { findings } = await lab.look({ deepPercent: 100 });
    expect(findings).toMatchObject([{ kind: 'unreadable', ...at }]);
  });

  it('read well at the second attempt is nothing to tell of', async () => {
    const { id } = await lab.desk.publishedBook('Hiccup');
    const at = await lab.objectOf(id, 'units/1.json');
    let reads = 0;
    lab.store.faults = ({ operation, key }) => {
      if (operation !== 'GetObject' || key !== at.key) return null;
      reads += 1;
      return reads === 1 ? { kind: 'cut_answer', afterBytes: 1 } : null;
    };
    expect((await lab.look({ deepPercent: 100 })).findings).toEqual([]);
    expect(reads).toBe(2);
  });
});

describe('a large bucket', () => {
  it('is walked over the borders of pages, and sampled', async () => {
    const { desk, blobs } = lab;
    const { id } = await desk.publishedBook('Many');
    const path = (number: number) => `gen/${String(number).padStart(4, '0')}`;
    await desk.database.query.execute(sql`
      INSERT INTO objects (folder_id, bucket, key, size_bytes, sha256, state)
      SELECT folder_id, 'books', 'Many/x/gen/' || lpad(number::text, 4, '0'), 1,
        encode(sha256(number::text::bytea), 'hex'), 'live'
      FROM books, generate_series(0, 2199) AS number WHERE id = ${id}`);
    const lost = new Set([0, 996, 997, 998, 999, 1000, 1001, 1997, 1998, 2000, 2199]);
    const numbers = Array.from({ length: 2300 }, (_, number) => number);
    const stored = numbers.filter((number) => !lost.has(number));
    await forEachAtOnce(stored, 32, (number) =>
      blobs.putJson({ bucket: 'books', key: `Many/x/${path(number)}` }, 1),
    );
    const { findings, report } = await lab.look({ time: '25 hours', deepPercent: 0 });
    const keysOf = (kind: string) =>
      findings.filter((one) => one.kind === kind).map(({ key }) => key.slice('Many/x/'.length));
    expect(keysOf('missing')).toEqual([...lost].map(path));
    expect(keysOf('orphaned')).toEqual(numbers.slice(2200).map(path));
    expect(findings).toHaveLength(lost.size + 100);
    expect(report.books.objects).toBe(2203);
    const { read } = (await lab.look({ deepPercent: 10 })).report.books;
    expect(read.objects).toBeGreaterThan(100);
    expect(read.objects).toBeLessThan(400);
  });
});
