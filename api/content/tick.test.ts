import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createNodeBlobs } from '../adapters/node-blobs.ts';
import type { UploadUrlsBody } from '../contract/upload-bodies.ts';
import { UNLIMITED } from '../core/budget.ts';
import { type BookDesk, openBookDesk } from '../testing/books.ts';
import { createPusher, type Pusher } from '../testing/pusher.ts';
import { later } from '../testing/work.ts';
import { sweepDoomed } from './sweep.ts';
import { tick } from './tick.ts';

let desk: BookDesk;
let pusher: Pusher;
const blobs = createNodeBlobs(inject('store'));
beforeAll(async () => {
  desk = await openBookDesk();
  pusher = createPusher(desk);
});
afterAll(() => desk.database.close());

/** A tick, as if `time` had passed. */
async function tickAfter(time: string): Promise<void> {
  await later(time, desk, (ctx) => tick(ctx, UNLIMITED));
}

async function keysOf(uploadId: string): Promise<string[]> {
  const [row] = await desk.database.query.execute<{ prefix: string }>(sql`
    SELECT u.prefix || '/' || u.gen || '/' AS prefix FROM uploads u
    WHERE u.id = ${uploadId}`);
  const keys: string[] = [];
  for await (const page of blobs.list('books', row?.prefix ?? '')) {
    keys.push(...page.map(({ key }) => key.slice(row?.prefix.length)));
  }
  return keys;
}

describe('a tick', () => {
  it('deletes what an aborted upload sent, but not before its URLs have lapsed, late PUTs included', async () => {
    const { id } = await desk.create();
    const content = { 'a.txt': 'a', 'late.txt': 'late' };
    const { upload } = (await pusher.plan(id, content)).body;
    await pusher.send(upload.id, content, ['a.txt']);
    const { body } = await desk.call<UploadUrlsBody>(`/uploads/${upload.id}/urls`, {
      body: { files: ['late.txt'] },
    });
    await desk.call(`/uploads/${upload.id}`, { method: 'DELETE' });
    await tickAfter('0');
    expect(await keysOf(upload.id)).toEqual(['a.txt']);
    const [late] = body.urls;
    await fetch(late?.url ?? '', { method: 'PUT', headers: late?.headers ?? {}, body: 'late' });
    expect(await keysOf(upload.id)).toEqual(['a.txt', 'late.txt']);
    await tickAfter('16 minutes');
    expect(await keysOf(upload.id)).toEqual([]);
  });

  it('expires an upload nobody came back to for seven days, its multiparts too', async () => {
    const { id } = await desk.create();
    const file = { path: 'big.bin', bytes: new Uint8Array(17 * 1024 * 1024) };
    const { upload } = (await pusher.plan(id, { 'big.bin': file.bytes })).body;
    await pusher.sendParts(upload.id, file, [1]);
    const [row] = await desk.database.query.execute<{ multipart_id: string; key: string }>(sql`
      SELECT multipart_id, u.prefix || '/' || u.gen || '/' || m.path AS key FROM upload_multiparts m
      JOIN uploads u ON u.id = upload_id
      WHERE u.id = ${upload.id}`);
    const at = { bucket: 'books', key: row?.key ?? '' } as const;
    expect(await blobs.listParts(at, row?.multipart_id ?? '')).toHaveLength(1);
    await tickAfter('6 days');
    expect((await pusher.plan(id, { 'big.bin': file.bytes })).body.resumed).toBe(true);
    await tickAfter('8 days');
    expect(await blobs.listParts(at, row?.multipart_id ?? '')).toBeUndefined();
    const status = await desk.call<{ upload: object }>(`/uploads/${upload.id}`);
    expect(status.body.upload).toMatchObject({ state: 'expired' });
  });

  it('deletes what was sent for a path that the folder had by itself when it was published', async () => {
    const { id } = await desk.create();
    await pusher.push(id, { 'a.txt': '1' });
    const mine = { 'a.txt': '2', 'b.txt': 'mine' };
    const { upload } = (await pusher.plan(id, mine)).body;
    await pusher.send(upload.id, mine);
    await pusher.push(id, { 'a.txt': '2' });
    expect((await pusher.plan(id, mine)).body).toMatchObject({ upload: { id: upload.id } });
    expect((await pusher.finalize(upload.id)).body).toMatchObject({ revision: 3 });
    expect(await keysOf(upload.id)).toEqual(['a.txt', 'b.txt']);
    await tickAfter('16 minutes');
    expect(await keysOf(upload.id)).toEqual(['b.txt']);
    const [held] = await desk.database.query.execute(sql`
      SELECT count(*)::int AS rows FROM upload_changes WHERE upload_id = ${upload.id}`);
    expect(held).toEqual({ rows: 0 });
  });

  it('writes a record of every publish to the bucket meta', async () => {
    const { id } = await desk.create();
    await pusher.push(id, { 'a.txt': 'a' });
    const [row] = await desk.database.query.execute<{ key: string }>(sql`
      SELECT 'contents/' || entity_id || '/' || lpad(id::text, 16, '0') || '-0000.json' AS key
      FROM outbox WHERE kind = 'revision' ORDER BY id DESC LIMIT 1`);
    await tickAfter('0');
    expect(await blobs.getJson({ bucket: 'meta', key: row?.key ?? '' })).toMatchObject({
      row: { revision: 1 },
      added: [{ path: 'a.txt', object: { size_bytes: 1 } }],
    });
    expect(await desk.database.query.execute(sql`SELECT FROM outbox`)).toHaveLength(0);
  });

  it('deletes nothing of a folder before the bucket meta tells why nobody needs it', async () => {
    const { id } = await desk.create();
    await pusher.push(id, { 'a.txt': 'a' });
    await desk.database.query.execute(sql`
      INSERT INTO objects (folder_id, bucket, key, size_bytes, sha256, state, not_before)
      SELECT folder_id, 'books', 'moved/from', 1, 'x', 'doomed', dcs_now() FROM books
      WHERE id = ${id}`);
    const left = () =>
      desk.database.query.execute(sql`SELECT FROM objects WHERE key = 'moved/from'`);
    await sweepDoomed({ db: desk.database.query, blobs }, UNLIMITED);
    expect(await left()).toHaveLength(1);
    await tickAfter('0');
    expect(await left()).toHaveLength(0);
  });

  it('leaves alone what a revision shows or an open upload would reuse', async () => {
    const { id } = await desk.create();
    await pusher.push(id, { 'a.txt': 'kept' });
    await desk.database.query.execute(sql`
      UPDATE objects SET state = 'doomed', not_before = dcs_now() WHERE folder_id =
        (SELECT folder_id FROM books WHERE id = ${id})`);
    await tickAfter('1 day');
    const [object] = await desk.database.query.execute<{ key: string }>(sql`
      SELECT key FROM objects JOIN books USING (folder_id) WHERE books.id = ${id}`);
    expect(await blobs.head({ bucket: 'books', key: object?.key ?? '' })).toBeDefined();
  });
});
