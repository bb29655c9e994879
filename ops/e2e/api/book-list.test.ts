import { beforeAll, describe, expect, it } from 'vitest';
import type { BookBody } from '../../../api/contract/books.ts';
import { type Desk, openDesk } from '../desk.ts';

interface Page {
  readonly items: BookBody[];
  readonly next_cursor: string | null;
  readonly code?: string;
}

const COUNT = 23;

let desk: Desk;
let shelf: string;
let books: BookBody[];
beforeAll(async () => {
  desk = await openDesk();
  shelf = `Shelf ${Date.now().toString(36)}`;
  books = [];
  for (let at = 0; at < COUNT; at += 1) {
    books.push(
      await desk.create({
        publisher: shelf,
        language: ['tr', 'en-GB', 'de'][at % 3],
        category: ['science', 'History', 'ART'][at % 3],
        version: String(at % 5),
        status: at % 2 === 0 ? 'draft' : 'published',
      }),
    );
  }
});

type Query = Readonly<Record<string, string | readonly string[]>>;

function ask(query: Query) {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries({ publisher: shelf, ...query })) {
    for (const one of [value].flat()) search.append(name, one);
  }
  return desk.ask<Page>(`/books?${search}`);
}

async function list(query: Query): Promise<Page> {
  const { status, body } = await ask(query);
  expect(status, JSON.stringify(body)).toBe(200);
  return body;
}

async function listAll(query: Query): Promise<BookBody[]> {
  const found: BookBody[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: Page = await list({ ...query, ...(cursor ? { cursor } : {}) });
    found.push(...page.items);
    cursor = page.next_cursor;
  }
  return found;
}

describe('the list of books', () => {
  it('holds each book once, whole, by name', async () => {
    const { items, next_cursor } = await list({});
    expect(next_cursor).toBeNull();
    const byName = [...books].sort((a, b) => (a.book_name < b.book_name ? -1 : 1));
    expect(items).toEqual(byName);
  });

  it.each([
    'book_name',
    'publisher',
    'language',
    'category',
    'version',
    'status',
    'size',
    'created_at',
  ])('pages by %s in both directions without repeating or leaving out', async (key) => {
    const forward = await listAll({ sort: key, limit: '5' });
    expect(new Set(forward.map(({ id }) => id)).size).toBe(COUNT);
    const backward = await listAll({ sort: `-${key}`, limit: '4' });
    expect(backward).toEqual([...forward].reverse());
    const values = forward.map((book) => String(Reflect.get(book, key)).toLowerCase());
    expect(values).toEqual([...values].sort());
  });

  it('neither repeats nor hides a book when others arrive in between', async () => {
    const first = await list({ limit: '10', sort: '-created_at' });
    const late = await desk.create({ publisher: shelf });
    books.push(late);
    const cursor = first.next_cursor ?? '';
    const rest = await listAll({ sort: '-created_at', limit: '10', cursor });
    const ids = [...first.items, ...rest].map(({ id }) => id);
    expect(new Set(ids).size).toBe(COUNT);
    expect(ids).toHaveLength(COUNT);
    expect(ids).not.toContain(late.id);
  });

  it.each([
    [{ status: 'draft' }, (book: BookBody) => book.status === 'draft'],
    [{ language: 'EN-gb' }, (book: BookBody) => book.language === 'en-GB'],
    [{ category: 'HISTORY' }, (book: BookBody) => book.category === 'History'],
    [{ category: ['art', 'Science'] }, (book: BookBody) => book.category !== 'History'],
    [{ status: ['draft', 'published'] }, () => true],
    [
      { language: 'tr', status: 'draft' },
      (b: BookBody) => b.language === 'tr' && b.status === 'draft',
    ],
    [{ language: 'fr' }, () => false],
    [{ q: 'sCIEN' }, (book: BookBody) => book.category === 'science'],
    [{ q: '%' }, () => false],
    [{ q: '_' }, () => false],
  ])('is filtered by %j', async (query, wanted) => {
    const ids = (await list(query)).items.map(({ id }) => id).sort();
    expect(ids).toEqual(
      books
        .filter(wanted)
        .map(({ id }) => id)
        .sort(),
    );
  });

  it('finds by part of a name, whatever case and marks', async () => {
    const [book] = books;
    const part = book?.book_name.slice(2).toUpperCase() ?? '';
    expect((await list({ q: part })).items.map(({ id }) => id)).toContain(book?.id);
    expect((await list({ book_name: part })).items).toEqual([]);
  });
});

describe('a list that cannot be given', () => {
  it.each([
    [{ limit: '0' }, 'limit'],
    [{ limit: '201' }, 'limit'],
    [{ limit: 'many' }, 'limit'],
    [{ sort: 'colour' }, 'sort'],
    [{ status: 'lost' }, 'status'],
    [{ colour: 'red' }, 'colour'],
    [{ limit: ['1', '2'] }, 'limit'],
  ])('names the parameter that is wrong: %j', async (query, parameter) => {
    const answer = await ask(query);
    expect(answer).toMatchObject({ status: 422, body: { code: 'request.invalid' } });
    expect(JSON.stringify(answer.body)).toContain(`"parameter":"${parameter}`);
  });

  it.each([
    { sort: 'size', forged: { value: 'many' } },
    { sort: 'created_at', forged: { value: 'yesterday' } },
    { sort: 'book_name', forged: { id: 'nobody' } },
  ])('is one whose cursor was tampered with, by $sort', async ({ sort, forged }) => {
    const cursor = (await list({ limit: '2', sort })).next_cursor ?? '';
    const held = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    const tampered = Buffer.from(JSON.stringify({ ...held, ...forged })).toString('base64url');
    expect(await ask({ limit: '2', sort, cursor: tampered })).toMatchObject({
      status: 400,
      body: { code: 'request.bad_cursor' },
    });
  });

  it('is one whose cursor belongs to another list, or to none', async () => {
    const cursor = (await list({ limit: '2' })).next_cursor ?? '';
    expect(cursor).not.toBe('');
    for (const query of [
      { cursor, limit: '2', sort: '-book_name' },
      { cursor, limit: '2', status: 'draft' },
      { cursor: `${cursor}x` },
      { cursor: 'rubbish' },
      { cursor: '' },
    ]) {
      expect(await ask(query)).toMatchObject({ status: 400, body: { code: 'request.bad_cursor' } });
    }
    expect((await ask({ cursor, limit: '3' })).status).toBe(200);
  });
});
