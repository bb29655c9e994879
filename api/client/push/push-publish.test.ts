import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createNodeBlobs } from '../../adapters/node-blobs.ts';
import { createMemoryFolder } from '../../testing/memory-source.ts';
import {
  expectPublished,
  type LabRun,
  openPushLab,
  type PushLab,
  smallFiles,
} from '../../testing/push-lab.ts';
import { pieceOf } from '../../testing/watched-store.ts';
import { createApiClient } from '../api-client.ts';

let lab: PushLab;
beforeAll(async () => {
  lab = await openPushLab();
});
afterAll(() => lab.close());
beforeEach(() => lab.reset());

const content = smallFiles(3);

/** A client whom the API answers 202 to whatever takes a while. */
function impatientClient(beforeFinalize: () => Promise<void> = async () => {}) {
  return createApiClient({
    baseUrl: lab.app.url,
    tokens: lab.tokens,
    async fetch(url, init) {
      const headers = new Headers(init?.headers);
      if (String(url).endsWith('/finalize')) {
        headers.set('prefer', 'respond-async');
        await beforeFinalize();
      }
      return lab.fetch(url, { ...init, headers });
    },
  });
}

/** The last of each path called; of the same one after the other, one. */
function steps(): string[] {
  const paths = lab.calls.map((call) => call.replace(/operations.*/, 'operations').split('/'));
  const names = paths.map((path) => path.at(-1) ?? '');
  return names.filter((name, index) => name !== names[index - 1]);
}
const finalizing = (run: LabRun) =>
  run
    .told('progress')
    .map(({ progress }) => progress)
    .filter(({ phase }) => phase === 'finalizing');

describe('a publication that goes on behind the answer', () => {
  test('is followed to its receipt', async () => {
    const bookId = await lab.makeBook();
    const run = lab.push(createMemoryFolder(content), { bookId, api: impatientClient() });
    lab.store.faults = async ({ operation }) => {
      // It goes on only once the push knows that it does.
      if (operation === 'ListObjectsV2') await lab.until(() => finalizing(run).length > 1);
      return null;
    };
    expect(await run.run()).toMatchObject({ revision: 1, changed: true });
    expect(steps()).toEqual(['upload', 'urls', 'finalize', 'operations', 'finalize']);
    expect(finalizing(run).at(-1)?.files.total).toBe(3);
    expect(lab.takePuts()).toEqual(Object.keys(content));
    await expectPublished(lab, bookId, content);
  });

  test('and finds something missing has that sent', async () => {
    const bookId = await lab.makeBook();
    const blobs = createNodeBlobs(lab.store.access);
    let isLost = false;
    const api = impatientClient(async () => {
      if (isLost) return;
      isLost = true;
      const taken = lab.store.requests.find((one) => pieceOf(one) === '1.txt');
      await blobs.deleteMany('books', [taken?.key ?? '']);
    });
    const run = lab.push(createMemoryFolder(content), { bookId, api });
    expect(await run.run()).toMatchObject({ revision: 1 });
    expect(run.told('planned')).toMatchObject([
      { plan: { counts: { send: 3 } } },
      { plan: { counts: { send: 1, arrived: 2 } } },
    ]);
    expect(lab.takePuts()).toEqual(['0.txt', '1.txt', '1.txt', '2.txt']);
    await expectPublished(lab, bookId, content);
  });

  test('can be stopped waiting for', async () => {
    const bookId = await lab.makeBook();
    const listing = Promise.withResolvers<null>();
    lab.store.faults = ({ operation }) => (operation === 'ListObjectsV2' ? listing.promise : null);
    const run = lab.push(createMemoryFolder(content), { bookId, api: impatientClient() });
    const receipt = run.run();
    await lab.until(() => finalizing(run).length === 2);
    run.stop();
    await expect(receipt).rejects.toMatchObject({ name: 'AbortError' });
    listing.resolve(null);
    // It is published all the same, and the next push finds it so.
    expect(await lab.push(createMemoryFolder(content), { bookId }).run()).toMatchObject({
      revision: 1,
    });
    expect(lab.takePuts()).toEqual(Object.keys(content));
  });
});

test('a store that fails while it is looked at is looked at again', async () => {
  const bookId = await lab.makeBook();
  let failures = 0;
  lab.store.faults = ({ operation }) => {
    if (operation !== 'ListObjectsV2' || failures === 2) return null;
    failures += 1;
    return { kind: 'error', code: 'InternalError' };
  };
  const run = lab.push(createMemoryFolder(content), { bookId });
  expect(await run.run()).toMatchObject({ revision: 1 });
  expect(run.told('retrying')).toMatchObject([{ path: undefined }]);
  expect(lab.calls.filter((call) => call.endsWith('/finalize'))).toHaveLength(2);
  expect(lab.takePuts()).toEqual(Object.keys(content));
});

test('a preview tells what a push would change, and stores nothing', async () => {
  const bookId = await lab.makeBook();
  await lab.other.push(bookId, { ...content, 'old.txt': 'old' });
  lab.reset();
  const mine = { ...content, '1.txt': 'other', 'new.txt': 'new' };
  const run = lab.push(createMemoryFolder(mine), { bookId });
  expect(await run.preview(10)).toMatchObject({
    counts: { unchanged: 2, added: 1, changed: 1, removed: 1, send: 2 },
    changes: { added: ['new.txt'], changed: ['1.txt'], removed: ['old.txt'], truncated: false },
  });
  expect(lab.calls).toEqual([`POST /books/${bookId}/upload`]);
  const pushed = lab.push(createMemoryFolder(mine), { bookId });
  expect(await pushed.run()).toMatchObject({ revision: 2 });
  expect(pushed.told('planned')).toMatchObject([{ plan: { resumed: false } }]);
});

test('a merge keeps what it does not hold, and drops what it is told to', async () => {
  const bookId = await lab.makeBook();
  await lab.other.push(bookId, { ...content, 'old/a.txt': 'a', 'old/b.txt': 'b' });
  lab.reset();
  const folder = createMemoryFolder({ 'new.txt': 'new', 'old/b.txt': 'B' });
  const run = lab.push(folder, { bookId, mode: 'merge', remove: ['old', '2.txt', 'none'] });
  await run.run();
  expect(lab.takePuts()).toEqual(['new.txt', 'old/b.txt']);
  const { '2.txt': _, ...kept } = content;
  await expectPublished(lab, bookId, { ...kept, 'new.txt': 'new', 'old/b.txt': 'B' });
});
