import { contentTypeOf, nameOf } from '../../../../api/contract/content-types.ts';
import type { ManifestBody } from '../../../../api/contract/read-manifest.ts';
import type { NodeBody } from '../../../../api/contract/storage.ts';
import type { NodeRow } from './tree-rows.ts';

/** The lines of those whose name holds what is searched for; or whose path, if that has a slash. */
export function searchRows(nodes: Iterable<NodeBody>, query: string): readonly NodeRow[] {
  const wanted = foldForSearch(query.trim());
  const told = (node: NodeBody) => (wanted.includes('/') ? node.path : node.name);
  const found: NodeBody[] = [];
  for (const node of nodes) if (foldForSearch(told(node)).includes(wanted)) found.push(node);
  return found.map((node, index) => ({
    kind: 'node',
    node,
    level: 1,
    position: index + 1,
    siblings: found.length,
    isOpen: undefined,
  }));
}

/** Without case and marks, so that `icindekiler` finds `İÇİNDEKİLER`; the Turkish ı has no mark to lose. */
function foldForSearch(name: string): string {
  const bare = name.normalize('NFD').replace(/\p{M}/gu, '');
  return bare.toLowerCase().replaceAll('ı', 'i');
}

/** The files and links of a manifest as a tree shows them. */
export function* manifestNodes({ files, links }: ManifestBody): Generator<NodeBody> {
  for (const { path, ...file } of files) {
    yield { type: 'file', path, name: nameOf(path), content_type: contentTypeOf(path), ...file };
  }
  for (const { path, target } of links) {
    yield { type: 'link', path, name: nameOf(path), target, added_in: 0 };
  }
}
