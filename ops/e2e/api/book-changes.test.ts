import { beforeAll, describe, expect, inject, it } from 'vitest';
import type { BookBody } from '../../../api/contract/books.ts';
import { type Desk, openDesk } from '../desk.ts';
import { DIFFERENCES } from '../differences.ts';

const { runtime } = inject('target');
let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});

const put = (id: string, body: unknown, headers = {}) =>
  desk.ask<BookBody & { code?: string }>(`/books/${id}`, { method: 'PUT', body, headers });

async function tagOf(id: string): Promise<string> {
  return (await desk.ask(`/books/${id}`)).headers.etag ?? '';
}

describe('changing a book', () => {
  it('keeps what is not sent, and gives it a new tag', async () => {
    const book = await desk.create();
    const before = await tagOf(book.id);
    const { status, headers, body } = await put(book.id, { version: '2.0', status: 'draft' });
    expect(status).toBe(200);
    expect(body).toEqual({
      ...book,
      version: '2.0',
      status: 'draft',
      updated_at: expect.any(String),
    });
    expect(Date.parse(body.updated_at)).toBeGreaterThanOrEqual(Date.parse(book.updated_at));
    expect(headers.etag).not.toBe(before);
    expect(await tagOf(book.id)).toBe(headers.etag);
  });

  it('takes back what was read, read-only members and all', async () => {
    const book = await desk.create();
    const { status, body } = await put(book.id, { ...book, category: 'history', revision: 99 });
    expect(status).toBe(200);
    expect(body).toMatchObject({ category: 'history', revision: 0, id: book.id });
  });

  it('to what it is already changes nothing', async () => {
    const book = await desk.create();
    const before = await tagOf(book.id);
    for (const body of [{}, { version: book.version }, book]) {
      const answer = await put(book.id, body);
      expect({ status: answer.status, tag: answer.headers.etag }).toEqual({
        status: 200,
        tag: before,
      });
      expect(answer.body.updated_at).toBe(book.updated_at);
    }
  });

  it.each([
    [{ status: 'archived' }, '/status'],
    [{ language: '' }, '/language'],
    [{ book_name: 'a/b' }, '/book_name'],
    [{ version: null }, '/version'],
    [{ colour: 'red' }, '/colour'],
  ])('is refused: %j', async (change, pointer) => {
    const { id } = await desk.create();
    expect(await put(id, change)).toMatchObject({
      status: 422,
      body: { code: 'request.invalid', errors: [{ pointer }] },
    });
  });

  it.each(['0199a3c1-7b1e-7c52-9d5e-3a1f0c2b4d6e', 'rubbish'])(
    'that does not exist answers 404: %s',
    async (id) => {
      expect(await put(id, { version: '2' })).toMatchObject({
        status: 404,
        body: { code: 'book.not_found' },
      });
    },
  );
});

describe('renaming a book without content', () => {
  it('gives its old name free', async () => {
    const book = await desk.create();
    const renamed = await put(book.id, { book_name: `${book.book_name}, 2nd edition` });
    expect(renamed).toMatchObject({ status: 200, body: { id: book.id } });
    const heir = await desk.create({ publisher: book.publisher, book_name: book.book_name });
    expect(heir.id).not.toBe(book.id);
  });

  it('may change no more than the case', async () => {
    const book = await desk.create();
    const { status, body } = await put(book.id, { book_name: book.book_name.toUpperCase() });
    expect({ status, name: body.book_name }).toEqual({
      status: 200,
      name: book.book_name.toUpperCase(),
    });
  });

  it('to a name that is taken is refused with the other’s id', async () => {
    const [book, other] = [await desk.create(), await desk.create()];
    expect(await put(book.id, { book_name: other.book_name.toLowerCase() })).toMatchObject({
      status: 409,
      body: { code: 'book.exists', book_id: other.id },
    });
    expect((await desk.ask(`/books/${book.id}`)).body).toEqual(book);
  });
});

describe('If-Match', () => {
  it('lets the change through that knows the book as it is', async () => {
    const { id } = await desk.create();
    for (const [at, form] of ['TAG', '"x", TAG', '*'].entries()) {
      const header = form.replace('TAG', await tagOf(id));
      expect((await put(id, { version: `v${at}` }, { 'if-match': header })).status).toBe(200);
    }
  });

  it('stops a change to a book that has changed since', async () => {
    const { id } = await desk.create();
    const stale = await tagOf(id);
    const { headers } = await put(id, { version: '2' });
    const answer = await put(id, { version: '3' }, { 'if-match': stale });
    expect(answer).toMatchObject({
      status: 412,
      body: { code: 'request.precondition_failed' },
    });
    expect(answer.headers.etag).toBe(headers.etag);
  });

  it('lets one of many through who change it at once', async () => {
    const { id } = await desk.create();
    const headers = { 'if-match': await tagOf(id) };
    const answers = await Promise.all(
      ['a', 'b', 'c', 'd', 'e'].map((version) => put(id, { version }, headers)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412, 412]);
    const winner = answers.find(({ status }) => status === 200);
    expect((await desk.ask(`/books/${id}`)).body).toEqual(winner?.body);
  });

  it('takes the tag of a compressed answer', async () => {
    const { id } = await desk.create({ category: 'x'.repeat(100), publisher: 'Ü'.repeat(70) });
    const long = { book_name: `${'ü'.repeat(60)} ${Date.now()}`, version: 'y'.repeat(100) };
    await put(id, long);
    const { headers } = await desk.ask(`/books/${id}`, { headers: { 'accept-encoding': 'gzip' } });
    const compressed = headers['content-encoding'] === 'gzip';
    const weak = headers.etag?.startsWith('W/') ?? false;
    if (compressed) expect(weak).toBe(DIFFERENCES.weakensTheTagOfCompressedAnswers[runtime]);
    const answer = await put(id, { version: '2' }, { 'if-match': headers.etag });
    expect(answer.status).toBe(200);
  });
});
