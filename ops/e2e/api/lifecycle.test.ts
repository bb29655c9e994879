import { beforeAll, describe, expect, it } from 'vitest';
import type { BookBody } from '../../../api/contract/books.ts';
import type { OperationBody } from '../../../api/contract/operations.ts';
import type { RevisionBody } from '../../../api/contract/revisions.ts';
import type { TrashItemBody } from '../../../api/contract/trash.ts';
import { createPusher, type Pusher } from '../../../api/testing/pusher.ts';
import { type Desk, openDesk } from '../desk.ts';

let desk: Desk;
let pusher: Pusher;
beforeAll(async () => {
  desk = await openDesk();
  pusher = createPusher({ call: (target, init) => desk.ask(target, init) });
});

const LARGE = Buffer.alloc(17 * 1024 * 1024, 'large');
const FIRST = { 'a.txt': 'a', 'video/ünite 1.mp4': LARGE };

/** The operation once it has ended; the edge begins it with its next cron. */
async function ended(location: string): Promise<OperationBody> {
  const ask = async () => (await desk.ask<OperationBody>(location)).body;
  await expect
    .poll(async () => (await ask()).state, { timeout: 60_000 })
    .not.toMatch(/^(?:queued|running)$/);
  return ask();
}

const placeOf = (...names: readonly string[]) =>
  `/storage/books/${names.map(encodeURIComponent).join('/')}`;

/** What a reader gets of a file: its bytes, or the status where there is none. */
async function read(place: string, path: string): Promise<string | number | undefined> {
  const { status, headers } = await desk.ask(`${place}/${encodeURI(path)}`);
  if (status !== 302) return status;
  const answer = await fetch(headers.location ?? '');
  return answer.status === 200 ? answer.text() : answer.status;
}

async function inTrash({ publisher, book_name }: BookBody): Promise<TrashItemBody | undefined> {
  const q = encodeURIComponent(`${publisher}/${book_name}`);
  const { body } = await desk.ask<{ items: TrashItemBody[] }>(`/storage/trash?q=${q}`);
  return body.items[0];
}

describe('the life of a book', () => {
  it('goes through its revisions, another name, the trash and back, and to its end', async () => {
    const book = await desk.create();
    const { publisher, book_name } = book;
    await pusher.push(book.id, FIRST);
    await pusher.push(book.id, { 'a.txt': 'b' });

    const { body: diff } = await desk.ask(`/books/${book.id}/diff?from=1&to=2`);
    expect(diff).toMatchObject({
      changed: [{ path: 'a.txt' }],
      removed: [{ path: 'video/ünite 1.mp4' }],
    });
    const restoring = `/books/${book.id}/revisions/1/restore`;
    expect(await desk.ask(restoring, { body: {} })).toMatchObject({ body: { revision: 3 } });
    const { body } = await desk.ask<{ items: RevisionBody[] }>(`/books/${book.id}/revisions`);
    expect(body.items.map(({ restored_from }) => restored_from)).toEqual([1, null, null]);

    const renamed = await desk.ask(`/books/${book.id}`, {
      method: 'PUT',
      body: { book_name: `${book_name} two` },
    });
    const place = placeOf(publisher, `${book_name} two`);
    expect(await read(place, 'a.txt')).toBe('a');
    expect(await read(placeOf(publisher, book_name), 'a.txt')).toBe(404);
    const [, rename = ''] = /^<(.+)>/.exec(String(renamed.headers.link)) ?? [];
    expect(await ended(rename)).toMatchObject({ state: 'done', total: 3 });

    const removal = await desk.ask(`/books/${book.id}`, { method: 'DELETE' });
    expect(removal).toMatchObject({ status: 202, body: { type: 'trash' } });
    await expect.poll(() => read(place, 'a.txt'), { timeout: 1000 }).toBe(404);
    expect(await ended(removal.headers.location ?? '')).toMatchObject({ state: 'done', done: 3 });
    const item = await inTrash({ ...book, book_name: `${book_name} two` });
    expect(item).toMatchObject({ state: 'trashed', files: 2, size: LARGE.length + 1 });

    const back = await desk.ask('/storage/restore', {
      body: { trash_id: item?.id, as: { publisher, book_name: `${book_name} back` } },
    });
    const again = placeOf(publisher, `${book_name} back`);
    await expect.poll(() => read(again, 'a.txt'), { timeout: 1000 }).toBe('a');
    expect(await ended(back.headers.location ?? '')).toMatchObject({ state: 'done', done: 3 });
    expect(await read(again, 'video/ünite 1.mp4')).toBe(LARGE.toString());

    await ended((await desk.ask(`/books/${book.id}`, { method: 'DELETE' })).headers.location ?? '');
    const last = await inTrash({ ...book, book_name: `${book_name} back` });
    const purge = await desk.ask(`/storage/trash/${last?.id}`, { method: 'DELETE' });
    expect(await ended(purge.headers.location ?? '')).toMatchObject({ state: 'done' });
    const gone = await desk.ask('/storage/restore', { body: { trash_id: last?.id } });
    expect(gone).toMatchObject({ status: 404, body: { code: 'trash.not_found' } });
  });

  it('of a build goes to the trash and back', async () => {
    const build = { platform: 'linux', version: `5.${Date.now()}` };
    await pusher.push(build, { run: { executable: 'run' } });
    const at = `/apps/${build.platform}/${build.version}`;
    const removal = await desk.ask(at, { method: 'DELETE' });
    expect(await ended(removal.headers.location ?? '')).toMatchObject({ state: 'done' });
    expect(await desk.ask(`/storage${at}/run`)).toMatchObject({ status: 404 });
    const { body } = await desk.ask<{ items: TrashItemBody[] }>(
      `/storage/trash?q=${build.version}`,
    );
    const back = await desk.ask('/storage/restore', { body: { trash_id: body.items[0]?.id } });
    expect(await ended(back.headers.location ?? '')).toMatchObject({ state: 'done' });
    expect(await desk.ask(`/storage${at}/run`)).toMatchObject({ status: 302 });
  });
});
