import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { UploadPlanBody } from '../../contract/upload-bodies.ts';
import { createMemoryFolder } from '../../testing/memory-source.ts';
import { expectPublished, openPushLab, type PushLab, smallFiles } from '../../testing/push-lab.ts';
import { pieceOf } from '../../testing/watched-store.ts';
import { createApiClient } from '../api-client.ts';

const MIB = 1024 * 1024;

let lab: PushLab;
beforeAll(async () => {
  lab = await openPushLab();
});
afterAll(() => lab.close());
beforeEach(() => lab.reset());

const content = { ...smallFiles(4), 'big.bin': randomBytes(17 * MIB) };
const pieces = ['0.txt', '1.txt', '2.txt', '3.txt', 'big.bin#1', 'big.bin#2'];

const isTaken = (piece: string) =>
  lab.store.requests.some((request) => request.status === 200 && pieceOf(request) === piece);
const deletions = () => lab.calls.filter((call) => call.startsWith('DELETE'));

describe('a push that is cancelled', () => {
  test.each(['', ' once it is paused'])('gives its upload up%s', async (when) => {
    const bookId = await lab.makeBook();
    const late = ['2.txt', 'big.bin#1'];
    const early = pieces.filter((piece) => !late.includes(piece));
    const held = lab.hold((piece) => late.includes(piece));
    const run = lab.push(createMemoryFolder(content), { bookId });
    const receipt = run.run();
    await lab.until(() => held.came.length === 2 && early.every(isTaken));
    if (when !== '') run.pause();
    await run.cancel();
    await expect(receipt).rejects.toMatchObject({ name: 'AbortError' });
    held.letOn({ kind: 'drop' });
    expect(lab.takePuts()).toEqual(early);
    const uploadId = run.told('planned')[0]?.plan.upload.id ?? '';
    expect(deletions()).toEqual([`DELETE /uploads/${uploadId}`]);
    expect((await lab.uploadOf(uploadId)).upload.state).toBe('aborted');

    // Pushed again, it is another upload, and all of it is sent.
    const again = lab.push(createMemoryFolder(content), { bookId });
    expect(await again.run()).toMatchObject({ revision: 1 });
    expect(again.told('planned')).toMatchObject([{ plan: { resumed: false } }]);
    expect(again.told('planned')[0]?.plan.upload.id).not.toBe(uploadId);
    expect(lab.takePuts()).toEqual(pieces);
    await expectPublished(lab, bookId, content);
  });

  test('before it is planned has nothing to give up', async () => {
    const bookId = await lab.makeBook();
    const folder = createMemoryFolder(content);
    const hashing = Promise.withResolvers<void>();
    const run = lab.push(folder, {
      bookId,
      onEvent(event) {
        if (event.type === 'progress' && event.progress.phase === 'hashing') hashing.resolve();
      },
    });
    const receipt = run.run();
    await hashing.promise;
    await run.cancel();
    await expect(receipt).rejects.toMatchObject({ name: 'AbortError' });
    expect(lab.calls).toEqual([]);
  });

  test('while it is planned gives up what was planned', async () => {
    const bookId = await lab.makeBook();
    const planned = Promise.withResolvers<UploadPlanBody>();
    const api = createApiClient({
      baseUrl: lab.app.url,
      tokens: lab.tokens,
      async fetch(url, init) {
        const isFirst = !lab.calls.some((call) => call.endsWith('/upload'));
        if (!isFirst) return lab.fetch(url, init);
        // The API plans it, and its answer is lost.
        planned.resolve(await (await lab.fetch(url, { ...init, signal: null })).json());
        return new Promise((_, reject) => {
          init?.signal?.addEventListener('abort', () => reject(init.signal?.reason));
        });
      },
    });
    const run = lab.push(createMemoryFolder(content), { bookId, api });
    const receipt = run.run();
    const { upload } = await planned.promise;
    await run.cancel();
    await expect(receipt).rejects.toMatchObject({ name: 'AbortError' });
    expect(deletions()).toEqual([`DELETE /uploads/${upload.id}`]);
    expect((await lab.uploadOf(upload.id)).upload.state).toBe('aborted');
  });

  test('once it is refused has nothing to give up', async () => {
    const bookId = await lab.makeBook();
    const run = lab.push(createMemoryFolder({ 'CON.txt': '' }), { bookId });
    await expect(run.run()).rejects.toMatchObject({ code: 'manifest.refused' });
    await run.cancel();
    expect(lab.calls).toHaveLength(1);
  });

  test('once more stays so', async () => {
    const bookId = await lab.makeBook();
    const held = lab.hold();
    const run = lab.push(createMemoryFolder(smallFiles(2)), { bookId });
    const receipt = run.run();
    await lab.until(() => held.came.length === 2);
    await Promise.all([run.cancel(), run.cancel()]);
    await expect(receipt).rejects.toMatchObject({ name: 'AbortError' });
    held.letOn({ kind: 'drop' });
    const uploadId = run.told('planned')[0]?.plan.upload.id ?? '';
    expect((await lab.uploadOf(uploadId)).upload.state).toBe('aborted');
  });

  test('once it is published says that it is', async () => {
    const bookId = await lab.makeBook();
    const run = lab.push(createMemoryFolder(content), { bookId });
    await run.run();
    await expect(run.cancel()).rejects.toMatchObject({
      code: 'upload.not_open',
      problem: { state: 'published' },
    });
    await expectPublished(lab, bookId, content);
  });
});
