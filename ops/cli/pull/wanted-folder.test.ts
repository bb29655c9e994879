import { describe, expect, test } from 'vitest';
import { BOOK_RULES, buildRules } from '../../../api/contract/manifest-rules.ts';
import type { ManifestBody } from '../../../api/contract/read-manifest.ts';
import { CliError } from '../cli-error.ts';
import { wantedFolder } from './wanted-folder.ts';

function manifest(paths: readonly string[], more: Partial<ManifestBody> = {}): ManifestBody {
  const target = { type: 'book', book_id: 'x', publisher: 'A', book_name: 'B' } as const;
  const files = paths.map((path) => ({ path, size: 1, sha256: 'x', added_in: 1 }));
  return { target, revision: 1, files, directories: [], links: [], ...more };
}

describe('a folder to be pulled', () => {
  test('has every folder on the way, each after the one it lies in', () => {
    const body = manifest(['a/b/c.txt', 'a/d.txt', 'top'], {
      directories: ['x/y'],
      links: [{ path: 'l/link', target: '../top' }],
    });
    const { directories, files, links } = wantedFolder(body, buildRules('linux'));
    expect([...directories]).toEqual(['a', 'a/b', 'l', 'x', 'x/y']);
    expect([...files.keys()]).toEqual(['a/b/c.txt', 'a/d.txt', 'top']);
    expect([...links]).toEqual([['l/link', '../top']]);
  });

  test('may be empty', () => {
    expect(wantedFolder(manifest([]), BOOK_RULES).files.size).toBe(0);
  });
});

test.each([
  { what: 'a path upwards', body: manifest(['a/../../b']) },
  { what: 'a path from the root', body: manifest(['/etc/passwd']) },
  { what: 'an empty path', body: manifest(['']) },
  { what: 'a null character', body: manifest(['a\0b']) },
  { what: 'two paths that are one', body: manifest(['é', 'é'.normalize('NFD')]) },
  { what: 'a file below a file', body: manifest(['a', 'a/b']) },
  { what: 'a folder upwards', body: manifest([], { directories: ['../x'] }) },
  { what: 'a link out of it', body: manifest([], { links: [{ path: 'l', target: '../x' }] }) },
  { what: 'an absolute link', body: manifest([], { links: [{ path: 'l', target: '/etc' }] }) },
  {
    what: 'a file below a link',
    body: manifest(['l/x'], { links: [{ path: 'l', target: 'other' }] }),
  },
])('$what is refused before anything is written', ({ body }) => {
  expect(() => wantedFolder(body, buildRules('linux'))).toThrow(CliError);
});

test('a book with a link is refused', () => {
  const body = manifest(['a'], { links: [{ path: 'l', target: 'a' }] });
  expect(() => wantedFolder(body, BOOK_RULES)).toThrow('not safe to write');
});

describe('names that this system cannot hold', () => {
  const body = manifest(['why?', 'con.txt', 'dot.', 'Read', 'read', 'fine']);

  test.each([
    { platform: 'linux', left: ['why?', 'con.txt', 'dot.', 'Read', 'read', 'fine'] },
    { platform: 'darwin', left: ['why?', 'con.txt', 'dot.', 'fine'] },
    { platform: 'win32', left: ['fine'] },
  ] as const)('are left out and told, on $platform', ({ platform, left }) => {
    const { files, unholdable } = wantedFolder(body, buildRules('linux'), platform);
    expect([...files.keys()]).toEqual(left);
    expect(files.size + unholdable.size).toBe(body.files.length);
  });
});
