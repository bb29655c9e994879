import { sql } from 'drizzle-orm';
import type { Platform } from '../../contract/platforms.ts';
import type { FolderNodeBody } from '../../contract/storage.ts';
import type { Context } from '../../core/context.ts';
import type { PublishedBuild } from '../builds/build-row.ts';
import { listBuilds } from '../builds/list-builds.ts';
import type { TreeOptions, TreeRead } from './read-tree.ts';
import { revisionRows } from './revision-rows.ts';
import { TreeBuilder } from './tree-builder.ts';

/** Changes with every build that comes, goes or is published anew. */
export async function platformTag({ db }: Context, platform: Platform): Promise<string> {
  const [row] = await db.execute<{ count: string; newest: string; revisions: string }>(sql`
    SELECT count(*) AS count, coalesce(sum(f.head_revision), 0) AS revisions,
      coalesce(floor(extract(epoch FROM max(b.updated_at)) * 1000), 0) AS newest
    FROM builds b JOIN folders f ON f.id = b.folder_id
    WHERE b.platform = ${platform} AND b.first_published_at IS NOT NULL AND NOT b.in_trash`);
  return `${platform}-${row?.count}-${row?.revisions}-${row?.newest}`;
}

/**
 * The published builds of a platform as a tree: a folder per version, the newest first. Each is shown
 * whole as long as the limit lasts, or as deep as fits; the last ones may be `children: null`.
 * @throws DcsError `request.bad_cursor`
 */
export async function readPlatform(
  ctx: Context,
  platform: Platform,
  { depth = Number.POSITIVE_INFINITY, limit, cursor }: TreeOptions,
): Promise<TreeRead> {
  const { rows, nextCursor } = await listBuilds(ctx, {
    platform: [platform],
    sort: '-created_at',
    limit,
    cursor,
  });
  const children: FolderNodeBody[] = [];
  let left = limit - rows.length;
  let isComplete = nextCursor === null && cursor === undefined;
  for (const build of rows) {
    const tree = await readBuild(ctx, build, { depth: depth - 1, limit: left });
    children.push(tree.root);
    left -= tree.nodes;
    isComplete &&= tree.isComplete;
  }
  const files = children.reduce((sum, child) => sum + child.files, 0);
  const size = children.reduce((sum, child) => sum + child.size, 0);
  const root: FolderNodeBody = { type: 'folder', name: platform, path: '', files, size, children };
  return { complete: isComplete, next_cursor: nextCursor, root };
}

type BuildTree = Pick<TreeBuilder, 'root' | 'nodes' | 'isComplete'>;

/** What of a build fits. */
async function readBuild(
  ctx: Context,
  { version, files, sizeBytes, folderId, revision }: PublishedBuild,
  { depth, limit }: { depth: number; limit: number },
): Promise<BuildTree> {
  const closed = { type: 'folder', name: version, path: version, files, size: sizeBytes } as const;
  const leftOut = { root: { ...closed, children: null }, nodes: 0, isComplete: false };
  if (depth === 0 || limit === 0) return leftOut;
  const tree = new TreeBuilder({ name: version, path: version, prefix: '', depth, limit });
  for await (const page of revisionRows(ctx, { folderId, revision })) {
    for (const row of page) tree.add(row);
    if (tree.nodes > limit) return leftOut;
  }
  tree.sort();
  return tree;
}
