import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createMemoryFolder, type MemoryContent } from '../../testing/memory-source.ts';
import { openPushLab, type PushLab } from '../../testing/push-lab.ts';

const MIB = 1024 * 1024;

let lab: PushLab;
beforeAll(async () => {
  lab = await openPushLab();
});
afterAll(() => lab.close());
beforeEach(() => {
  lab.store.faults = () => null;
  lab.store.requests.length = 0;
  lab.calls.length = 0;
});

/** Small files named `0.txt` on. */
function smallFiles(count: number): Record<string, string> {
  const paths = Array.from({ length: count }, (_, index) => `${index}.txt`);
  return Object.fromEntries(paths.map((path) => [path, `bytes of ${path}`]));
}

function bytesOf(content: MemoryContent): Record<string, Uint8Array> {
  const bytes = Object.entries(content).map(([path, value]) => [path, Buffer.from(value)]);
  return Object.fromEntries(bytes);
}

/** As `read` gives it. */
async function expectPublished(bookId: string, content: MemoryContent) {
  const read = await lab.read(bookId);
  const expected = bytesOf(content);
  expect(Object.keys(read).sort()).toEqual(Object.keys(expected).sort());
  for (const [path, bytes] of Object.entries(expected)) {
    // Buffers of megabytes are compared by themselves: a difference need not be printed.
    expect([path, Buffer.compare(bytes, read[path] ?? Buffer.from('none'))]).toEqual([path, 0]);
  }
}

describe('a push', () => {
  test('publishes a tree byte for byte', async () => {
    const bookId = await lab.makeBook();
    const content = {
      'düğme/ünite 1/çalışma.txt': 'Günaydın',
      '日本/絵.txt': 'え',
      'zero.bin': '',
      'one part.bin': randomBytes(16 * MIB),
      'several parts.bin': randomBytes(33 * MIB),
      'leer/': '',
      'leer 2/darin/': '',
    };
    const run = lab.push(createMemoryFolder(content), { bookId });
    const receipt = await run.run();
    expect(receipt).toMatchObject({ revision: 1, changed: true });
    await expectPublished(bookId, content);
    expect(lab.takePuts()).toEqual([
      'düğme/ünite 1/çalışma.txt',
      'one part.bin',
      'several parts.bin#1',
      'several parts.bin#2',
      'several parts.bin#3',
      'zero.bin',
      '日本/絵.txt',
    ]);
    expect(
      run
        .told('sent')
        .map(({ path }) => path)
        .sort(),
    ).toEqual(
      Object.keys(content)
        .filter((path) => !path.endsWith('/'))
        .sort(),
    );
  });

  test('of what is published already sends nothing', async () => {
    const bookId = await lab.makeBook();
    const folder = createMemoryFolder(smallFiles(3));
    await lab.push(folder, { bookId }).run();
    lab.takePuts();
    const again = await lab.push(folder, { bookId }).run();
    expect(again).toMatchObject({ revision: 1, changed: false });
    expect(lab.takePuts()).toEqual([]);
  });
});
