import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BookBody } from '../../contract/books.ts';
import { type LifecycleDesk, openLifecycleDesk } from '../../testing/lifecycle-desk.ts';

let desk: LifecycleDesk;
beforeAll(async () => {
  desk = await openLifecycleDesk();
});
afterAll(() => desk.database.close());

describe('purging', () => {
  it('comes when the days are over, and leaves a tombstone', async () => {
    const { book, trashId } = await desk.trashedBook('Purge due');
    await desk.tick('6 days');
    expect(await desk.stored('trash', book.prefix)).toHaveLength(3);
    await desk.tick('8 days');
    expect(await desk.stored('trash', book.prefix)).toEqual([]);
    expect(await desk.trash('Purge due')).toEqual([]);
    const { body } = await desk.call<BookBody>(`/books/${book.id}`);
    expect(body).toMatchObject({ status: 'archived', revision: 0, files: 0, size: 0 });
    const gone = { status: 404, body: { code: 'trash.not_found' } };
    expect(await desk.call('/storage/restore', { body: { trash_id: trashId } })).toMatchObject(
      gone,
    );
    const again = await desk.call(`/books/${book.id}`, { method: 'DELETE' });
    expect(again).toMatchObject({ status: 404, body: { code: 'book.not_found' } });
    const events = await desk.call<{ items: object[] }>(`/audit?target_id=${book.id}`);
    expect(events.body.items[0]).toMatchObject({ action: 'book.purge', actor: { type: 'system' } });
  });

  it('by an admin comes at once, cannot be undone, and takes what earlier moves left as well', async () => {
    const { book, trashId } = await desk.trashedBook('Purge early');
    const path = `/storage/trash/${trashId}`;
    const operation = await desk.remove(path);
    expect(operation).toMatchObject({ type: 'purge', state: 'queued' });
    expect(await desk.remove(path)).toMatchObject({ id: operation.id });
    const body = { trash_id: trashId };
    const refused = await desk.call('/storage/restore', { body });
    expect(refused).toMatchObject({ status: 409, body: { code: 'trash.purging' } });
    await desk.tick();
    expect(await desk.operation(operation.id)).toMatchObject({ state: 'done' });
    expect(await desk.stored('trash', book.prefix)).toEqual([]);
    expect(await desk.stored('books', book.prefix)).toEqual([]);
  });

  it('ends the uploads that were open', async () => {
    const book = await desk.publishedBook('Purge upload');
    const { upload } = (await desk.pusher.plan(book.id, { 'x.txt': 'x' })).body;
    await desk.pusher.send(upload.id, { 'x.txt': 'x' });
    await desk.remove(`/books/${book.id}`);
    const [item] = await desk.trash('Purge upload');
    await desk.remove(`/storage/trash/${item?.id}`);
    await desk.tick();
    const { body } = await desk.call<{ upload: object }>(`/uploads/${upload.id}`);
    expect(body.upload).toMatchObject({ state: 'aborted' });
    await desk.tick('1 hour');
    expect(await desk.stored('books', book.prefix)).toEqual([]);
  });

  it('and restoring at once have one winner', async () => {
    const { trashId } = await desk.trashedBook('Purge race');
    const answers = await Promise.all([
      desk.call(`/storage/trash/${trashId}`, { method: 'DELETE' }),
      desk.call('/storage/restore', { body: { trash_id: trashId } }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 409]);
  });
});

describe('the list of the trash', () => {
  it('pages from what was deleted last to what was first, by filters', async () => {
    for (const name of ['one', 'two', 'three']) {
      const book = await desk.create({ publisher: 'Listed', book_name: name });
      await desk.remove(`/books/${book.id}`);
    }
    const seen: (string | null)[] = [];
    for (let cursor = ''; ; ) {
      const { body } = await desk.call<{
        items: { book_name: string | null }[];
        next_cursor: string | null;
      }>(`/storage/trash?q=LISTED&type=book&deleted_by=Editor@example.com&limit=2${cursor}`);
      seen.push(...body.items.map((item) => item.book_name));
      if (body.next_cursor === null) break;
      cursor = `&cursor=${body.next_cursor}`;
    }
    expect(seen).toEqual(['three', 'two', 'one']);
    const builds = await desk.call<{ items: object[] }>('/storage/trash?q=listed&type=build');
    expect(builds.body.items).toEqual([]);
  });
});
