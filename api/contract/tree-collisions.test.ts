import { describe, expect, it } from 'vitest';
import { checkManifest, type ManifestPaths } from './manifest-paths.ts';
import { BOOK_RULES, buildRules } from './manifest-rules.ts';

const MACOS = buildRules('macos');
const LINUX = buildRules('linux');

/** `a` is a file, `a/` a directory. */
function manifestOf(paths: readonly string[]): ManifestPaths {
  const directories = paths.filter((path) => path.endsWith('/'));
  return {
    files: paths.filter((path) => !path.endsWith('/')).map((path) => ({ path, size: 1 })),
    directories: directories.map((path) => path.slice(0, -1)),
  };
}

function collisionsOf(paths: readonly string[], rules = BOOK_RULES) {
  return checkManifest(manifestOf(paths), rules).refusals.map(({ code, path, other, detail }) => {
    expect(detail).toMatch(/^[A-Z].*\.$/u);
    return [code.replace('manifest.', ''), path, other];
  });
}

describe('paths that cannot be in one folder', () => {
  it.each([
    [
      ['a', 'a'],
      [
        ['duplicate_path', 'a', 'a'],
        ['duplicate_path', 'a', 'a'],
      ],
    ],
    [
      ['é', 'e\u0301'],
      [
        ['duplicate_path', 'é', 'e\u0301'],
        ['duplicate_path', 'e\u0301', 'é'],
      ],
    ],
    [
      ['a/', 'a/'],
      [
        ['duplicate_path', 'a', 'a'],
        ['duplicate_path', 'a', 'a'],
      ],
    ],
    [
      ['a', 'a/'],
      [
        ['duplicate_path', 'a', 'a'],
        ['duplicate_path', 'a', 'a'],
      ],
    ],
    [
      ['a', 'a/b'],
      [
        ['file_is_directory', 'a', 'a/b'],
        ['file_is_directory', 'a/b', 'a'],
      ],
    ],
    [
      ['a', 'a/b/'],
      [
        ['file_is_directory', 'a', 'a/b'],
        ['file_is_directory', 'a/b', 'a'],
      ],
    ],
  ])('on any system: %j', (paths, expected) => {
    expect(collisionsOf(paths)).toEqual(expected);
    expect(collisionsOf(paths, LINUX)).toEqual(expected);
  });

  it.each([
    [
      ['x/1', 'X/1'],
      [
        ['case_collision', 'x/1', 'X/1'],
        ['case_collision', 'X/1', 'x/1'],
      ],
    ],
    [
      ['Audio/1', 'audio/2'],
      [
        ['case_collision', 'Audio/1', 'audio/2'],
        ['case_collision', 'audio/2', 'Audio/1'],
      ],
    ],
    [
      ['A/', 'a/x'],
      [
        ['case_collision', 'a/x', 'A'],
        ['case_collision', 'A', 'a/x'],
      ],
    ],
    [
      ['A/', 'a'],
      [
        ['case_collision', 'a', 'A'],
        ['case_collision', 'A', 'a'],
      ],
    ],
    [
      ['STRASSE', 'straße'],
      [
        ['case_collision', 'STRASSE', 'straße'],
        ['case_collision', 'straße', 'STRASSE'],
      ],
    ],
    [
      ['A', 'a/b'],
      [
        ['file_is_directory', 'A', 'a/b'],
        ['file_is_directory', 'a/b', 'A'],
      ],
    ],
  ])('but on Linux: %j', (paths, expected) => {
    expect(collisionsOf(paths)).toEqual(expected);
    expect(collisionsOf(paths, MACOS)).toEqual(expected);
    expect(collisionsOf(paths, LINUX)).toEqual([]);
  });

  it('are listed with every member of their group, each naming another', () => {
    const three = collisionsOf(['a', 'A', 'ok', 'a']);
    expect(three).toEqual([
      ['duplicate_path', 'a', 'a'],
      ['case_collision', 'A', 'a'],
      ['duplicate_path', 'a', 'a'],
    ]);
    const folders = collisionsOf(['x/Media/1', 'x/media/2', 'x/Media/3/4', 'x/MEDIA/5', 'x/n']);
    expect(folders.map(([, path]) => path)).toEqual([
      'x/Media/1',
      'x/media/2',
      'x/Media/3/4',
      'x/MEDIA/5',
    ]);
    const below = collisionsOf(['a', 'a/b', 'a/b/c', 'a/bc', 'a-b']);
    expect(below.map(([code]) => code)).toEqual(Array(4).fill('file_is_directory'));
  });

  it('name the outermost folder that is spelt twice', () => {
    const paths = ['Audio/Sub/1', 'Audio/sub/2', 'audio/3'];
    expect(collisionsOf(paths).map(([, , other]) => other)).toEqual([
      'audio/3',
      'audio/3',
      'Audio/Sub/1',
    ]);
  });

  it('collide though one of them is refused for its own name', () => {
    expect(collisionsOf(['Audio/why?', 'audio/1'])).toEqual([
      ['windows_character', 'Audio/why?', undefined],
      ['case_collision', 'audio/1', 'Audio/why?'],
    ]);
  });

  it.each([
    [['a', 'b', 'a-b/c', 'ab']],
    [['a/', 'a/b', 'a/c/']],
    [['e\u0301/1', 'é/2']],
    [['x/a', 'y/A']],
    [['ı', 'i̇x', 'j']],
  ])('are not these: %j', (paths) => {
    expect(collisionsOf(paths)).toEqual([]);
  });

  it.each([
    [['a', 'a'], 'It is listed twice. List it once.'],
    [['a', 'a/'], 'It is listed as a file and as a directory. List it once.'],
    [['é', 'e\u0301'], 'It is the same as "e\u0301", in another Unicode form. List it once.'],
    [['x/1', 'X/1'], 'Windows and macOS take it for "X/1". Rename one of them.'],
    [
      ['s/Audio/1', 's/audio/2'],
      'Windows and macOS take its folder "s/Audio" for "s/audio". Give both one spelling.',
    ],
    [['a', 'a/b'], 'It is a file, but "a/b" needs a folder in its place. Rename one of them.'],
    [['a/b', 'a'], 'It needs a folder where "a" is a file. Rename one of them.'],
  ])('say what to do: %j', (paths, detail) => {
    expect(checkManifest(manifestOf(paths), BOOK_RULES).refusals[0]?.detail).toBe(detail);
  });
});
