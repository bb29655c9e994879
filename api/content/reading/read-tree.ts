import { contentTypeOf } from '../../contract/content-types.ts';
import type { FolderNodeBody, NodeBody, StorageQuery } from '../../contract/storage.ts';
import { readCursor, writeCursor } from '../../core/list.ts';
import { buildTree, type TreeFolder, type TreeNode } from './build-tree.ts';
import type { RevisionRow } from './revision-rows.ts';

export interface FolderToRead {
  /** The shown folder's own name and path; '' is the whole. */
  readonly name: string;
  readonly path: string;
  readonly folderId: string;
  readonly revision: number;
  /** What lies below it, in byte order of the paths. */
  readonly rows: readonly RevisionRow[];
}

/** The folder's tree as on the wire. @throws DcsError `request.bad_cursor` */
export async function readTree(
  folder: FolderToRead,
  query: Pick<StorageQuery, 'depth' | 'limit' | 'cursor'>,
) {
  const scope = [folder.folderId, folder.revision, folder.path];
  const position = await readCursor(query.cursor, scope);
  const skip = folder.path === '' ? 0 : folder.path.length + 1;
  const rows = folder.rows.map((row) => ({ ...row, path: row.path.slice(skip) }));
  const tree = buildTree(rows, {
    name: folder.name,
    path: folder.path,
    depth: query.depth ?? Number.POSITIVE_INFINITY,
    limit: query.limit,
    after: position?.value,
  });
  const next =
    tree.nextAfter === undefined
      ? null
      : await writeCursor({ value: tree.nextAfter, id: folder.folderId }, scope);
  return { complete: tree.complete, next_cursor: next, root: folderBody(tree.root) };
}

function folderBody({ name, path, files, sizeBytes, children }: TreeFolder): FolderNodeBody {
  const shown = children?.map(nodeBody) ?? null;
  return { type: 'folder', name, path, files, size: sizeBytes, children: shown };
}

function nodeBody(node: TreeNode): NodeBody {
  return node.type === 'folder' ? folderBody(node) : leafBody(node.name, node.path, node.row);
}

/** A file or a link as on the wire. */
export function leafBody(
  name: string,
  path: string,
  row: Omit<RevisionRow, 'path' | 'bucket' | 'key'>,
): Exclude<NodeBody, FolderNodeBody> {
  const added_in = row.addedIn;
  if (row.kind === 'link')
    return { type: 'link', name, path, target: row.linkTarget ?? '', added_in };
  const about = {
    size: row.sizeBytes,
    sha256: row.sha256 ?? '',
    content_type: contentTypeOf(path),
  };
  return {
    type: 'file',
    name,
    path,
    ...about,
    ...(row.executable ? { executable: true } : {}),
    added_in,
  };
}
