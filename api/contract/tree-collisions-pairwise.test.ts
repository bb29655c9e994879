import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkManifest } from './manifest-paths.ts';
import { BOOK_RULES, buildRules } from './manifest-rules.ts';
import { foldName } from './names.ts';

describe('collisions, against every pair compared', () => {
  const segment = fc.constantFrom('a', 'A', 'b', 'é', 'e\u0301', 'É', 'ss', 'ß');
  const path = fc
    .tuple(fc.array(segment, { minLength: 1, maxLength: 3 }), fc.boolean())
    .map(([segments, directory]) => segments.join('/') + (directory ? '/' : ''));

  it.each([
    ['books', BOOK_RULES],
    ['Linux builds', buildRules('linux')],
  ])('the same paths are refused, by the same rule: %s', (_, rules) => {
    const fold = rules.foldCase ? foldName : (text: string) => text;
    fc.assert(
      fc.property(fc.array(path, { minLength: 1, maxLength: 7 }), (paths) => {
        const files = paths
          .filter((one) => !one.endsWith('/'))
          .map((one) => ({ path: one, size: 1 }));
        const directories = paths.filter((one) => one.endsWith('/')).map((one) => one.slice(0, -1));
        const nodes = [
          ...files.map((file) => node(file.path, false)),
          ...directories.map((directory) => node(directory, true)),
        ];
        const expected = nodes.flatMap((one) => {
          const others = nodes.filter((two) => two !== one);
          const code = CODES.find((rule) => others.some((two) => PAIRWISE[rule](one, two, fold)));
          return code ? [[`manifest.${code}`, one.given]] : [];
        });
        const found = checkManifest({ files, directories }, rules).refusals;
        expect(found.map(({ code, path: given }) => [code, given])).toEqual(expected);
        for (const { code, path: given, other } of found) {
          const rule = CODES.find((one) => code === `manifest.${one}`);
          const pair = nodes.some(
            (one) =>
              one.given === given &&
              nodes.some(
                (two) =>
                  two !== one && two.given === other && rule && PAIRWISE[rule](one, two, fold),
              ),
          );
          expect(pair).toBe(true);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

interface Node {
  readonly given: string;
  readonly segments: readonly string[];
  readonly directory: boolean;
}

function node(given: string, directory: boolean): Node {
  return { given, segments: given.normalize('NFC').split('/'), directory };
}

type Fold = (text: string) => string;
const CODES = ['duplicate_path', 'case_collision', 'file_is_directory'] as const;

const upTo = ({ segments }: Node, depth: number) => segments.slice(0, depth).join('/');
const depthOf = ({ segments }: Node) => segments.length;
const folders = (one: Node) => depthOf(one) - (one.directory ? 0 : 1);

/** §6 of the contract, as it is written. */
const PAIRWISE = {
  duplicate_path: (one: Node, two: Node) => upTo(one, 9) === upTo(two, 9),
  case_collision: (one: Node, two: Node, fold: Fold) => {
    const clash = (depth: number) =>
      upTo(one, depth) !== upTo(two, depth) && fold(upTo(one, depth)) === fold(upTo(two, depth));
    const onTheWay = Math.min(folders(one), folders(two));
    return clash(9) || Array.from({ length: onTheWay }, (_, index) => index + 1).some(clash);
  },
  file_is_directory: (one: Node, two: Node, fold: Fold) => {
    const blocks = (file: Node, other: Node) =>
      !file.directory &&
      depthOf(other) > depthOf(file) &&
      fold(upTo(other, depthOf(file))) === fold(upTo(file, 9));
    return blocks(one, two) || blocks(two, one);
  },
};
