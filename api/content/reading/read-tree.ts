import type { FolderNodeBody, StorageQuery } from '../../contract/storage.ts';
import type { Context } from '../../core/context.ts';
import { readCursor, writeCursor } from '../../core/list.ts';
import { notFound } from './published.ts';
import { type Revision, revisionRows } from './revision-rows.ts';
import { TreeBuilder } from './tree-builder.ts';

export interface FolderToRead extends Revision {
  /** The shown folder's own name and path; '' is the whole. */
  readonly name: string;
  readonly path: string;
  /** Whether it is known to be there though it may hold nothing. */
  readonly exists: boolean;
}

export type TreeOptions = Pick<StorageQuery, 'depth' | 'limit' | 'cursor'>;

export interface TreeRead {
  readonly complete: boolean;
  readonly next_cursor: string | null;
  readonly root: FolderNodeBody;
}

/**
 * A folder's tree as on the wire.
 * @throws DcsError `storage.not_found` | `request.bad_cursor`
 */
export async function readTree(
  ctx: Context,
  folder: FolderToRead,
  { depth, limit, cursor }: TreeOptions,
): Promise<TreeRead> {
  const { name, path, folderId, revision, exists } = folder;
  const scope = [folderId, revision, path];
  const after = await readCursor(cursor, scope);
  const prefix = path === '' ? '' : `${path}/`;
  const tree = new TreeBuilder({ name, path, prefix, depth, limit });
  let isThere = exists;
  for await (const page of revisionRows(ctx, folder, { below: path })) {
    isThere = true;
    for (const row of page) tree.add(row);
  }
  if (!isThere) throw notFound(`There is no ${path}.`);
  tree.sort();
  const last = cutToPage(tree.root, limit, after?.value);
  return {
    // A page is not the whole, even if it is the last one.
    complete: tree.isComplete && last === undefined && after === undefined,
    next_cursor:
      last === undefined ? null : await writeCursor({ value: last, id: folderId }, scope),
    root: tree.root,
  };
}

/**
 * Keeps so many of the folder's own children as an answer may have.
 * @param after only those whose names come after this one
 * @returns the last name kept, where more follow
 */
function cutToPage(
  folder: FolderNodeBody,
  limit: number,
  after: string | undefined,
): string | undefined {
  const all = folder.children ?? [];
  const from = after === undefined ? 0 : all.findIndex(({ name }) => name === after) + 1;
  folder.children = all.slice(from, from + limit);
  return from + limit < all.length ? folder.children.at(-1)?.name : undefined;
}
