import { beforeAll, describe, expect, inject, it } from 'vitest';
import { createApiClient } from '../../../api/client/api-client.ts';
import { ApiError } from '../../../api/client/api-error.ts';
import { type BookBody, createBook, getBook, updateBook } from '../../../api/contract/books.ts';
import { type Desk, openDesk } from '../desk.ts';

const UNKNOWN = '0199a3c1-7b1e-7c52-9d5e-3a1f0c2b4d6e';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});

describe('a new book', () => {
  it('is answered whole, with its address and its tag', async () => {
    const body = desk.newBook({ language: 'EN-us', status: 'draft' });
    const answer = await desk.ask<BookBody>('/books', { body });
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({
      ...body,
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f-]{17}$/),
      language: 'en-US',
      revision: 0,
      files: 0,
      size: 0,
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      updated_at: answer.body.created_at,
    });
    expect(answer.headers.location).toBe(`/books/${answer.body.id}`);
    expect(answer.headers.etag).toMatch(/^"[^"]+"$/);
    const read = await desk.ask(answer.headers.location ?? '');
    expect(read).toMatchObject({ status: 200, body: answer.body });
    expect(read.headers.etag).toBe(answer.headers.etag);
  });

  it('is published unless it is held back as a draft', async () => {
    expect((await desk.create()).status).toBe('published');
    expect((await desk.create({ status: 'draft' })).status).toBe('draft');
  });

  it.each([
    ['without a name', { book_name: undefined }, 'field.required', '/book_name'],
    ['with an empty name', { book_name: '' }, 'field.invalid', '/book_name'],
    ['with a slash in its name', { book_name: 'a/b' }, 'field.invalid', '/book_name'],
    ['with a backslash', { publisher: 'a\\b' }, 'field.invalid', '/publisher'],
    ['called ..', { book_name: '..' }, 'field.invalid', '/book_name'],
    ['with a line break', { book_name: 'a\nb' }, 'field.invalid', '/book_name'],
    ['with a hidden turn', { book_name: 'a\u202eb' }, 'field.invalid', '/book_name'],
    ['with outer spaces', { publisher: ' a' }, 'field.invalid', '/publisher'],
    ['with half a character', { publisher: 'a\ud83d' }, 'field.invalid', '/publisher'],
    ['with a name too long', { book_name: 'x'.repeat(121) }, 'field.invalid', '/book_name'],
    ['with a name of numbers', { book_name: 5 }, 'field.invalid', '/book_name'],
    ['in no language', { language: 'not a tag' }, 'field.invalid', '/language'],
    ['of a long category', { category: 'x'.repeat(101) }, 'field.invalid', '/category'],
    ['already archived', { status: 'archived' }, 'field.invalid', '/status'],
    ['with an id', { id: UNKNOWN }, 'field.unknown', '/id'],
    ['with a typo', { langauge: 'tr' }, 'field.unknown', '/langauge'],
  ])('is refused %s', async (...[, change, code, pointer]) => {
    const answer = await desk.ask('/books', { body: desk.newBook(change) });
    expect(answer).toMatchObject({
      status: 422,
      body: { code: 'request.invalid', errors_total: 1, errors: [{ code, pointer }] },
    });
  });

  it('is refused with the id of the one that has its name, however that is spelt', async () => {
    const book = await desk.create({ book_name: `Größe ${desk.newBook().book_name}` });
    const { publisher, book_name } = book;
    for (const name of [book_name, book_name.toLowerCase(), book_name.toUpperCase()]) {
      const body = desk.newBook({ publisher, book_name: name });
      expect(await desk.ask('/books', { body })).toMatchObject({
        status: 409,
        body: { code: 'book.exists', book_id: book.id },
      });
    }
  });

  it('is made once, however many ask for it at once', async () => {
    const body = desk.newBook();
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => desk.ask('/books', { body })),
    );
    const made = answers.filter(({ status }) => status === 201);
    expect(made).toHaveLength(1);
    for (const answer of answers.filter((one) => one.status !== 201)) {
      expect(answer).toMatchObject({ status: 409, body: { book_id: made[0]?.body.id } });
    }
  });
});

describe('reading a book', () => {
  it.each([UNKNOWN, 'rubbish', UNKNOWN.toUpperCase(), '0', '%20', "'; --"])(
    'that does not exist answers 404: %s',
    async (id) => {
      const answer = await desk.ask(`/books/${encodeURIComponent(decodeURIComponent(id))}`);
      expect(answer).toMatchObject({ status: 404, body: { code: 'book.not_found' } });
    },
  );

  it('answers 304 without a body for who has it', async () => {
    const { id } = await desk.create();
    const { headers } = await desk.ask(`/books/${id}`);
    for (const tag of [headers.etag, `"other", ${headers.etag}`, `W/${headers.etag}`, '*']) {
      const answer = await desk.ask(`/books/${id}`, { headers: { 'if-none-match': tag } });
      expect({ status: answer.status, length: answer.bytes.length }).toEqual({
        status: 304,
        length: 0,
      });
      expect(answer.headers.etag).toBe(headers.etag);
    }
    const other = await desk.ask(`/books/${id}`, { headers: { 'if-none-match': '"other"' } });
    expect(other.status).toBe(200);
  });
});

it('the typed client creates, reads and changes a book', async () => {
  const tokens = { get: async () => desk.token, renew: async () => undefined };
  const client = createApiClient({ baseUrl: `${inject('target').baseUrl}/`, tokens });
  const { body: book } = await client.call(createBook, {
    body: {
      publisher: 'Typed',
      book_name: `T ${Date.now()}`,
      language: 'tr',
      category: 'c',
      version: '1',
    },
  });
  const params = { book_id: book.id };
  const read = await client.call(getBook, { params, headers: {} });
  expect(read).toMatchObject({ status: 200, body: book });
  const { body: changed } = await client.call(updateBook, {
    params,
    headers: { 'if-match': read.headers.get('etag') ?? undefined },
    body: { version: '2' },
  });
  expect(changed.version).toBe('2');
  const stale = client.call(updateBook, { params, headers: { 'if-match': '"x"' }, body: {} });
  await expect(stale).rejects.toThrow(ApiError);
  await expect(stale).rejects.toMatchObject({ code: 'request.precondition_failed', status: 412 });
});
