import { and, eq, inArray, sql } from 'drizzle-orm';
import { builds, folders } from '../../../db/schema/folders.ts';
import type { BuildQuery, BuildSortKey } from '../../contract/builds.ts';
import { foldName } from '../../contract/names.ts';
import type { Context } from '../../core/context.ts';
import {
  cutPage,
  isBehind,
  listOrder,
  orderBy,
  type Page,
  readCursor,
  type SortKey,
  sortKeyText,
} from '../../core/list.ts';
import { isPublished, isReadable, type ListedBuild, listedSelection } from './build-row.ts';

const SORT_KEYS = {
  created_at: { by: builds.firstPublishedAt, type: 'timestamptz' },
  updated_at: { by: builds.updatedAt, type: 'timestamptz' },
  platform: { by: builds.platform, type: 'text' },
  version: { by: sql`version_order(${builds.versionFolded})`, type: 'text' },
  channel: { by: builds.channel, type: 'text' },
  size: { by: folders.sizeBytes, type: 'bigint' },
} as const satisfies Record<BuildSortKey, SortKey>;

/**
 * One page of the builds readers can see, by keyset.
 * @throws DcsError `request.bad_cursor`
 */
export async function listBuilds(ctx: Context, query: BuildQuery): Promise<Page<ListedBuild>> {
  const { cursor, limit, ...filters } = query;
  const scope = ['builds', filters];
  const order = listOrder<BuildSortKey>(SORT_KEYS, filters.sort, builds.id);
  const position = await readCursor(cursor, scope);
  const found = await ctx.db
    .select({ ...listedSelection, sortKey: sortKeyText(order) })
    .from(builds)
    .innerJoin(folders, eq(folders.id, builds.folderId))
    .where(
      and(
        isReadable,
        filters.platform && inArray(builds.platform, filters.platform),
        filters.channel && inArray(builds.channel, filters.channel),
        filters.q === undefined
          ? undefined
          : sql`position(${foldName(filters.q)} IN ${builds.versionFolded}) > 0`,
        position && isBehind(order, position),
      ),
    )
    .orderBy(...orderBy(order))
    .limit(limit + 1);
  return cutPage(found.filter(isPublished), {
    limit,
    scope,
    positionOf: ({ sortKey, id }) => ({ value: sortKey, id }),
  });
}
