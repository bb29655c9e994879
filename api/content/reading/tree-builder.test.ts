import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NodeBody } from '../../contract/storage.ts';
import { compareUtf8 } from '../../contract/utf8.ts';
import type { RevisionRow } from './revision-rows.ts';
import { TreeBuilder } from './tree-builder.ts';

type Kind = RevisionRow['kind'];

const row = (path: string, kind: Kind = 'file'): RevisionRow => ({
  path,
  kind,
  sizeBytes: kind === 'file' ? path.length : 0,
  sha256: kind === 'file' ? 'f' : null,
  executable: false,
  linkTarget: kind === 'link' ? 'x' : null,
  addedIn: 1,
  bucket: null,
  key: null,
});

interface Asked {
  readonly depth?: number | undefined;
  readonly limit?: number;
}

function build(rows: readonly RevisionRow[], { depth, limit = 1000 }: Asked = {}): TreeBuilder {
  const tree = new TreeBuilder({ name: 'root', path: '', prefix: '', depth, limit });
  for (const one of [...rows].sort((a, b) => compareUtf8(a.path, b.path))) tree.add(one);
  tree.sort();
  return tree;
}

/** Every node as a line, each before what it holds: `audio/ 2 files 6 bytes`, `…` where that is left out. */
function linesOf(nodes: readonly NodeBody[] | null): string[] {
  return (nodes ?? []).flatMap((node) => {
    if (node.type !== 'folder') return [`${node.path} ${node.type}`];
    const left = node.children === null ? ' …' : '';
    return [
      `${node.path}/ ${node.files} files ${node.size} bytes${left}`,
      ...linesOf(node.children),
    ];
  });
}

/** The same from the whole tree at once, cut afterwards. */
function expectedLines(
  rows: readonly RevisionRow[],
  { depth = 99, limit = 1000 }: Asked,
): string[] {
  const all = new Map<string, RevisionRow | undefined>(rows.map((one) => [one.path, one]));
  for (const { path } of rows) {
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      all.set(path.slice(0, end), undefined);
    }
  }
  const levelOf = (path: string) => path.split('/').length;
  const paths = [...all.keys()];
  let shown = Math.min(depth, Math.max(1, ...paths.map(levelOf)));
  while (shown > 1 && paths.filter((path) => levelOf(path) <= shown).length > limit) shown -= 1;
  const line = (path: string): string => {
    const leaf = all.get(path);
    if (leaf && leaf.kind !== 'directory') return `${path} ${leaf.kind}`;
    const inside = rows.filter((one) => one.path.startsWith(`${path}/`));
    const files = inside.filter(({ kind }) => kind === 'file').length;
    const bytes = inside.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    const left = levelOf(path) === shown && inside.length > 0 ? ' …' : '';
    return `${path}/ ${files} files ${bytes} bytes${left}`;
  };
  return paths
    .filter((path) => levelOf(path) <= shown)
    .sort((a, b) => compareUtf8(a.replaceAll('/', '\0'), b.replaceAll('/', '\0')))
    .map(line);
}

/** Trees in which no file stands where a folder is needed. */
const someRows = fc
  .uniqueArray(
    fc.record({
      path: fc
        .array(fc.constantFrom('a', 'a-b', 'b', 'ü', '😀', 'ａ'), { minLength: 1, maxLength: 5 })
        .map((names) => names.join('/')),
      kind: fc.constantFrom<Kind>('file', 'directory', 'link'),
    }),
    { maxLength: 40, selector: ({ path }) => path },
  )
  .map((some) =>
    some
      .filter(({ path }) => !some.some((other) => other.path.startsWith(`${path}/`)))
      .map(({ path, kind }) => row(path, kind)),
  );

describe('a tree', () => {
  it('grown row by row is the one cut from the whole, whatever it may show', () => {
    const depth = fc.option(fc.integer({ min: 1, max: 6 }), { nil: undefined });
    const limit = fc.integer({ min: 1, max: 60 });
    fc.assert(
      fc.property(someRows, depth, limit, (rows, atDepth, atMost) => {
        const tree = build(rows, { depth: atDepth, limit: atMost });
        const lines = linesOf(tree.root.children);
        expect(lines).toEqual(expectedLines(rows, { depth: atDepth, limit: atMost }));
        expect(tree.nodes).toBe(lines.length);
        expect(tree.isComplete).toBe(!lines.some((line) => line.endsWith('…')));
        expect(tree.root.files).toBe(rows.filter(({ kind }) => kind === 'file').length);
      }),
      { numRuns: 2000 },
    );
  });

  it('has children in byte order of their names, not of their paths', () => {
    const tree = build([row('a/x'), row('a-b'), row('a.txt')]);
    expect(tree.root.children?.map(({ name }) => name)).toEqual(['a', 'a-b', 'a.txt']);
  });

  it('holds at no time more nodes than it may show, and those of one row', () => {
    const tree = new TreeBuilder({ name: '', path: '', prefix: '', depth: undefined, limit: 50 });
    let most = 0;
    for (let folder = 100; folder < 140; folder += 1) {
      for (let file = 100; file < 200; file += 1) {
        tree.add(row(`${folder}/deep/${file}`));
        most = Math.max(most, tree.nodes);
      }
    }
    expect(most).toBeLessThanOrEqual(50);
    expect(tree.root).toMatchObject({ files: 4000 });
    expect(tree.root.children).toHaveLength(40);
    expect(tree.root.children?.[0]).toMatchObject({ name: '100', files: 100, children: null });
  });

  it('of a folder shows paths from the whole on', () => {
    const tree = new TreeBuilder({
      name: 'audio',
      path: 'units/audio',
      prefix: 'units/audio/',
      depth: undefined,
      limit: 9,
    });
    tree.add(row('units/audio/1/a.mp3'));
    expect(linesOf(tree.root.children)).toEqual([
      'units/audio/1/ 1 files 19 bytes',
      'units/audio/1/a.mp3 file',
    ]);
  });
});
