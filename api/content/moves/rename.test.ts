import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BookBody } from '../../contract/books.ts';
import type { OperationBody } from '../../contract/operations.ts';
import { type LifecycleDesk, openLifecycleDesk, SWEPT } from '../../testing/lifecycle-desk.ts';

let desk: LifecycleDesk;
beforeAll(async () => {
  desk = await openLifecycleDesk();
});
afterAll(() => desk.database.close());

async function publishedBook(publisher: string): Promise<BookBody> {
  const book = await desk.create({ publisher });
  await desk.push(book.id, { 'a.txt': 'a', 'b/c.txt': 'c' });
  return book;
}

/** Renames it, and follows the answer to the operation that moves its files. */
async function rename(book: BookBody, change: object): Promise<OperationBody> {
  const { status, headers } = await desk.put(book.id, change);
  expect(status).toBe(200);
  const [, path] = /^<(.+)>; rel="monitor"$/.exec(headers.get('link') ?? '') ?? [];
  return (await desk.call<OperationBody>(path ?? '')).body;
}

describe('renaming a book with content', () => {
  it('shows it under its new name at once, and its files follow', async () => {
    const book = await publishedBook('Renaming one');
    const before = `/storage/books/Renaming%20one/${encodeURIComponent(book.book_name)}`;
    const operation = await rename(book, { publisher: 'Renamed one', book_name: 'New?' });
    expect(operation).toMatchObject({ type: 'rename', total: 2 });
    const after = '/storage/books/Renamed%20one/New%3F';
    expect(await desk.read(`${before}/a.txt`)).toBe(404);
    expect(await desk.read(`${after}/a.txt`)).toBe('a');
    await desk.tick();
    expect(await desk.operation(operation.id)).toMatchObject({ state: 'done', done: 2 });
    expect(await desk.stored('books', 'Renamed one/New%3F')).toEqual(['a.txt', 'b/c.txt']);
    const old = `Renaming one/${book.book_name}`;
    expect(await desk.stored('books', old)).toHaveLength(2);
    await desk.tick(SWEPT);
    expect(await desk.stored('books', old)).toEqual([]);
    expect(await desk.read(`${after}/b/c.txt`)).toBe('c');
  });

  it('waits for no upload, but a rename after it waits for it', async () => {
    const book = await publishedBook('Renaming busy');
    const { id } = await rename(book, { book_name: 'Busy' });
    const again = await desk.put(book.id, { book_name: 'Other' });
    expect(again).toMatchObject({ status: 409, body: { code: 'book.busy', operation_id: id } });
    const next = { 'a.txt': 'a', 'd.txt': 'd' };
    const { upload } = (await desk.pusher.plan(book.id, next)).body;
    await desk.pusher.send(upload.id, next, ['d.txt']);
    await desk.tick();
    expect(await desk.pusher.finalize(upload.id)).toMatchObject({ body: { revision: 2 } });
    expect(await desk.stored('books', 'Renaming busy/Busy')).toEqual(['a.txt', 'b/c.txt', 'd.txt']);
    expect((await desk.put(book.id, { book_name: 'Other' })).status).toBe(200);
  });

  it('and deleting it meanwhile ends in the trash, under the new name', async () => {
    const book = await publishedBook('Renaming doomed');
    const renaming = await rename(book, { book_name: 'Doomed' });
    const removal = await desk.remove(`/books/${book.id}`);
    await desk.tick();
    expect(await desk.operation(renaming.id)).toMatchObject({ state: 'done' });
    expect(await desk.operation(removal.id)).toMatchObject({ state: 'done' });
    expect(await desk.stored('trash', 'Renaming doomed/Doomed')).toHaveLength(2);
    await desk.tick(SWEPT);
    expect(await desk.stored('books', `Renaming doomed/${book.book_name}`)).toEqual([]);
    expect(await desk.stored('books', 'Renaming doomed/Doomed')).toEqual([]);
  });

  it('in nothing but what keys do not show moves nothing', async () => {
    const book = await publishedBook('Renaming nothing');
    const { headers } = await desk.put(book.id, { category: 'maths' });
    expect(headers.get('link')).toBeNull();
  });
});
