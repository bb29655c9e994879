import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BookBody } from '../../contract/books.ts';
import { type BookDesk, openBookDesk } from '../../testing/books.ts';

let desk: BookDesk;
beforeAll(async () => {
  desk = await openBookDesk();
});
afterAll(() => desk.database.close());

describe('creating a book', () => {
  it('answers the book, where it is, and its ETag; it is published by default', async () => {
    const sent = desk.newBook({ book_name: 'Who am I?' });
    const { status, headers, body } = await desk.call<BookBody>('/books', { body: sent });
    expect(status).toBe(201);
    expect(body).toEqual({
      ...sent,
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
      status: 'published',
      revision: 0,
      files: 0,
      size: 0,
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      updated_at: body.created_at,
    });
    expect(headers.get('location')).toBe(`/books/${body.id}`);
    expect(headers.get('etag')).toMatch(/^"[^"]+"$/);
    const read = await desk.call(`/books/${body.id}`);
    expect(read.body).toEqual(body);
    expect(read.headers.get('etag')).toBe(headers.get('etag'));
    expect(read.headers.get('cache-control')).toBe('no-store');
  });

  it('keeps names in NFC and the language in its canonical form', async () => {
    const book = await desk.create({ book_name: 'Cafe\u0301', language: 'EN-us' });
    expect(book).toMatchObject({ book_name: 'Caf\u00e9', language: 'en-US' });
  });

  it.each([
    ['the same name', 'Fizik 5'],
    ['another case', 'FIZIK 5'],
  ])('under %s of a book not archived is a conflict that names it', async (manner, name) => {
    const publisher = `Conflict by ${manner}`;
    const first = await desk.create({ publisher, book_name: 'Fizik 5' });
    const second = await desk.call('/books', {
      body: desk.newBook({ publisher, book_name: name }),
    });
    expect(second).toMatchObject({
      status: 409,
      body: { code: 'book.exists', book_id: first.id },
    });
  });

  it('takes the name of an archived book', async () => {
    const first = await desk.create({ book_name: 'Given free' });
    await desk.database.query.execute(
      sql`UPDATE books SET status = 'archived' WHERE id = ${first.id}`,
    );
    await desk.create({ book_name: 'Given free' });
  });

  it('of one name many times at once makes one', async () => {
    const sent = desk.newBook({ publisher: 'Race' });
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => desk.call('/books', { body: sent })),
    );
    const made = answers.filter(({ status }) => status === 201);
    expect(made).toHaveLength(1);
    for (const answer of answers.filter(({ status }) => status !== 201)) {
      expect(answer).toMatchObject({ status: 409, body: { book_id: made[0]?.body.id } });
    }
  });

  it('refuses a second spelling of a publisher, and takes it once no book bears the first', async () => {
    const first = await desk.create({ publisher: 'Yıldız' });
    const other = () => desk.call('/books', { body: desk.newBook({ publisher: 'YıLDıZ' }) });
    expect(await other()).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/publisher', detail: expect.stringContaining('"Yıldız"') }] },
    });
    await desk.database.query.execute(
      sql`UPDATE books SET status = 'archived' WHERE id = ${first.id}`,
    );
    expect((await other()).status).toBe(201);
    expect((await desk.call(`/books/${first.id}`)).body).toMatchObject({ publisher: 'YıLDıZ' });
  });

  const pointers = (body: Record<string, unknown>) =>
    (body.errors as { code: string; pointer: string }[]).map(({ code, pointer }) => [
      code,
      pointer,
    ]);

  it('tells everything that is wrong at once', async () => {
    const { status, body } = await desk.call('/books', {
      body: {
        publisher: 'a/b',
        language: 'x',
        category: '',
        version: 7,
        status: 'archived',
        'a/~': 1,
      },
    });
    expect(status).toBe(422);
    expect(body).toMatchObject({ code: 'request.invalid', errors_total: 7 });
    expect(pointers(body)).toEqual(
      expect.arrayContaining([
        ['field.invalid', '/publisher'],
        ['field.required', '/book_name'],
        ['field.invalid', '/language'],
        ['field.invalid', '/category'],
        ['field.invalid', '/version'],
        ['field.invalid', '/status'],
        ['field.unknown', '/a~1~0'],
      ]),
    );
  });

  it.each([
    ['empty', ''],
    ['a slash', 'a/b'],
    ['a backslash', 'a\\b'],
    ['a control character', 'a\u0007b'],
    ['a bidi control', 'x\u202Egnp'],
    ['an outer space', ' a'],
    ['a dot', '.'],
    ['two dots', '..'],
    ['121 characters', 'a'.repeat(121)],
    ['a lone surrogate', 'a\ud800'],
    ['161 bytes in a key', `a${'ü'.repeat(80)}`],
  ])('refuses a name with %s', async (_, name) => {
    const { status, body } = await desk.call('/books', {
      body: JSON.stringify(desk.newBook({ book_name: name })),
    });
    expect(status).toBe(422);
    expect(pointers(body)).toEqual([['field.invalid', '/book_name']]);
  });

  it('takes 120 characters, and the characters Windows cannot hold', async () => {
    await desk.create({ book_name: 'a'.repeat(120) });
    await desk.create({ book_name: 'CON: "why" <not>? 100%|*.' });
  });
});
