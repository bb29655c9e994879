import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BookDesk, openBookDesk } from '../../testing/books.ts';
import { createPusher } from '../../testing/pusher.ts';

let desk: BookDesk;
beforeAll(async () => {
  desk = await openBookDesk();
});
afterAll(() => desk.database.close());

describe('changing a book', () => {
  it('changes what is sent, keeps the rest, and gives a new ETag', async () => {
    const book = await desk.create();
    const before = (await desk.call(`/books/${book.id}`)).headers.get('etag');
    const { status, body, headers } = await desk.put(book.id, { version: '2.0', status: 'draft' });
    expect(status).toBe(200);
    expect(body).toEqual({ ...book, version: '2.0', status: 'draft', updated_at: body.updated_at });
    expect(headers.get('etag')).not.toBe(before);
  });

  it('takes back what GET gave, so read, edit, write works; nothing changed leaves the ETag', async () => {
    const book = await desk.create();
    const before = (await desk.call(`/books/${book.id}`)).headers.get('etag');
    const same = await desk.put(book.id, book);
    expect(same.body).toEqual(book);
    expect(same.headers.get('etag')).toBe(before);
    expect((await desk.put(book.id, { ...book, category: 'art' })).body).toMatchObject({
      category: 'art',
    });
  });

  it('renames a book without content, also in nothing but its case', async () => {
    const book = await desk.create({ publisher: 'Renamed from' });
    const moved = await desk.put(book.id, { publisher: 'Renamed to', book_name: 'New' });
    expect(moved.body).toMatchObject({ publisher: 'Renamed to', book_name: 'New' });
    expect((await desk.put(book.id, { book_name: 'NEW' })).body).toMatchObject({
      book_name: 'NEW',
    });
  });

  it('onto the name of another book is a conflict that names it', async () => {
    const [first, second] = [await desk.create(), await desk.create()];
    const answer = await desk.put(second.id, { book_name: first.book_name.toUpperCase() });
    expect(answer).toMatchObject({ status: 409, body: { code: 'book.exists', book_id: first.id } });
  });

  it('with an upload open keeps its name', async () => {
    const pusher = createPusher(desk);
    const book = await desk.create();
    const { body } = await pusher.plan(book.id, { 'a.txt': 'a' });
    const rename = () => desk.put(book.id, { book_name: 'Other' });
    expect(await rename()).toMatchObject({ status: 409, body: { code: 'book.uploads_open' } });
    await desk.call(`/uploads/${body.upload.id}`, { method: 'DELETE' });
    expect((await rename()).status).toBe(200);
  });

  it.each([
    ['the current tag', (etag: string) => etag, 200],
    ['a list with it', (etag: string) => `"other", ${etag}`, 200],
    ['the tag as a compressed answer carries it', (etag: string) => `W/${etag}`, 200],
    ['*', () => '*', 200],
    ['a stale tag', () => '"0"', 412],
    ['rubbish', () => 'rubbish', 412],
  ])('with If-Match %s', async (_, ifMatch, expected) => {
    const book = await desk.create();
    const etag = (await desk.call(`/books/${book.id}`)).headers.get('etag') ?? '';
    const answer = await desk.put(book.id, { version: '3' }, { 'if-match': ifMatch(etag) });
    expect(answer.status).toBe(expected);
    if (expected === 412) {
      expect(answer.body).toMatchObject({ code: 'request.precondition_failed' });
      expect(answer.headers.get('etag')).toBe(etag);
    }
  });

  it('by two who saw the same version lets one through', async () => {
    const book = await desk.create();
    const etag = (await desk.call(`/books/${book.id}`)).headers.get('etag') ?? '';
    const answers = await Promise.all(
      ['a', 'b'].map((version) => desk.put(book.id, { version }, { 'if-match': etag })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
  });

  it('in the trash is refused, and archived cannot be set', async () => {
    const book = await desk.create();
    expect((await desk.put(book.id, { status: 'archived' })).status).toBe(422);
    await desk.database.query.execute(
      sql`UPDATE books SET status = 'archived' WHERE id = ${book.id}`,
    );
    expect(await desk.put(book.id, { version: '2' })).toMatchObject({
      status: 409,
      body: { code: 'book.in_trash' },
    });
  });

  it('refuses members it does not know', async () => {
    const book = await desk.create();
    expect(await desk.put(book.id, { verison: '2' })).toMatchObject({
      status: 422,
      body: { errors: [{ code: 'field.unknown', pointer: '/verison' }] },
    });
  });

  it('writes one audit event with what was and what is', async () => {
    const book = await desk.create({ version: '1', category: 'art' });
    await desk.put(book.id, { version: '2', category: 'art' }, { 'x-request-id': 'audit-this-1' });
    const { body } = await desk.call<{ items: unknown[] }>(`/audit?target_id=${book.id}`);
    expect(body.items).toEqual([
      {
        id: expect.any(String),
        at: expect.any(String),
        actor: { type: 'user', id: expect.any(String), email: 'editor@example.com' },
        action: 'book.update',
        target: { type: 'book', id: book.id, name: `Acme/${book.book_name}` },
        before: { version: '1' },
        after: { version: '2' },
        request_id: 'audit-this-1',
        address: '192.0.2.1',
      },
      expect.objectContaining({ action: 'book.create' }),
    ]);
  });
});

describe('reading a book', () => {
  it('with its own ETag answers 304 without a body', async () => {
    const book = await desk.create();
    const etag = (await desk.call(`/books/${book.id}`)).headers.get('etag') ?? '';
    const same = await desk.call(`/books/${book.id}`, {
      headers: { 'if-none-match': `W/${etag}` },
    });
    expect(same).toMatchObject({ status: 304, body: undefined });
    expect(same.headers.get('etag')).toBe(etag);
    const other = await desk.call(`/books/${book.id}`, { headers: { 'if-none-match': '"other"' } });
    expect(other.status).toBe(200);
  });

  it.each(['0199a3c1-7b1e-7c52-9d5e-3a1f0c2b4d6e', 'not-an-id', 'a%2Fb', '%00'])(
    'that is not there answers 404: %s',
    async (id) => {
      for (const method of ['GET', 'PUT']) {
        const answer = await desk.call(`/books/${id}`, {
          method,
          ...(method === 'PUT' ? { body: {} } : {}),
        });
        expect(answer).toMatchObject({ status: 404, body: { code: 'book.not_found' } });
      }
    },
  );

  it('answers HEAD as GET without the body', async () => {
    const book = await desk.create();
    const head = await desk.call(`/books/${book.id}`, { method: 'HEAD' });
    expect(head).toMatchObject({ status: 200, body: undefined });
    expect(head.headers.get('etag')).toMatch(/^"/);
  });
});
