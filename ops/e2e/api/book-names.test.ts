import { beforeAll, describe, expect, it } from 'vitest';
import type { BookBody } from '../../../api/contract/books.ts';
import { type Desk, openDesk } from '../desk.ts';

let desk: Desk;
let mark: string;
beforeAll(async () => {
  desk = await openDesk();
  mark = Date.now().toString(36);
});

const AWKWARD = [
  'Who am I?',
  '100 % physics',
  'C++ & C#',
  'a+b=c',
  'Fizik 5, ünite 1: “Işık”',
  '物理学入門',
  'كتاب العلوم',
  '🧪 Chemistry 👩🏽‍🔬',
  "O'Reilly; DROP TABLE books",
  '{"json":true}',
  '%2e%2e%2f',
  'CON',
  'a.b.',
  '<img src=x onerror=alert(1)>',
  'null',
];

async function find(book_name: string): Promise<BookBody[]> {
  const search = new URLSearchParams({ book_name });
  return (await desk.ask<{ items: BookBody[] }>(`/books?${search}`)).body.items;
}

describe('a name', () => {
  it.each(AWKWARD)('may be %s', async (title) => {
    const name = `${mark} ${title}`;
    const book = await desk.create({ book_name: name, publisher: `${title} ${mark}` });
    expect(book.book_name).toBe(name.normalize('NFC'));
    expect((await find(name)).map(({ id }) => id)).toEqual([book.id]);
    const read = await desk.ask<BookBody>(`/books/${book.id}`);
    expect(read.body.publisher).toBe(`${title} ${mark}`);
  });

  it('is the same in whatever form its marks are written', async () => {
    const composed = `${mark} Müzik é`.normalize('NFC');
    const decomposed = composed.normalize('NFD');
    expect(decomposed).not.toBe(composed);
    const book = await desk.create({ book_name: decomposed });
    expect(book.book_name).toBe(composed);
    expect((await find(decomposed)).map(({ id }) => id)).toEqual([book.id]);
    const twin = desk.newBook({ publisher: book.publisher, book_name: composed });
    expect(await desk.ask('/books', { body: twin })).toMatchObject({
      status: 409,
      body: { book_id: book.id },
    });
  });

  it.each([
    ['STRASSE', 'straße'],
    ['ΣΊΣΥΦΟΣ', 'σίσυφος'],
    ['ÉCOLE', 'école'],
  ])('%s is %s for whoever would make a second', async (upper, lower) => {
    const book = await desk.create({ book_name: `${mark} ${upper}` });
    const twin = desk.newBook({ publisher: book.publisher, book_name: `${mark} ${lower}` });
    expect((await desk.ask('/books', { body: twin })).status).toBe(409);
  });

  it('of a publisher has one spelling, which the refusal of another tells', async () => {
    const { publisher } = await desk.create({ publisher: `ACME Yayınları ${mark}` });
    const other = desk.newBook({ publisher: publisher.toLowerCase() });
    const { status, body } = await desk.ask('/books', { body: other });
    expect({ status, code: body.code }).toEqual({ status: 422, code: 'request.invalid' });
    expect(body.detail).toContain(publisher);
    expect((await desk.create({ publisher })).publisher).toBe(publisher);
  });

  it('may have 120 characters, however many bytes they take', async () => {
    const name = `${mark} ${'x'.repeat(119 - mark.length)}`;
    expect((await desk.create({ book_name: name })).book_name).toHaveLength(120);
    const wide = '字'.repeat(60);
    expect((await desk.ask('/books', { body: desk.newBook({ book_name: wide }) })).status).toBe(
      422,
    );
  });
});
