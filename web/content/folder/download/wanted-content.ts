import type { ManifestBody } from '../../../../api/contract/read-manifest.ts';
import type { NodeBody } from '../../../../api/contract/storage.ts';

/** What of a manifest stands at or below some nodes. */
export function contentOf(manifest: ManifestBody, nodes: readonly NodeBody[]): ManifestBody {
  const wanted = new Set(nodes.map(({ path }) => path));
  const isWanted = (path: string) => ancestors(path).some((one) => wanted.has(one));
  return {
    ...manifest,
    files: manifest.files.filter(({ path }) => isWanted(path)),
    links: manifest.links.filter(({ path }) => isWanted(path)),
    directories: manifest.directories.filter(isWanted),
  };
}

/** A path, and every folder it stands in. */
function ancestors(path: string): readonly string[] {
  const segments = path.split('/');
  return segments.map((_, index) => segments.slice(0, index + 1).join('/'));
}
