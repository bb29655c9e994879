import { describe, expect, it } from 'vitest';
import { ManifestChecker } from './manifest-checker.ts';
import { buildRules, DEFAULT_MANIFEST_LIMITS, type FolderEntry } from './manifest-rules.ts';

const MACOS = buildRules('macos');

describe('paths a merge keeps', () => {
  const check = (kept: readonly FolderEntry[], added: readonly FolderEntry[]) => {
    const checker = new ManifestChecker(MACOS, DEFAULT_MANIFEST_LIMITS);
    for (const entry of kept) checker.keep(entry);
    for (const entry of added) checker.add(entry);
    return checker.finish();
  };
  const file = (path: string): FolderEntry => ({ kind: 'file', path, size: 1 });

  it('can collide with what is added, and only that is refused', () => {
    const { refusals, refusalsTotal } = check(
      [file('Audio/1'), file('Audio/2'), file('n')],
      [file('audio/3'), file('n/x'), file('N')],
    );
    expect(refusals.map(({ code, path, other }) => [code, path, other])).toEqual([
      ['manifest.case_collision', 'audio/3', 'Audio/1'],
      ['manifest.file_is_directory', 'n/x', expect.stringMatching(/^n$/i)],
      ['manifest.case_collision', 'N', 'n'],
    ]);
    expect(refusalsTotal).toBe(3);
    expect(refusals[0]?.detail).toContain('"Audio", which is in the folder already');
    expect(refusals[2]?.detail).toContain('"n", which is in the folder already');
  });

  it('are not taken for listed where a directory is listed in their place', () => {
    const { refusals } = check([file('a')], [{ kind: 'directory', path: 'a' }]);
    expect(refusals).toEqual([
      {
        code: 'manifest.duplicate_path',
        path: 'a',
        other: 'a',
        detail: 'The folder has a file in its place. Remove that, or leave this out.',
      },
    ]);
  });

  it('count towards the folder', () => {
    const kept: FolderEntry[] = [file('a'), { kind: 'directory', path: 'd' }];
    expect(check(kept, [file('d/x')])).toMatchObject({
      refusals: [],
      files: 2,
      size: 2,
      directories: [],
    });
    expect(check(kept, [file('b')])).toMatchObject({ files: 2, directories: ['d'] });
  });

  it('are no reason to ask for nothing', () => {
    expect(check([file('a')], []).refusals).toMatchObject([{ code: 'manifest.empty' }]);
    const checker = new ManifestChecker(MACOS, DEFAULT_MANIFEST_LIMITS);
    expect(checker.finish(1).refusals).toEqual([]);
  });

  it('are refused where they are links that an added link leads astray', () => {
    const link = (path: string, target: string): FolderEntry => ({ kind: 'link', path, target });
    const { refusals } = check([link('x', 'a/b/../../e')], [link('a/b', '../t')]);
    expect(refusals).toMatchObject([{ code: 'manifest.bad_link', path: 'x' }]);
  });
});
