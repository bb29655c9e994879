import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { UploadStatusBody } from '../../contract/upload-bodies.ts';
import { type BookDesk, openBookDesk } from '../../testing/books.ts';
import { NOTHING, rowsOf } from '../../testing/published-rows.ts';
import { createPusher, manifestFiles, type Pusher } from '../../testing/pusher.ts';

let desk: BookDesk;
let pusher: Pusher;
beforeAll(async () => {
  desk = await openBookDesk();
  pusher = createPusher(desk);
});
afterAll(() => desk.database.close());

const statusOf = (id: string, query = '') => desk.call<UploadStatusBody>(`/uploads/${id}${query}`);

describe('an upload', () => {
  it('is planned, sent and published; the next one writes only what changed', async () => {
    const { id } = await desk.create();
    const first = { 'a.txt': 'a', 'units/1.json': '{}', 'same.txt': 'a', 'empty.txt': '' };
    const planned = await pusher.plan(id, first, { directories: ['notes', 'units'] });
    expect(planned).toMatchObject({
      status: 201,
      body: {
        resumed: false,
        counts: { ...NOTHING, files: 4, added: 4, send: 4, directories_added: 1 },
        bytes: { files: 4, reused: 0, arrived: 0, send: 4 },
        send: [[0, 3]],
        multipart: [],
      },
    });
    const { upload } = planned.body;
    expect(await pusher.send(upload.id, first)).toEqual([200, 200, 200, 200]);
    const receipt = await pusher.finalize(upload.id);
    expect(receipt).toMatchObject({
      status: 200,
      body: { revision: 1, previous_revision: 0, changed: true },
    });
    expect((await pusher.finalize(upload.id)).body).toEqual(receipt.body);
    expect((await desk.call(`/books/${id}`)).body).toMatchObject({
      revision: 1,
      files: 4,
      size: 4,
    });

    const second = { 'a.txt': 'b', 'units/1.json': '{}', 'copy.txt': 'a', 'empty.txt': '' };
    const next = await pusher.plan(id, second);
    expect(next.body).toMatchObject({
      counts: {
        ...NOTHING,
        files: 4,
        unchanged: 2,
        added: 1,
        changed: 1,
        removed: 1,
        directories_removed: 1,
        reused: 1,
        send: 1,
      },
      send: [[0, 0]],
    });
    await pusher.send(next.body.upload.id, second, ['a.txt']);
    expect((await pusher.finalize(next.body.upload.id)).body).toMatchObject({ revision: 2 });
    expect(await rowsOf(desk.database, id)).toEqual([
      'a.txt 1-2',
      'a.txt 2-',
      'copy.txt 2-',
      'empty.txt 1-',
      'notes 1-2',
      'same.txt 1-2',
      'units/1.json 1-',
    ]);
    expect(await pusher.push(id, second)).toMatchObject({ revision: 2, changed: false });
  });

  it('posted again is the same one, whoever posts it and in whatever order', async () => {
    const { id } = await desk.create();
    const content = { 'a.txt': 'a', 'b.txt': 'b', 'c.txt': 'c' };
    const { body } = await pusher.plan(id, content);
    await pusher.send(body.upload.id, content, ['b.txt']);
    const files = manifestFiles(content).reverse();
    const again = await desk.call(`/books/${id}/upload`, { body: { files } });
    expect(again).toMatchObject({
      status: 200,
      body: {
        resumed: true,
        upload: { id: body.upload.id },
        counts: { arrived: 1, send: 2 },
        send: [
          [0, 0],
          [2, 2],
        ],
      },
    });
    const status = await statusOf(body.upload.id);
    expect(status.body.missing).toEqual({
      files: [
        { path: 'a.txt', size: 1 },
        { path: 'c.txt', size: 1 },
      ],
      parts: [],
      next_cursor: null,
    });
    const page = await statusOf(body.upload.id, '?limit=1');
    expect(page.body.missing?.files).toEqual([{ path: 'a.txt', size: 1 }]);
    const rest = await statusOf(
      body.upload.id,
      `?limit=1&cursor=${page.body.missing?.next_cursor}`,
    );
    expect(rest.body.missing?.files).toEqual([{ path: 'c.txt', size: 1 }]);
  });

  it('with files missing is not published, and is open again', async () => {
    const { id } = await desk.create();
    const content = { 'a.txt': 'a', 'b.txt': 'b' };
    const { body } = await pusher.plan(id, content);
    await pusher.send(body.upload.id, content, ['a.txt']);
    expect(await pusher.finalize(body.upload.id)).toMatchObject({
      status: 409,
      body: {
        code: 'upload.incomplete',
        errors: [{ code: 'upload.file_missing', path: 'b.txt' }],
      },
    });
    expect((await statusOf(body.upload.id)).body.upload.state).toBe('open');
    expect((await desk.call(`/books/${id}`)).body).toMatchObject({ revision: 0 });
  });

  it('cannot bring other bytes than the manifest names: the store refuses them', async () => {
    const { id } = await desk.create();
    const { body } = await pusher.plan(id, { 'a.txt': 'right' });
    expect(await pusher.send(body.upload.id, { 'a.txt': 'wrong' })).toEqual([400]);
    expect(await pusher.send(body.upload.id, { 'a.txt': 'short' + 'er' })).toEqual([403]);
  });

  it('of a large file goes in parts, and resumes with those that are missing', async () => {
    const { id } = await desk.create();
    const path = 'video/intro.mp4';
    const file = { path, bytes: new Uint8Array(33 * 1024 * 1024).fill(7) };
    const content = { [path]: file.bytes };
    const { body } = await pusher.plan(id, content);
    expect(body.multipart).toEqual([
      { index: 0, part_size: 16777216, parts: 3, missing: [[1, 3]] },
    ]);
    expect(await pusher.sendParts(body.upload.id, file, [1, 3])).toEqual([200, 200]);
    const again = await pusher.plan(id, content);
    expect(again.body.multipart).toMatchObject([{ missing: [[2, 2]] }]);
    expect(again.body.bytes).toMatchObject({ arrived: 17 * 1024 * 1024, send: 16 * 1024 * 1024 });
    expect(await pusher.finalize(body.upload.id)).toMatchObject({
      status: 409,
      body: { errors: [{ code: 'upload.part_missing', parts: [[2, 2]] }] },
    });
    expect((await statusOf(body.upload.id, `?path=${path}`)).body.file?.arrived).toMatchObject([
      { part: 1 },
      { part: 3 },
    ]);
    await pusher.sendParts(body.upload.id, file, [2]);
    expect((await pusher.finalize(body.upload.id)).body).toMatchObject({ revision: 1 });
  });
});
