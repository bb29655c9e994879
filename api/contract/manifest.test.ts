import { describe, expect, it } from 'vitest';
import { BookManifest, BuildManifest } from './manifest.ts';

const HEX = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';
const MIB = 1024 ** 2;
const file = { path: 'units/1.json', size: 123, sha256: HEX };
const link = { path: 'a', target: 'b' };

/** JSON pointers of what is wrong. */
function faultsOf(schema: typeof BookManifest | typeof BuildManifest, body: unknown): string[] {
  const { error } = schema.safeParse(body);
  return (error?.issues ?? []).map((issue) => {
    const keys = issue.code === 'unrecognized_keys' ? issue.keys : [];
    return [...issue.path, ...keys].map((key) => `/${String(key)}`).join('');
  });
}

describe('a manifest', () => {
  it('needs files alone; the rest has defaults', () => {
    expect(BookManifest.parse({ files: [file] })).toEqual({
      files: [file],
      directories: [],
      links: [],
      mode: 'replace',
      remove: [],
      dry_run: false,
      preview_limit: 1000,
    });
  });

  it('may have all its members', () => {
    const body = {
      files: [
        { ...file, executable: true },
        { path: '\ud800', size: MIB * 640, sha256: `${HEX}-40` },
      ],
      directories: ['notes'],
      links: [link],
      mode: 'merge',
      remove: ['old'],
      base_revision: 6,
      dry_run: true,
      preview_limit: 10_000,
    };
    expect(BookManifest.parse(body)).toEqual(body);
    const build = { ...body, version: '2.4.0', channel: 'beta' };
    expect(BuildManifest.parse(build)).toEqual(build);
  });

  it.each<[string, unknown]>([
    ['/files', {}],
    ['/files', { files: {} }],
    ['/directory', { files: [], directory: [] }],
    ['/version', { files: [], version: '1' }],
    ['/files/0/added_in', { files: [{ ...file, added_in: 3 }] }],
    ['/files/0/path', { files: [{ ...file, path: 1 }] }],
    ['/files/1/size', { files: [file, { ...file, size: -1 }] }],
    ['/files/0/size', { files: [{ ...file, size: 0.5 }] }],
    ['/files/0/size', { files: [{ ...file, size: 2 ** 53, sha256: `${HEX}-10000` }] }],
    ['/files/0/size', { files: [{ ...file, size: '1' }] }],
    ['/files/0/sha256', { files: [{ ...file, sha256: HEX.toUpperCase() }] }],
    ['/files/0/sha256', { files: [{ path: 'a', size: 1 }] }],
    ['/files/0/sha256', { files: [{ ...file, sha256: `${HEX}-2` }] }],
    ['/files/1/sha256', { files: [file, { ...file, size: 16 * MIB + 1 }] }],
    ['/files/0/executable', { files: [{ ...file, executable: 'yes' }] }],
    ['/directories/0', { files: [], directories: [null] }],
    ['/links/0/target', { files: [], links: [{ path: 'a' }] }],
    ['/links/0/size', { files: [], links: [{ ...link, size: 1 }] }],
    ['/links', { files: [], links: Array(10_001).fill(link) }],
    ['/mode', { files: [], mode: 'append' }],
    ['/remove', { files: [], remove: ['a'] }],
    ['/base_revision', { files: [], base_revision: -1 }],
    ['/preview_limit', { files: [], preview_limit: 10_001 }],
  ])('is refused at %s', (pointer, body) => {
    expect(faultsOf(BookManifest, body)).toEqual([pointer]);
  });

  it.each(['2.4.0', '0', 'v2.4.0-rc.1+build_7', 'x'.repeat(64), 'console', 'latest-1'])(
    'of a build may have the version %s',
    (version) => {
      expect(BuildManifest.parse({ files: [], version })).toMatchObject({
        version,
        channel: 'stable',
      });
    },
  );

  it.each([
    '',
    '.1',
    '-1',
    '1.',
    'a/b',
    'a b',
    'ü',
    'x'.repeat(65),
    'latest',
    'Upload',
    'con',
    'NUL.1',
  ])('of a build cannot have the version %j', (version) => {
    expect(new Set(faultsOf(BuildManifest, { files: [], version }))).toEqual(new Set(['/version']));
  });

  it.each(['', 'Beta', 'a_b', 'x'.repeat(33)])('cannot be of the channel %j', (channel) => {
    expect(faultsOf(BuildManifest, { files: [], version: '1', channel })).toEqual(['/channel']);
  });

  it('of a build needs its version', () => {
    expect(faultsOf(BuildManifest, { files: [] })).toEqual(['/version']);
  });
});
