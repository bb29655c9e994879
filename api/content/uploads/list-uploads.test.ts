import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PlannedUploadBody } from '../../contract/upload-bodies.ts';
import { type BookDesk, openBookDesk } from '../../testing/books.ts';
import { createPusher, type Pusher } from '../../testing/pusher.ts';

interface UploadPage {
  readonly items: PlannedUploadBody[];
  readonly next_cursor: string | null;
}

const BUILD = { platform: 'linux', version: '1.0', channel: 'stable' };

let desk: BookDesk;
let pusher: Pusher;
let book: string;
let other: string;
/** In the order they were planned. */
let ids: { published: string; aborted: string; open: string; build: string };
beforeAll(async () => {
  desk = await openBookDesk();
  pusher = createPusher(desk);
  book = (await desk.create({ book_name: 'Fizik 5' })).id;
  other = (await desk.create()).id;
  const published = (await pusher.push(book, { a: 'four' })).upload_id ?? '';
  const plan = async (target: Parameters<Pusher['plan']>[0], content: Record<string, string>) =>
    (await pusher.plan(target, content)).body.upload.id;
  const aborted = await plan(other, { a: 'given up' });
  await desk.call(`/uploads/${aborted}`, { method: 'DELETE' });
  const open = await plan(book, { a: 'four', b: 'to send' });
  const build = await plan(BUILD, { setup: 'x' });
  ids = { published, aborted, open, build };
});
afterAll(() => desk.database.close());

async function list(query: string): Promise<UploadPage> {
  const { status, body } = await desk.call<UploadPage>(`/uploads?${query}`);
  expect(status, JSON.stringify(body)).toBe(200);
  return body;
}

async function listAll(query: string, between = async () => {}): Promise<string[]> {
  const found: string[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: UploadPage = await list(`${query}${cursor && `&cursor=${cursor}`}`);
    found.push(...page.items.map(({ upload }) => upload.id));
    cursor = page.next_cursor;
    await between();
  }
  return found;
}

describe('a list of uploads', () => {
  it('shows each as it is shown by itself', async () => {
    const { items } = await list('');
    for (const item of items) {
      const { body } = await desk.call(`/uploads/${item.upload.id}?missing=false`);
      expect(body).toMatchObject({ ...item });
    }
    expect(items.find(({ upload }) => upload.id === ids.open)).toEqual({
      upload: expect.objectContaining({
        state: 'open',
        target: { type: 'book', book_id: book, publisher: 'Acme', book_name: 'Fizik 5' },
      }),
      counts: expect.objectContaining({ files: 2, unchanged: 1, added: 1, send: 1 }),
      bytes: { files: 11, reused: 0, arrived: 0, send: 7 },
    });
    expect(items[0]?.upload.target).toEqual({ type: 'build', ...BUILD });
  });

  it('is newest first, filtered by state, book and who began it', async () => {
    const { published, aborted, open, build } = ids;
    const [{ by } = { by: '' }] = await desk.database.query.execute<{ by: string }>(
      sql`SELECT created_by AS by FROM uploads LIMIT 1`,
    );
    const all = [build, open, aborted, published];
    const cases: [string, string[]][] = [
      ['', all],
      ['state=open', [build, open]],
      ['state=aborted&state=published', [aborted, published]],
      ['state=finalizing', []],
      [`book_id=${book}`, [open, published]],
      [`book_id=${other}&state=open`, []],
      ['book_id=nonsense', []],
      [`created_by=${by}`, all],
      [`created_by=${book}`, []],
      ['created_by=nonsense', []],
    ];
    for (const [query, expected] of cases) {
      expect(await listAll(query), query).toEqual(expected);
      expect(await listAll(`${query}&limit=1`), query).toEqual(expected);
    }
  });

  it('neither repeats nor hides one while others are planned, or are of one moment', async () => {
    const before = await listAll('');
    let more = 0;
    const found = await listAll('limit=1', async () => {
      more += 1;
      await pusher.plan(book, { late: `${more}` });
    });
    expect(found).toEqual(before);
    await desk.database.query.execute(sql`UPDATE uploads SET created_at = '2026-01-01T00:00:00Z'`);
    const all = await listAll('');
    expect(await listAll('limit=1')).toEqual(all);
    expect(new Set(all).size).toBe(before.length + more);
  });

  it('binds a cursor to its filters', async () => {
    const { next_cursor } = await list('limit=1');
    expect(await desk.call(`/uploads?state=open&cursor=${next_cursor}`)).toMatchObject({
      status: 400,
      body: { code: 'request.bad_cursor' },
    });
  });

  it.each(['state=lost', 'limit=0', 'target=book'])('cannot be asked for %s', async (query) => {
    expect((await desk.call(`/uploads?${query}`)).status).toBe(422);
  });

  it('is for admins', async () => {
    expect((await desk.call('/uploads', { token: '' })).status).toBe(401);
  });
});
