import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DigestedManifest, manifestDigest } from './manifest-digest.ts';

const HEX = 'ab'.repeat(32);
const hash = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex');
const file = (path: string, executable?: boolean) => ({ path, size: 7, sha256: HEX, executable });

describe('the digest of a manifest', () => {
  it.each<[string, DigestedManifest, string]>([
    ['no lines', { files: [] }, ''],
    [
      'one line a file, sorted by path',
      {
        files: [
          { path: 'b', size: 0, sha256: HEX },
          { path: 'a', size: 2 ** 40, sha256: `${HEX}-9000` },
        ],
      },
      `f\0a\0${2 ** 40}\0${HEX}-9000\nf\0b\0${0}\0${HEX}\n`,
    ],
    [
      'lines of one path by their letter',
      { files: [file('m', true), file('n')], remove: ['m', 'a'] },
      `r\0a\nf\0m\0${7}\0${HEX}\nr\0m\nx\0m\nf\0n\0${7}\0${HEX}\n`,
    ],
    [
      'directories and links between files',
      { files: [file('c')], directories: ['b'], links: [{ path: 'a', target: '../x' }] },
      `l\0a\0../x\nd\0b\nf\0c\0${7}\0${HEX}\n`,
    ],
    [
      'paths and targets in NFC',
      {
        files: [file('e\u0301')],
        directories: ['o\u0308'],
        links: [{ path: 'u\u0308', target: 'a\u030a' }],
        remove: ['n\u0303'],
      },
      `f\0é\0${7}\0${HEX}\nr\0ñ\nd\0ö\nl\0ü\0å\n`,
    ],
    [
      'the order of UTF-8 bytes, not of UTF-16',
      { files: [], directories: ['\u{1F600}', '\uFF5E', 'é', 'z'] },
      'd\0z\nd\0é\nd\0\uFF5E\nd\0\u{1F600}\n',
    ],
    [
      'no directory that another path implies',
      {
        files: [file('a/b')],
        directories: ['a', 'a-b', 'c', 'c/d', 'l', 'r'],
        links: [{ path: 'l/x', target: 'y' }],
        remove: ['r/gone'],
      },
      `d\0a-b\nf\0a/b\0${7}\0${HEX}\nd\0c/d\nl\0l/x\0y\nd\0r\nr\0r/gone\n`,
    ],
    [
      'no removal of what no folder can hold, and none twice',
      { files: [], remove: ['a\nr\0b', '\ud800', 'c', 'c', 'e\u0301', 'é'] },
      'r\0c\nr\0é\n',
    ],
  ])('is that of %s', async (_, manifest, lines) => {
    expect(await manifestDigest(manifest)).toBe(hash(lines));
  });

  it('is that of many lines as of few', async () => {
    const paths = Array.from(
      { length: 2500 },
      (_, index) => `çok/${String(index).padStart(5, '0')}`,
    );
    const lines = paths.map((path) => `f\0${path}\0${7}\0${HEX}\n`).join('');
    expect(await manifestDigest({ files: paths.map((path) => file(path)) })).toBe(hash(lines));
  });

  const path = fc.string({
    unit: fc.constantFrom('a', 'b', '/', 'é', 'e\u0301', '😀', '～'),
    minLength: 1,
  });
  const manifest = fc.record({
    files: fc.array(
      fc.record({ path, size: fc.nat(), sha256: fc.constant(HEX), executable: fc.boolean() }),
    ),
    directories: fc.array(path),
    links: fc.array(fc.record({ path, target: path })),
    remove: fc.array(path),
  });

  it('does not depend on the order, nor on the Unicode form', async () => {
    await fc.assert(
      fc.asyncProperty(manifest, async (given) => {
        const nfd = (text: string) => text.normalize('NFD');
        const same: DigestedManifest = {
          files: given.files.toReversed().map((one) => ({ ...one, path: nfd(one.path) })),
          directories: given.directories.toReversed().map(nfd),
          links: given.links
            .toReversed()
            .map(({ path: from, target }) => ({ path: nfd(from), target: nfd(target) })),
          remove: given.remove.toReversed().map(nfd),
        };
        fc.pre(new Set(given.files.map((one) => one.path.normalize())).size === given.files.length);
        fc.pre(new Set(given.links.map((one) => one.path.normalize())).size === given.links.length);
        expect(await manifestDigest(same)).toBe(await manifestDigest(given));
      }),
    );
  });
});
