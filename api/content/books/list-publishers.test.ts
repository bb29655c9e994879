import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PublisherBody } from '../../contract/publishers.ts';
import { type BookDesk, openBookDesk } from '../../testing/books.ts';
import { createPusher } from '../../testing/pusher.ts';

interface PublisherPage {
  readonly items: PublisherBody[];
  readonly next_cursor: string | null;
}

let desk: BookDesk;
beforeAll(async () => {
  desk = await openBookDesk();
  const pusher = createPusher(desk);
  const first = await desk.create({ publisher: 'çamlıca' });
  await pusher.push(first.id, { a: 'four', b: 'two' });
  // Only the current revision counts.
  await pusher.push(first.id, { a: 'four' });
  const second = await desk.create({ publisher: 'çamlıca' });
  await pusher.push(second.id, { c: 'three' });
  const large = await desk.create({ publisher: 'Bolt' });
  await pusher.push(large.id, { d: 'the largest of all' });
  const archived = await desk.create({ publisher: 'Bolt' });
  await pusher.push(archived.id, { e: 'not counted' });
  await desk.call(`/books/${archived.id}`, { method: 'DELETE' });
  const gone = await desk.create({ publisher: 'Gone' });
  await desk.call(`/books/${gone.id}`, { method: 'DELETE' });
  await desk.create({ publisher: 'acme' });
  await desk.create({ publisher: 'Dunya', status: 'draft' });
});
afterAll(() => desk.database.close());

async function list(query: string): Promise<PublisherPage> {
  const { status, body } = await desk.call<PublisherPage>(`/publishers?${query}`);
  expect(status, JSON.stringify(body)).toBe(200);
  return body;
}

async function listAll(query: string): Promise<string[]> {
  const names: string[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: PublisherPage = await list(`${query}${cursor && `&cursor=${cursor}`}`);
    names.push(...page.items.map(({ publisher }) => publisher));
    cursor = page.next_cursor;
  }
  return names;
}

describe('a list of publishers', () => {
  it('tells of each what its books hold that are not archived', async () => {
    expect(await list('')).toEqual({
      items: [
        { publisher: 'acme', books: 1, files: 0, size: 0 },
        { publisher: 'Bolt', books: 1, files: 1, size: 18 },
        { publisher: 'Dunya', books: 1, files: 0, size: 0 },
        { publisher: 'çamlıca', books: 2, files: 2, size: 9 },
      ],
      next_cursor: null,
    });
  });

  it.each([
    ['sort=publisher', ['acme', 'Bolt', 'Dunya', 'çamlıca']],
    ['sort=-publisher', ['çamlıca', 'Dunya', 'Bolt', 'acme']],
    ['sort=size', ['acme', 'Dunya', 'çamlıca', 'Bolt']],
    ['sort=-size', ['Bolt', 'çamlıca', 'Dunya', 'acme']],
    ['q=O', ['Bolt']],
    [`q=${encodeURIComponent('ÇAM')}&sort=-size`, ['çamlıca']],
    ['q=%25', []],
    ['q=gone', []],
  ])('of %s pages without repeating or leaving out', async (query, expected) => {
    expect(await listAll(query)).toEqual(expected);
    expect(await listAll(`${query}&limit=1`)).toEqual(expected);
  });

  it('is the same under a corrected spelling', async () => {
    await desk.database.query.execute(sql`
      UPDATE publishers SET name = 'ACME' WHERE name_folded = 'acme'`);
    expect(await listAll('q=acme')).toEqual(['ACME']);
  });

  it('binds a cursor to its filters and sort', async () => {
    const { next_cursor } = await list('limit=1&sort=size');
    for (const query of [`cursor=${next_cursor}`, `sort=size&q=a&cursor=${next_cursor}`]) {
      expect(await desk.call(`/publishers?${query}`)).toMatchObject({
        status: 400,
        body: { code: 'request.bad_cursor' },
      });
    }
  });

  it.each(['sort=books', 'limit=0', 'publisher=acme'])('cannot be asked for %s', async (query) => {
    expect((await desk.call(`/publishers?${query}`)).status).toBe(422);
  });

  it('is for admins', async () => {
    expect((await desk.call('/publishers', { token: '' })).status).toBe(401);
  });
});
