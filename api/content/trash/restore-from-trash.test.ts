import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BookBody } from '../../contract/books.ts';
import { type LifecycleDesk, openLifecycleDesk, SWEPT } from '../../testing/lifecycle-desk.ts';

let desk: LifecycleDesk;
beforeAll(async () => {
  desk = await openLifecycleDesk();
});
afterAll(() => desk.database.close());

describe('restoring', () => {
  it('brings it back to its readers at once, older revisions too, before a byte has moved', async () => {
    const { book, trashId } = await desk.trashedBook('Back one');
    await desk.tick(SWEPT);
    const operation = await desk.restore(trashId);
    expect(operation).toMatchObject({ type: 'restore', state: 'queued', total: 3 });
    // What is read here is known for an hour, by the clock that no test moves; so the rest is read later.
    expect(await desk.read(`${book.path}/units/1.json`)).toBe('one');
    expect(await desk.read(`${book.path}/units/1.json?revision=1`)).toBe('one');
    expect(await desk.trash('Back one')).toEqual([]);
    await desk.tick();
    expect(await desk.operation(operation.id)).toMatchObject({ state: 'done', done: 3 });
    await desk.tick(SWEPT);
    expect(await desk.read(`${book.path}/a.txt`)).toBe('b');
    expect(await desk.read(`${book.path}/a.txt?revision=1`)).toBe('a');
    expect(await desk.stored('trash', book.prefix)).toEqual([]);
    expect(await desk.stored('books', book.prefix)).toEqual(['a.txt', 'a.txt', 'units/1.json']);
  });

  it('brings a draft back as a draft', async () => {
    const book = await desk.publishedBook('Back draft', { status: 'draft' });
    await desk.remove(`/books/${book.id}`);
    await desk.tick();
    const [item] = await desk.trash('Back draft');
    await desk.restore(item?.id ?? '');
    const { body } = await desk.call<BookBody>(`/books/${book.id}`);
    expect(body.status).toBe('draft');
  });

  it('does not wait for the way there, from wherever its files are', async () => {
    const book = await desk.publishedBook('Back early');
    const removal = await desk.remove(`/books/${book.id}`);
    const [item] = await desk.trash('Back early');
    const operation = await desk.restore(item?.id ?? '');
    expect(await desk.read(`${book.path}/a.txt`)).toBe('b');
    await desk.tick();
    expect(await desk.operation(removal.id)).toMatchObject({ state: 'done' });
    expect(await desk.operation(operation.id)).toMatchObject({ state: 'done' });
    await desk.tick(SWEPT);
    expect(await desk.read(`${book.path}/units/1.json`)).toBe('one');
    expect(await desk.stored('trash', book.prefix)).toEqual([]);
  });

  it('twice gives the same operation', async () => {
    const { trashId } = await desk.trashedBook('Back twice');
    const operation = await desk.restore(trashId);
    expect(await desk.restore(trashId)).toMatchObject({ id: operation.id });
    await desk.tick();
    expect(await desk.restore(trashId)).toMatchObject({ id: operation.id, state: 'done' });
  });

  it('of a book whose name was taken is refused, until it comes back as another', async () => {
    const { book, trashId } = await desk.trashedBook('Back taken');
    const { publisher, book_name } = book;
    await desk.create({ publisher, book_name: book_name.toUpperCase() });
    const body = { trash_id: trashId };
    const refused = await desk.call('/storage/restore', { body });
    expect(refused).toMatchObject({ status: 409, body: { code: 'trash.name_taken' } });
    expect(await desk.trash('Back taken')).toHaveLength(1);
    await desk.restore(trashId, { publisher, book_name: 'Another' });
    expect(await desk.read('/storage/books/Back%20taken/Another/a.txt')).toBe('b');
    await desk.tick();
    expect(await desk.stored('books', 'Back taken/Another')).toHaveLength(3);
  });

  it('as what it is not is refused', async () => {
    const { trashId } = await desk.trashedBook('Back as build');
    const body = { trash_id: trashId, as: { version: '1.0' } };
    const refused = await desk.call('/storage/restore', { body });
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ pointer: '/as' }] } });
  });

  it('of what is not there is refused', async () => {
    for (const trash_id of ['nonsense', crypto.randomUUID()]) {
      const answer = await desk.call('/storage/restore', { body: { trash_id } });
      expect(answer).toMatchObject({ status: 404, body: { code: 'trash.not_found' } });
    }
  });

  it('and deleting again, before anything has moved, ends where it was asked for last', async () => {
    const { book, trashId } = await desk.trashedBook('Back and forth');
    await desk.restore(trashId);
    const last = await desk.remove(`/books/${book.id}`);
    const first = await desk.call(`/storage/trash/${trashId}`, { method: 'DELETE' });
    expect(first).toMatchObject({ status: 404, body: { code: 'trash.not_found' } });
    await desk.tick();
    expect(await desk.operation(last.id)).toMatchObject({ state: 'done' });
    await desk.tick(SWEPT);
    expect(await desk.stored('books', book.prefix)).toEqual([]);
    const [item] = await desk.trash('Back and forth');
    await desk.restore(item?.id ?? '');
    await desk.tick();
    expect(await desk.read(`${book.path}/a.txt?revision=1`)).toBe('a');
  });
});

describe('a build', () => {
  it('goes and comes back like a book, also as another version', async () => {
    const content = { 'App/run.sh': { executable: 'run' } };
    await desk.push({ platform: 'linux', version: '9.1' }, content);
    const operation = await desk.remove('/apps/linux/9.1');
    expect(operation.target).toMatchObject({ type: 'build', version: '9.1' });
    expect(await desk.remove('/apps/LINUX/9.1')).toMatchObject({ id: operation.id });
    expect(await desk.read('/storage/apps/linux/9.1/App/run.sh')).toBe(404);
    await desk.tick();
    expect(await desk.stored('trash', 'linux/9.1')).toEqual(['App/run.sh']);
    await desk.push({ platform: 'linux', version: '9.1' }, { other: 'other' });
    const [item] = await desk.trash('linux/9.1');
    const body = { trash_id: item?.id };
    const refused = await desk.call('/storage/restore', { body });
    expect(refused).toMatchObject({ status: 409, body: { code: 'trash.name_taken' } });
    await desk.restore(item?.id ?? '', { version: '9.1-old' });
    expect(await desk.read('/storage/apps/linux/9.1-old/App/run.sh')).toBe('run');
    await desk.tick();
    expect(await desk.stored('apps', 'linux/9.1-old')).toEqual(['App/run.sh']);
    expect(await desk.read('/storage/apps/linux/9.1/other')).toBe('other');
  });

  it('that is not there is not deleted', async () => {
    const answer = await desk.call('/apps/linux/0.0', { method: 'DELETE' });
    expect(answer).toMatchObject({ status: 404, body: { code: 'build.not_found' } });
  });
});
