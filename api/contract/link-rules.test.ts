import { describe, expect, it } from 'vitest';
import { checkManifest } from './manifest-paths.ts';
import { BOOK_RULES, buildRules } from './manifest-rules.ts';

const files = [{ path: 'A.app/Contents/MacOS/run', size: 1 }];

function badLinks(links: Record<string, string>, rules = buildRules('macos')) {
  const list = Object.entries(links).map(([path, target]) => ({ path, target }));
  return checkManifest({ files, links: list }, rules).refusals.map(({ code, path, detail }) => {
    expect(code).toBe('manifest.bad_link');
    expect(detail).toMatch(/^[A-Z].*\.$/u);
    return path;
  });
}

describe('links', () => {
  it.each<[string, Record<string, string>]>([
    [
      'as a framework has them',
      {
        'A.app/Contents/Frameworks/X/Versions/Current': 'A',
        'A.app/Contents/Frameworks/X/Resources': 'Versions/Current/Resources',
        'A.app/Contents/Frameworks/X/X': 'Versions/Current/X',
      },
    ],
    ['to what the folder does not hold', { a: 'nowhere' }],
    ['through the parent folder', { 'a/b/c': '../../d/e' }],
    [
      'through another link and back',
      { 'lib/current': '../deep/down/here', x: 'lib/current/../y' },
    ],
    ['to a folder beside, by its own parent', { 'a/b': '../a2' }],
    ['with idle segments', { a: './b//c/' }],
    ['one after the other', { a: 'b', b: 'c', c: 'd' }],
    ['twice through one', { a: 'b/../b/x', b: 'c' }],
  ])('may lead %s', (_, links) => {
    expect(badLinks(links)).toEqual([]);
  });

  it.each<[string, Record<string, string>, string[]]>([
    ['an absolute target', { a: '/etc/passwd' }, ['a']],
    ['a drive', { a: 'C:/x' }, ['a']],
    ['an empty target', { a: '' }, ['a']],
    ['a control character', { a: 'b\n' }, ['a']],
    ['half a character', { a: '\ud800' }, ['a']],
    ['a target of 651 bytes', { a: 'x'.repeat(651) }, ['a']],
    ['a target above the folder', { a: '..' }, ['a']],
    ['a target above, in between', { 'a/b': '../../top/a/c' }, ['a/b']],
    ['a target above through another', { a: 'x/y/l/../..', 'x/y/l': '../../z' }, ['a']],
    ['a target behind one that leaves', { a: 'b/c', b: '../x' }, ['a', 'b']],
    ['itself', { a: 'a' }, ['a']],
    ['a path through itself', { a: 'a/b' }, ['a']],
    ['one another', { a: 'b', b: 'a' }, ['a', 'b']],
    ['a circle others lead into', { x: 'a', a: 'b', b: 'c', c: 'a' }, ['x', 'a', 'b', 'c']],
    ['a circle in another case', { Ring: 'other', other: 'ring' }, ['Ring', 'other']],
    ['the folder it lies in', { 'a/b': '.' }, ['a/b']],
    ['a folder above it', { 'a/b/c': '../../a' }, ['a/b/c']],
    ['the whole folder', { 'a/b': '..' }, ['a/b']],
  ])('cannot have %s', (_, links, refused) => {
    expect(badLinks(links)).toEqual(refused);
  });

  it.each([
    ['..', 'leads out of the folder'],
    ['b', 'leads out of the folder'],
    ['a', 'leads in a circle'],
    ['/x', 'is absolute'],
  ])('to %j are told why they cannot be', (target, reason) => {
    const links = [
      { path: 'a', target },
      { path: 'b', target: '../x' },
    ];
    const { refusals } = checkManifest({ files, links }, buildRules('linux'));
    expect(refusals[0]?.detail).toContain(reason);
  });

  it('on Linux tell cases apart', () => {
    expect(badLinks({ Ring: 'other', other: 'ring' }, buildRules('linux'))).toEqual([]);
  });

  it('for Windows have no backslashes', () => {
    expect(badLinks({ 'a/b': '..\\..\\x' }, buildRules('windows'))).toEqual(['a/b']);
    expect(badLinks({ 'a/b': '..\\..\\x' })).toEqual([]);
  });

  it('are compared in NFC', () => {
    expect(badLinks({ 'caf\u00e9': 'b', b: 'cafe\u0301' })).toEqual(['caf\u00e9', 'b']);
  });

  it('have no place in books', () => {
    expect(badLinks({ a: 'b' }, BOOK_RULES)).toEqual(['a']);
  });

  it('obey the rules of paths first, and collide as files do', () => {
    const links = [
      { path: 'con', target: 'x' },
      { path: 'A.app', target: 'b' },
    ];
    const { refusals } = checkManifest({ files, links }, buildRules('windows'));
    expect(refusals.map(({ code, path, other }) => [code, path, other])).toEqual([
      ['manifest.file_is_directory', 'A.app/Contents/MacOS/run', 'A.app'],
      ['manifest.windows_name', 'con', undefined],
      ['manifest.file_is_directory', 'A.app', 'A.app/Contents/MacOS/run'],
    ]);
  });

  it('may form a chain of any length', () => {
    const chain = Array.from({ length: 20_000 }, (_, index) => [`l${index}`, `l${index + 1}`]);
    expect(badLinks(Object.fromEntries(chain))).toEqual([]);
    expect(badLinks(Object.fromEntries([...chain, ['l20000', 'l0']]))).toHaveLength(10_000);
  });
});
