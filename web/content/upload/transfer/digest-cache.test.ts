import { expect, it } from 'vitest';
import type { BrowserFile } from '../folder/read-folder.ts';
import { createDigestCache } from './digest-cache.ts';

const LONG_AGO = 1_000_000;
const MET = 2_000_000;
const DIGEST = new Uint8Array(32).fill(7);

it('knows a slice again while its file looks as it did', () => {
  const cache = createDigestCache();
  cache.set(met('abc', LONG_AGO), 0, DIGEST);
  const again = createDigestCache(structuredClone(cache.known));
  expect(again.get(met('xyz', LONG_AGO), 0)).toEqual(DIGEST);
  expect(again.get(met('xyz', LONG_AGO), 16)).toBeUndefined();
});

it.each([
  ['of another size', met('abcd', LONG_AGO)],
  ['written since', met('abc', LONG_AGO + 1)],
  ['of another path', { ...met('abc', LONG_AGO), path: 'b.txt' }],
])('knows nothing of a file %s', (_what, other) => {
  const cache = createDigestCache();
  cache.set(met('abc', LONG_AGO), 0, DIGEST);
  expect(cache.get(other, 0)).toBeUndefined();
});

it('does not trust a file that was written as it was met', () => {
  const cache = createDigestCache();
  cache.set(met('abc', MET - 1000), 0, DIGEST);
  expect(cache.get(met('abc', MET - 1000), 0)).toBeUndefined();
});

it('forgets what proved wrong, and what is of a file as it was', () => {
  const cache = createDigestCache();
  cache.set(met('abc', LONG_AGO), 0, DIGEST);
  cache.set(met('abc', LONG_AGO + 1), 16, DIGEST);
  expect(cache.get(met('abc', LONG_AGO + 1), 0)).toBeUndefined();
  cache.forget('a.txt');
  expect(cache.get(met('abc', LONG_AGO + 1), 16)).toBeUndefined();
});

function met(content: string, lastModified: number): BrowserFile {
  const file = new File([content], 'a.txt', { lastModified });
  const { size: sizeBytes } = file;
  return { kind: 'file', path: 'a.txt', sizeBytes, executable: false, file, metAtMs: MET };
}
