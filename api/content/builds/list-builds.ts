import { and, desc, eq, inArray } from 'drizzle-orm';
import { builds, folders } from '../../../db/schema/folders.ts';
import type { BuildQuery } from '../../contract/builds.ts';
import type { Context } from '../../core/context.ts';
import { cutPage, isOlder, readCursor, writeCursor } from '../../core/list.ts';
import { buildSelection, isPublished, isReadable, type PublishedBuild } from './build-row.ts';

export interface BuildList {
  readonly rows: readonly PublishedBuild[];
  readonly nextCursor: string | null;
}

/**
 * One page of the builds readers can see, newest first publish first, by keyset.
 * @throws DcsError `request.bad_cursor`
 */
export async function listBuilds(ctx: Context, query: BuildQuery): Promise<BuildList> {
  const { cursor, limit, ...filters } = query;
  const scope = ['builds', filters];
  const position = await readCursor(cursor, scope);
  const found = await ctx.db
    .select(buildSelection)
    .from(builds)
    .innerJoin(folders, eq(folders.id, builds.folderId))
    .where(
      and(
        isReadable,
        filters.platform && inArray(builds.platform, filters.platform),
        filters.channel && inArray(builds.channel, filters.channel),
        position && isOlder(position, builds.firstPublishedAt, builds.id),
      ),
    )
    .orderBy(desc(builds.firstPublishedAt), desc(builds.id))
    .limit(limit + 1);
  const { rows, last } = cutPage(found.filter(isPublished), limit);
  if (!last) return { rows, nextCursor: null };
  const end = { value: last.firstPublishedAt.toISOString(), id: last.id };
  return { rows, nextCursor: await writeCursor(end, scope) };
}
