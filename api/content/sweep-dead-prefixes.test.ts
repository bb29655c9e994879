import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createNodeBlobs } from '../adapters/node-blobs.ts';
import type { UploadUrlsBody } from '../contract/upload-bodies.ts';
import type { Budget } from '../core/budget.ts';
import { UNLIMITED } from '../core/budget.ts';
import { forEachAtOnce } from '../core/for-each-at-once.ts';
import { type BookDesk, openBookDesk } from '../testing/books.ts';
import { createPusher, type Pusher } from '../testing/pusher.ts';
import { later } from '../testing/work.ts';
import { sweepDeadPrefixes } from './sweep-dead-prefixes.ts';

const blobs = createNodeBlobs(inject('store'));
let desk: BookDesk;
let pusher: Pusher;
beforeAll(async () => {
  desk = await openBookDesk();
  pusher = createPusher(desk);
});
afterAll(() => desk.database.close());

const sweepAfter = (time: string, budget: Budget = UNLIMITED) =>
  later(time, desk, (ctx) => sweepDeadPrefixes(ctx, budget));

/** A budget that is spent when it was asked so often. */
function budgetOf(questions: number): Budget {
  let asked = 0;
  return {
    isSpent() {
      asked += 1;
      return asked > questions;
    },
  };
}

async function prefixOf(uploadId: string): Promise<string> {
  const [row] = await desk.database.query.execute<{ prefix: string }>(sql`
    SELECT u.prefix || '/' || u.gen || '/' AS prefix FROM uploads u
    WHERE u.id = ${uploadId}`);
  return row?.prefix ?? '';
}

async function pathsOf(uploadId: string): Promise<string[]> {
  const prefix = await prefixOf(uploadId);
  const paths: string[] = [];
  for await (const page of blobs.list('books', prefix)) {
    paths.push(...page.map(({ key }) => key.slice(prefix.length)));
  }
  return paths;
}

/** What a PUT leaves that comes late: the key is there, whoever signed it. */
async function comeLate(uploadId: string, ...paths: string[]): Promise<void> {
  const prefix = await prefixOf(uploadId);
  await forEachAtOnce(paths, 16, (path) =>
    blobs.putJson({ bucket: 'books', key: prefix + path }, {}),
  );
}

async function sweepsLeft(uploadId: string): Promise<number | undefined> {
  const [row] = await desk.database.query.execute<{ sweeps_left: number }>(sql`
    SELECT sweeps_left FROM dead_prefixes WHERE upload_id = ${uploadId}`);
  return row?.sweeps_left;
}

const abort = (uploadId: string) => desk.call(`/uploads/${uploadId}`, { method: 'DELETE' });

async function abortedUpload(content: Record<string, string>): Promise<string> {
  const { id } = await desk.create();
  const { upload } = (await pusher.plan(id, content)).body;
  await pusher.send(upload.id, content);
  await abort(upload.id);
  return upload.id;
}

describe('the prefix of an upload that is over', () => {
  it('loses what an earlier base of the plan had sent, when it is given up', async () => {
    const { id } = await desk.create();
    const mine = { 'a.txt': 'same', 'b.txt': 'mine' };
    const { upload } = (await pusher.plan(id, mine)).body;
    await pusher.send(upload.id, mine);
    await pusher.push(id, { 'a.txt': 'same' });
    expect((await pusher.plan(id, mine)).body).toMatchObject({ upload: { id: upload.id } });
    await abort(upload.id);
    await sweepAfter('14 minutes');
    expect(await pathsOf(upload.id)).toEqual(['a.txt', 'b.txt']);
    await sweepAfter('16 minutes');
    expect(await pathsOf(upload.id)).toEqual([]);
  });

  it('keeps what was published and loses what a late PUT brings', async () => {
    const { id } = await desk.create();
    const mine = { 'a.txt': 'same', 'b.txt': 'mine' };
    const { upload } = (await pusher.plan(id, mine)).body;
    await pusher.send(upload.id, mine, ['b.txt']);
    const { body } = await desk.call<UploadUrlsBody>(`/uploads/${upload.id}/urls`, {
      body: { files: ['a.txt', 'b.txt'] },
    });
    await pusher.push(id, { 'a.txt': 'same' });
    await pusher.plan(id, mine);
    expect((await pusher.finalize(upload.id)).body).toMatchObject({ revision: 2 });
    for (const { url, headers, path } of body.urls) {
      const bytes = path === 'a.txt' ? 'same' : 'mine';
      expect((await fetch(url, { method: 'PUT', headers, body: bytes })).status).toBe(200);
    }
    expect(await pathsOf(upload.id)).toEqual(['a.txt', 'b.txt']);
    await sweepAfter('16 minutes');
    expect(await pathsOf(upload.id)).toEqual(['b.txt']);
  });

  it('is swept once more a day later, and then no more', async () => {
    const uploadId = await abortedUpload({ 'a.txt': 'a' });
    await sweepAfter('16 minutes');
    await comeLate(uploadId, 'late.txt');
    await sweepAfter('20 hours');
    expect(await pathsOf(uploadId)).toEqual(['late.txt']);
    await sweepAfter('25 hours');
    expect([await pathsOf(uploadId), await sweepsLeft(uploadId)]).toEqual([[], undefined]);
  });

  it('is not swept of an upload for which nothing was ever signed', async () => {
    const { id } = await desk.create();
    const { upload } = (await pusher.plan(id, { 'a.txt': 'a' })).body;
    await abort(upload.id);
    expect(await sweepsLeft(upload.id)).toBeUndefined();
  });

  it('with thousands of keys is swept a slice at a time', async () => {
    const uploadId = await abortedUpload({ 'a.txt': 'a' });
    const paths = Array.from({ length: 1100 }, (_, index) => `b${String(index).padStart(4, '0')}`);
    await comeLate(uploadId, ...paths);
    // For the claim, for the multiparts, and then after the first page.
    await sweepAfter('16 minutes', budgetOf(2));
    expect(await pathsOf(uploadId)).toHaveLength(101);
    await comeLate(uploadId, 'b0000');
    await sweepAfter('16 minutes', budgetOf(2));
    // It went on behind the first page, and leaves what came there meanwhile to the next sweep.
    expect(await pathsOf(uploadId)).toEqual(['b0000']);
    await sweepAfter('17 minutes');
    await sweepAfter('25 hours');
    expect([await pathsOf(uploadId), await sweepsLeft(uploadId)]).toEqual([[], undefined]);
  });

  it('swept by two at once is swept once more all the same', async () => {
    const uploadId = await abortedUpload({ 'a.txt': 'a', 'b.txt': 'b' });
    // The later one takes the other for dead.
    await Promise.all([sweepAfter('16 minutes'), sweepAfter('18 minutes')]);
    expect([await pathsOf(uploadId), await sweepsLeft(uploadId)]).toEqual([[], 1]);
  });
});
