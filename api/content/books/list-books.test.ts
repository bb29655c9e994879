import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { BookBody } from '../../contract/books.ts';
import { type BookDesk, openBookDesk } from '../../testing/books.ts';

interface BookPage {
  readonly items: BookBody[];
  readonly next_cursor: string | null;
}

let desk: BookDesk;
beforeAll(async () => {
  desk = await openBookDesk();
});
beforeEach(() => desk.database.query.execute(sql`TRUNCATE books, publishers`));
afterAll(() => desk.database.close());

async function list(query: string): Promise<BookPage> {
  const { status, body } = await desk.call<BookPage>(`/books?${query}`);
  expect(status, JSON.stringify(body)).toBe(200);
  return body;
}

/** All pages; `between` runs after each. */
async function listAll(query: string, between = async () => {}): Promise<BookBody[]> {
  const items: BookBody[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: BookPage = await list(`${query}${cursor && `&cursor=${cursor}`}`);
    items.push(...page.items);
    cursor = page.next_cursor;
    await between();
  }
  return items;
}

const names = (items: readonly BookBody[]) => items.map(({ book_name }) => book_name);

describe('a list of books', () => {
  it('of a hundred thousand pages through every one once, while rows arrive', async () => {
    const total = 100_000;
    await desk.database.query.execute(sql`
      INSERT INTO publishers (name, name_folded) VALUES ('Acme', 'acme');
      INSERT INTO books (id, publisher, publisher_folded, book_name, book_name_folded, language,
        category, category_folded, version, status)
      SELECT gen_random_uuid(), 'Acme', 'acme', name, lower(name), 'tr', 'art', 'art', '1', 'published'
      FROM (SELECT 'Book ' || lpad(((n * 7919) % ${sql.raw(String(total))})::text, 6, '0') AS name
        FROM generate_series(1, ${sql.raw(String(total))}) AS n) AS names`);
    let arrived = 0;
    const items = await listAll('limit=200', async () => {
      arrived += 1;
      if (arrived % 50 !== 0) return;
      await desk.create({ book_name: `Book 000000 before ${arrived}` });
      await desk.create({ book_name: `Book 999999 behind ${arrived}` });
    });
    const old = names(items).filter((name) => /^Book \d{6}$/.test(name));
    expect(old).toHaveLength(total);
    expect(new Set(old).size).toBe(total);
    expect(old).toEqual([...old].sort());
    expect(names(items).filter((name) => name.includes('behind'))).toHaveLength(10);
  });

  it.each([
    ['book_name', ['a', 'B', 'ç']],
    ['-book_name', ['ç', 'B', 'a']],
    ['publisher', ['B', 'a', 'ç']],
    ['category', ['ç', 'B', 'a']],
    ['language', ['a', 'ç', 'B']],
    ['version', ['B', 'ç', 'a']],
    ['status', ['ç', 'a', 'B']],
    ['created_at', ['a', 'B', 'ç']],
    ['-updated_at', ['a', 'ç', 'B']],
  ])('sorts by %s, a page of one at a time', async (sort, expected) => {
    const made = [
      { book_name: 'a', publisher: 'q', category: 'Z', language: 'de', version: '9' },
      { book_name: 'B', publisher: 'P', category: 'y', language: 'tr', version: '1' },
      {
        book_name: 'ç',
        publisher: 'r',
        category: 'X',
        language: 'fr',
        version: '2',
        status: 'draft',
      },
    ];
    for (const book of made) {
      const { id } = await desk.create(book);
      await desk.database.query.execute(sql`
        UPDATE books SET created_at = created_at + make_interval(secs => ${made.indexOf(book)})
        WHERE id = ${id}`);
    }
    await desk.database.query.execute(sql`
      UPDATE books SET updated_at = created_at;
      UPDATE books SET updated_at = updated_at + interval '1 hour' WHERE book_name = 'a'`);
    const items = await listAll(`sort=${sort}&limit=1`);
    expect(names(items)).toEqual(expected);
  });

  it.each([
    ['size', ['none', 'never', 'small', 'large']],
    ['-size', ['large', 'small', 'never', 'none']],
  ])('sorts by %s, those without content as empty', async (sort, expected) => {
    // As numbers: by digits, 1000 would come before 9.
    const made = { none: 0, never: undefined, small: 9, large: 1000 };
    for (const [book_name, bytes] of Object.entries(made)) {
      const { id } = await desk.create({ book_name });
      if (bytes === undefined) continue;
      await desk.database.query.execute(sql`
        WITH folder AS (
          INSERT INTO folders (id, bucket, prefix, size_bytes)
          VALUES (gen_random_uuid(), 'books', ${book_name}, ${bytes}) RETURNING id
        )
        UPDATE books SET folder_id = folder.id FROM folder WHERE books.id = ${id}`);
    }
    expect(names(await listAll(`sort=${sort}`))).toEqual(expected);
    expect(names(await listAll(`sort=${sort}&limit=1`))).toEqual(expected);
  });

  it('filters exactly, without case, several values of one filter as "or"', async () => {
    await desk.create({ book_name: 'One', publisher: 'Acme', category: 'Art', language: 'en-GB' });
    await desk.create({
      book_name: 'Two',
      publisher: 'Bolt',
      category: 'Science',
      status: 'draft',
    });
    await desk.create({ book_name: 'Three', publisher: 'Acme Books', category: 'art' });
    expect(names((await list('publisher=ACME')).items)).toEqual(['One']);
    expect(names((await list('publisher=acme&publisher=BOLT')).items)).toEqual(['One', 'Two']);
    expect(names((await list('category=ART&language=EN-gb')).items)).toEqual(['One']);
    expect(names((await list('status=draft')).items)).toEqual(['Two']);
    expect(names((await list('book_name=three')).items)).toEqual(['Three']);
    expect(names((await list('status=archived')).items)).toEqual([]);
  });

  it('finds a part of publisher, name or category without case, and takes % and _ as they are', async () => {
    await desk.create({ book_name: '100% sure', category: 'Şiir' });
    await desk.create({ book_name: '100 percent', publisher: 'Under_score' });
    expect(names((await list('q=100%25')).items)).toEqual(['100% sure']);
    expect(names((await list('q=r_s')).items)).toEqual(['100 percent']);
    expect(names((await list(`q=${encodeURIComponent('şİİR'.normalize('NFD'))}`)).items)).toEqual(
      [],
    );
    expect(names((await list(`q=${encodeURIComponent('ŞIIR')}`)).items)).toEqual(['100% sure']);
  });

  it('includes archived books', async () => {
    const { id } = await desk.create();
    await desk.database.query.execute(sql`UPDATE books SET status = 'archived' WHERE id = ${id}`);
    expect((await list('')).items).toMatchObject([{ status: 'archived' }]);
  });

  it('of nothing is an empty page', async () => {
    expect(await list('')).toEqual({ items: [], next_cursor: null });
  });

  it('binds its cursor to filters and sort', async () => {
    await desk.create();
    await desk.create();
    const { next_cursor } = await list('limit=1&sort=version');
    const foreign = [
      `cursor=${next_cursor}`,
      `cursor=${next_cursor}&sort=-version`,
      `cursor=${next_cursor}&sort=version&status=draft`,
      'cursor=rubbish',
      'cursor=e30',
    ];
    for (const query of foreign) {
      expect(await desk.call(`/books?${query}`), query).toMatchObject({
        status: 400,
        body: { code: 'request.bad_cursor' },
      });
    }
    expect((await list(`limit=200&sort=version&cursor=${next_cursor}`)).items).toHaveLength(1);
  });

  it.each([
    ['limit=0', 'limit'],
    ['limit=201', 'limit'],
    ['limit=ten', 'limit'],
    ['sort=colour', 'sort'],
    ['status=gone', 'status.0'],
    ['q=a&q=b', 'q'],
    ['publsher=Acme', 'publsher'],
  ])('refuses %s', async (query, parameter) => {
    expect(await desk.call(`/books?${query}`)).toMatchObject({
      status: 422,
      body: { code: 'request.invalid', errors: [{ parameter }] },
    });
  });
});
