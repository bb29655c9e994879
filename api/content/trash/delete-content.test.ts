import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BookBody } from '../../contract/books.ts';
import { type LifecycleDesk, openLifecycleDesk, SWEPT } from '../../testing/lifecycle-desk.ts';

let desk: LifecycleDesk;
beforeAll(async () => {
  desk = await openLifecycleDesk();
});
afterAll(() => desk.database.close());

const SECOND = { 'a.txt': 'b', 'units/1.json': 'one' };

describe('deleting a book', () => {
  it('hides it at once, and moves the files of all revisions to the trash under its own path', async () => {
    const book = await desk.publishedBook('Trash one');
    const operation = await desk.remove(`/books/${book.id}`);
    expect(operation).toMatchObject({ type: 'trash', state: 'queued', total: 3 });
    expect(await desk.read(`${book.path}/a.txt`)).toBe(404);
    const { body } = await desk.call<BookBody>(`/books/${book.id}`);
    expect(body).toMatchObject({ status: 'archived', revision: 2, files: 2 });
    expect(await desk.trash('Trash one')).toMatchObject([{ state: 'trashing', purge_after: null }]);
    await desk.tick();
    expect(await desk.operation(operation.id)).toMatchObject({
      state: 'done',
      done: 3,
      result: { moved: 3, left_behind: 0 },
    });
    expect(await desk.stored('trash', book.prefix)).toEqual(['a.txt', 'a.txt', 'units/1.json']);
    const [item] = await desk.trash('Trash one');
    expect(item).toMatchObject({
      state: 'trashed',
      publisher: 'Trash one',
      book_name: book.book_name,
      platform: null,
      files: 2,
      size: 4,
      deleted_by: 'editor@example.com',
    });
    const keptMs = Date.parse(item?.purge_after ?? '') - Date.parse(item?.deleted_at ?? '');
    expect(Math.round(keptMs / 86_400_000)).toBe(7);
  });

  it('leaves the sources until the last URL for them has lapsed', async () => {
    const { book } = await desk.trashedBook('Trash late');
    expect(await desk.stored('books', book.prefix)).toHaveLength(3);
    await desk.tick('7 hours');
    expect(await desk.stored('books', book.prefix)).toHaveLength(3);
    await desk.tick(SWEPT);
    expect(await desk.stored('books', book.prefix)).toEqual([]);
    expect(await desk.stored('trash', book.prefix)).toHaveLength(3);
  });

  it('twice gives the same operation, whatever tag the second one has', async () => {
    const book = await desk.publishedBook('Trash twice');
    const first = await desk.remove(`/books/${book.id}`);
    const again = await desk.call(`/books/${book.id}`, {
      method: 'DELETE',
      headers: { 'if-match': '"1"' },
    });
    expect(again).toMatchObject({ status: 202, body: { id: first.id } });
    await desk.tick();
    expect(await desk.remove(`/books/${book.id}`)).toMatchObject({ id: first.id, state: 'done' });
    expect(await desk.trash('Trash twice')).toHaveLength(1);
  });

  it('with a stale tag leaves it as it is', async () => {
    const book = await desk.publishedBook('Trash stale');
    const init = { method: 'DELETE', headers: { 'if-match': '"0"' } };
    expect(await desk.call(`/books/${book.id}`, init)).toMatchObject({ status: 412 });
    expect(await desk.read(`${book.path}/a.txt`)).toBe('b');
  });

  it('without content is as good', async () => {
    const book = await desk.create({ publisher: 'Trash empty' });
    const operation = await desk.remove(`/books/${book.id}`);
    await desk.tick();
    expect(await desk.operation(operation.id)).toMatchObject({ state: 'done', total: 0 });
    const [item] = await desk.trash('Trash empty');
    await desk.restore(item?.id ?? '');
    await desk.tick();
    const { body } = await desk.call<BookBody>(`/books/${book.id}`);
    expect(body.status).toBe('published');
  });

  it('gives its name free', async () => {
    const { book } = await desk.trashedBook('Trash free');
    const { publisher, book_name } = book;
    expect(await desk.create({ publisher, book_name })).toMatchObject({ status: 'published' });
  });

  it('takes a large file along, whole', async () => {
    const bytes = Buffer.alloc(17 * 1024 * 1024, 'large');
    const book = await desk.create({ publisher: 'Trash large' });
    await desk.push(book.id, { 'video.mp4': bytes, 'a.txt': 'a' });
    const operation = await desk.remove(`/books/${book.id}`);
    await desk.tick();
    expect(await desk.operation(operation.id)).toMatchObject({ state: 'done', done: 2 });
    const [item] = await desk.trash('Trash large');
    await desk.restore(item?.id ?? '');
    await desk.tick();
    await desk.tick(SWEPT);
    const path = `/storage/books/Trash%20large/${encodeURIComponent(book.book_name)}/video.mp4`;
    expect(await desk.read(path)).toBe(bytes.toString());
    expect(await desk.stored('trash', `Trash large/${book.book_name}`)).toEqual([]);
  });

  it('with an upload open lets it be posted again once the book is back, and nothing is sent again', async () => {
    const book = await desk.publishedBook('Trash upload');
    const third = { ...SECOND, 'new.txt': 'new' };
    const { upload } = (await desk.pusher.plan(book.id, third)).body;
    await desk.pusher.send(upload.id, third, ['new.txt']);
    await desk.remove(`/books/${book.id}`);
    await desk.tick();
    const refused = await desk.pusher.finalize(upload.id);
    expect(refused).toMatchObject({ status: 409, body: { code: 'book.in_trash' } });
    const [item] = await desk.trash('Trash upload');
    await desk.restore(item?.id ?? '', { publisher: 'Trash upload', book_name: 'Elsewhere' });
    await desk.tick();
    const moved = await desk.pusher.finalize(upload.id);
    expect(moved).toMatchObject({ status: 409, body: { code: 'upload.folder_moved' } });
    const again = (await desk.pusher.plan(book.id, third)).body;
    expect(again).toMatchObject({ upload: { id: upload.id }, counts: { arrived: 1, send: 0 } });
    expect(await desk.pusher.finalize(upload.id)).toMatchObject({ status: 200 });
    expect(await desk.read('/storage/books/Trash%20upload/Elsewhere/new.txt')).toBe('new');
  });
});
