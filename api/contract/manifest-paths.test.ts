import { describe, expect, it } from 'vitest';
import { MANIFEST_ERRORS, MAX_PROBLEM_ENTRIES } from './errors.ts';
import { checkManifest, type ManifestPaths } from './manifest-paths.ts';
import { BOOK_RULES, buildRules, DEFAULT_MANIFEST_LIMITS } from './manifest-rules.ts';
import { PLATFORMS } from './platforms.ts';

const RULES = {
  book: BOOK_RULES,
  windows: buildRules('windows'),
  macos: buildRules('macos'),
  linux: buildRules('linux'),
};
const EVERYWHERE = ['book', ...PLATFORMS] as const;

const filesAt = (...paths: string[]): ManifestPaths => ({
  files: paths.map((path) => ({ path, size: 1 })),
});

function refusalsOf(manifest: ManifestPaths, where: keyof typeof RULES = 'book') {
  return checkManifest(manifest, RULES[where]).refusals.map(({ detail, ...refusal }) => {
    expect(detail).toMatch(/^[A-Z].*[.?]$/u);
    expect(MANIFEST_ERRORS).toContain(refusal.code);
    return refusal;
  });
}

describe('a path refused by itself, everywhere', () => {
  it.each([
    ['invalid_unicode', ['\ud800.txt', 'a/\udc00', '\ud800/\u0007']],
    ['control_character', ['a\u0007.txt', 'a\u0000', 'a\u007f', 'a\u0085b', '/a\nb']],
    ['bidi_control', ['x\u202Egnp.exe', '\u061c', 'a\u200e', 'a\u200f', 'a\u2066/b', '/a\u2069']],
    ['absolute_path', ['/etc/x', 'C:/x', 'c:', 'C:x', '\\\\srv\\x', '/', '/../a']],
    ['dot_segment', ['a/../b', '..', '.', './a', 'a/.', 'a\\..\\b', '..\\a', 'a//..']],
    ['empty_segment', ['a//b', '', 'a/', 'a/b//', 'a?//b']],
    ['segment_too_long', ['ü'.repeat(130), `a/${'x'.repeat(256)}`, `${'語'.repeat(86)}/a`]],
    ['path_too_long', [`${'x'.repeat(200)}/${'y'.repeat(200)}/${'z'.repeat(249)}`]],
  ])('%s', (rule, paths) => {
    for (const where of EVERYWHERE) {
      expect(refusalsOf(filesAt(...paths), where)).toEqual(
        paths.map((path) => ({ code: `manifest.${rule}`, path })),
      );
    }
  });
});

describe('a path that Windows cannot hold', () => {
  const paths = {
    windows_character: ['why?.txt', 'a\\b', 'a<', 'a>', 'ab:c', 'a"', 'a|b', 'x/*', '?/con'],
    windows_name: [
      'CON',
      'a/CON.txt',
      'aux.tar.gz',
      'prn/a',
      'Nul.',
      'conin$',
      'CONOUT$.x',
      'com0',
      'COM9.txt',
      'com¹',
      'b/Lpt³.txt',
      'con .txt',
    ],
    trailing_dot_or_space: ['notes./a', 'a.', 'a ', 'a/b /c', '...'],
  };

  it.each(Object.entries(paths))('is refused for books and Windows builds: %s', (rule, list) => {
    for (const where of ['book', 'windows'] as const) {
      expect(refusalsOf(filesAt(...list), where)).toEqual(
        list.map((path) => ({ code: `manifest.${rule}`, path })),
      );
    }
  });

  it.each(['macos', 'linux'] as const)('is fine in builds for %s', (platform) => {
    // Two of them would be one path there, or are absolute everywhere.
    expect(refusalsOf(filesAt(...Object.values(paths).flat()), platform)).toEqual([]);
  });

  it('is told by the name to change', () => {
    const { refusals } = checkManifest(filesAt('a/con.txt', 'b/notes./a', 'why?'), BOOK_RULES);
    expect(refusals.map(({ detail }) => detail)).toEqual([
      'Windows cannot hold a file named CON. Rename it.',
      'Windows drops the dot or space at the end of "notes.". Rename it.',
      'Windows cannot hold a name with the character ?. Rename it.',
    ]);
  });
});

describe('a path that is fine', () => {
  it.each([
    'a',
    'a/b/c.txt',
    '.hidden',
    '..a/...b',
    'a.b.',
    'console.txt',
    'com10',
    'acon/nul1',
    'Çözümler/ünite 1.mp3',
    '第一課/音.mp3',
    '😀.png',
    'x'.repeat(255),
    'e\u0301'.repeat(127),
    `${'x'.repeat(200)}/${'y'.repeat(200)}/${'z'.repeat(248)}`,
  ])('%s', (path) => {
    // A trailing dot is for Windows alone.
    expect(refusalsOf(filesAt(path), path.endsWith('.') ? 'linux' : 'book')).toEqual([]);
  });
});

describe('the whole folder', () => {
  it('is refused when it has no files and no directories', () => {
    expect(refusalsOf({ files: [] })).toEqual([{ code: 'manifest.empty' }]);
    expect(refusalsOf({ files: [], directories: ['notes'] })).toEqual([]);
  });

  it('is refused for a file over the limit, or over what S3 can hold', () => {
    const files = [
      { path: 'a', size: 101 },
      { path: 'b', size: 100 },
    ];
    const limits = { ...DEFAULT_MANIFEST_LIMITS, maxFileBytes: 100 };
    expect(checkManifest({ files }, BOOK_RULES, limits).refusals).toMatchObject([
      { code: 'manifest.file_too_large', path: 'a' },
    ]);
    const size = 5 * 1024 ** 4;
    const large = { maxFileBytes: 2 ** 53, maxFiles: 10, maxBytes: 2 ** 53 };
    const codes = (bytes: number) =>
      checkManifest({ files: [{ path: 'a', size: bytes }] }, BOOK_RULES, large).refusals;
    expect(codes(size)).toEqual([]);
    expect(codes(size + 1)).toMatchObject([{ code: 'manifest.file_too_large' }]);
  });

  it('is refused over a quota, which counts files, links and empty directories', () => {
    const limits = { maxFileBytes: 100, maxFiles: 3, maxBytes: 20 };
    const check = (manifest: ManifestPaths) =>
      checkManifest(manifest, RULES.macos, limits).refusals.map(({ detail, ...rest }) => rest);
    const files = [
      { path: 'a/1', size: 10 },
      { path: 'a/2', size: 10 },
    ];
    const links = [{ path: 'l', target: 'a' }];
    expect(check({ files, directories: ['a'], links })).toEqual([]);
    expect(check({ files, directories: ['a', 'b'], links })).toEqual([
      { code: 'manifest.quota_files', limit: 3, actual: 4 },
    ]);
    expect(check({ files, directories: ['b', '../c'] })).toEqual([
      { code: 'manifest.dot_segment', path: '../c' },
      { code: 'manifest.quota_files', limit: 3, actual: 4 },
    ]);
    expect(check({ files: [...files, { path: 'c', size: 1 }] })).toEqual([
      { code: 'manifest.quota_bytes', limit: 20, actual: 21 },
    ]);
  });

  it('never counts beyond what a JSON number holds', () => {
    const size = Number.MAX_SAFE_INTEGER;
    const { refusals } = checkManifest(
      {
        files: [
          { path: 'a', size },
          { path: 'b', size },
        ],
      },
      BOOK_RULES,
    );
    expect(refusals.at(-1)).toMatchObject({ code: 'manifest.quota_bytes', actual: size });
  });

  it('tells what it comes to', () => {
    const directories = ['a', 'b', 'b/c', 'cafe\u0301', 'Re\u0301sume\u0301'];
    const found = checkManifest({ ...filesAt('a/1', 'cafe\u0301/2'), directories }, BOOK_RULES);
    expect(found).toMatchObject({
      files: 2,
      size: 2,
      directories: ['b/c', 'R\u00e9sum\u00e9'],
    });
  });

  it('has all its refusals told at once, in the order of the manifest', () => {
    const found = refusalsOf(filesAt('b/x', 'con', 'a?', 'B/y', 'z/../y', 'ok'));
    expect(found).toEqual([
      { code: 'manifest.case_collision', path: 'b/x', other: 'B/y' },
      { code: 'manifest.windows_name', path: 'con' },
      { code: 'manifest.windows_character', path: 'a?' },
      { code: 'manifest.case_collision', path: 'B/y', other: 'b/x' },
      { code: 'manifest.dot_segment', path: 'z/../y' },
    ]);
  });

  it(`has at most ${MAX_PROBLEM_ENTRIES} refusals told, and all counted`, () => {
    const paths = Array.from({ length: MAX_PROBLEM_ENTRIES + 5 }, (_, index) => `${index}?`);
    const found = checkManifest(filesAt(...paths), BOOK_RULES);
    expect(found.refusals).toHaveLength(MAX_PROBLEM_ENTRIES);
    expect(found.refusalsTotal).toBe(MAX_PROBLEM_ENTRIES + 5);
  });
});
