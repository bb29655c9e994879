import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { UploadStatusBody } from '../../contract/upload-bodies.ts';
import { type BookDesk, openBookDesk } from '../../testing/books.ts';
import { createPusher, type Pusher } from '../../testing/pusher.ts';
import { findTarget } from './find-target.ts';

let desk: BookDesk;
let pusher: Pusher;
beforeAll(async () => {
  desk = await openBookDesk();
  pusher = createPusher(desk);
});
afterAll(() => desk.database.close());

const CONTENT = { 'a.txt': 'a' };

/** What moving a book to the trash, and back, does to the rows uploads look at. */
const setStatus = (id: string, status: string) =>
  desk.database.query.execute(sql`
    WITH moved AS (UPDATE books SET status = ${status} WHERE id = ${id} RETURNING folder_id)
    UPDATE folders SET epoch = epoch + 1 FROM moved WHERE folders.id = moved.folder_id`);

async function sentUpload(target: Parameters<Pusher['plan']>[0]): Promise<string> {
  const { body } = await pusher.plan(target, CONTENT);
  await pusher.send(body.upload.id, CONTENT);
  return body.upload.id;
}

/** Waits until a statement waits for a lock that another transaction of this database holds. */
async function somebodyWaits(): Promise<void> {
  for (;;) {
    const [row] = await desk.database.query.execute(sql`
      SELECT 1 FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock' LIMIT 1`);
    if (row) return;
  }
}

describe('a book in the trash', () => {
  it('takes no upload and publishes none; once restored it does, and nothing is sent again', async () => {
    const { id } = await desk.create();
    const uploadId = await sentUpload(id);
    await setStatus(id, 'archived');
    const inTrash = { status: 409, body: { code: 'book.in_trash' } };
    expect(await pusher.plan(id, CONTENT)).toMatchObject(inTrash);
    expect(await pusher.finalize(uploadId)).toMatchObject(inTrash);
    const { body } = await desk.call<UploadStatusBody>(`/uploads/${uploadId}`);
    expect(body.upload.state).toBe('open');
    await setStatus(id, 'published');
    expect(await pusher.finalize(uploadId)).toMatchObject({
      status: 409,
      body: { code: 'upload.folder_moved' },
    });
    expect((await pusher.plan(id, CONTENT)).body).toMatchObject({
      upload: { id: uploadId },
      counts: { arrived: 1, send: 0 },
    });
    const receipt = await pusher.finalize(uploadId);
    expect(receipt.body).toMatchObject({ revision: 1 });
    await setStatus(id, 'archived');
    expect((await pusher.finalize(uploadId)).body).toEqual(receipt.body);
  });

  it('publishes nothing even when it got there while the upload was being checked', async () => {
    const { id } = await desk.create();
    const uploadId = await sentUpload(id);
    const finalized = await desk.database.query.transaction(async (tx) => {
      await tx.execute(sql`UPDATE books SET status = 'archived' WHERE id = ${id}`);
      const answer = pusher.finalize(uploadId);
      await somebodyWaits();
      return { answer };
    });
    expect(await finalized.answer).toMatchObject({ status: 409, body: { code: 'book.in_trash' } });
    expect((await desk.call(`/books/${id}`)).body).toMatchObject({ revision: 0 });
  });
});

describe('what a folder belongs to', () => {
  it.each([
    ['book', async () => (await desk.create()).id, 'books'],
    ['build', async () => ({ platform: 'linux', version: '1.0' }), 'builds'],
  ] as const)(
    'is locked before the folder, so that a %s cannot deadlock',
    async (_, make, table) => {
      const uploadId = await sentUpload(await make());
      const owner = sql`(SELECT folder_id FROM uploads WHERE id = ${uploadId})`;
      const finalized = await desk.database.query.transaction(async (tx) => {
        await tx.execute(
          sql`SELECT id FROM ${sql.identifier(table)} WHERE folder_id = ${owner} FOR UPDATE`,
        );
        const answer = pusher.finalize(uploadId);
        await somebodyWaits();
        await tx.execute(sql`SELECT id FROM folders WHERE id = ${owner} FOR UPDATE NOWAIT`);
        return { answer };
      });
      expect((await finalized.answer).status).toBe(200);
    },
  );

  it('is never nothing', async () => {
    await expect(
      findTarget(desk.database.query, '0199a3c1-7b1e-7c52-9d5e-3a1f0c2b4d6e'),
    ).rejects.toThrow('belongs to nothing');
  });
});
