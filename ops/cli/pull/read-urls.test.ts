import { beforeEach, describe, expect, test } from 'vitest';
import { MAX_READ_URLS } from '../../../api/contract/read-urls.ts';
import { createReadUrls, type ReadUrls } from './read-urls.ts';

const PATHS = Array.from({ length: 2 * MAX_READ_URLS + 5 }, (_, n) => `p${n}`);

let asked: string[][];
let version: number;
let urls: ReadUrls;
beforeEach(() => {
  asked = [];
  version = 1;
  urls = createReadUrls(PATHS, async (paths) => {
    asked.push([...paths]);
    if (version === 0) throw new Error('away');
    return paths.map((path) => `${path}?v${version}`);
  });
});

test('asks for a thousand at once, and once', async () => {
  const some = await Promise.all([0, 1, 7, 499].map((n) => urls.of(n)));
  expect(some).toEqual(['p0?v1', 'p1?v1', 'p7?v1', 'p499?v1']);
  expect(asked.map(({ length }) => length)).toEqual([MAX_READ_URLS]);
});

test('asks for the next ones before they are needed', async () => {
  await urls.of(MAX_READ_URLS / 2 + 1);
  expect(asked.map(([first]) => first)).toEqual(['p0', `p${MAX_READ_URLS}`]);
  expect(await urls.of(PATHS.length - 1)).toBe(`p${PATHS.length - 1}?v1`);
  expect(asked.at(-1)).toHaveLength(5);
});

describe('a URL that is refused', () => {
  test('is asked for again, once for all that were asked with it', async () => {
    const [a, b] = await Promise.all([urls.of(1), urls.of(2)]);
    version = 2;
    expect(await urls.renew(1, a ?? '')).toBe('p1?v2');
    expect(await urls.renew(2, b ?? '')).toBe('p2?v2');
    expect(asked).toHaveLength(2);
  });

  test('comes back the same where the API signs it so', async () => {
    const url = await urls.of(1);
    expect(await urls.renew(1, url)).toBe(url);
  });
});

test('what could not be asked for is asked for again', async () => {
  version = 0;
  await expect(urls.of(3)).rejects.toThrow('away');
  version = 1;
  expect(await urls.of(3)).toBe('p3?v1');
});
