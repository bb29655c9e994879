import { and, desc, eq, getTableColumns, isNotNull, type SQL, sql } from 'drizzle-orm';
import { builds, folders } from '../../../db/schema/folders.ts';
import type { BuildBody } from '../../contract/builds.ts';
import { foldName } from '../../contract/names.ts';
import { PLATFORMS, type Platform, platformOf } from '../../contract/platforms.ts';
import type { TargetBody } from '../../contract/target.ts';
import type { Queries } from '../../core/database.ts';
import { DcsError } from '../../core/errors.ts';

/** A version of the app on one platform, with what its current revision holds. */
export interface BuildRow extends BuildColumns {
  readonly revision: number;
  readonly oldestRevision: number;
  readonly files: number;
  readonly sizeBytes: number;
}
type BuildColumns = typeof builds.$inferSelect;

/** One that readers can see. */
export interface PublishedBuild extends BuildRow {
  readonly firstPublishedAt: Date;
}

/** One with its place among the others. */
export interface ListedBuild extends PublishedBuild {
  /** Whether it is what its channel offers. */
  readonly isLatest: boolean;
}

/** Which builds readers can see: one is there from its first publish until it is deleted. */
export const isReadable = and(isNotNull(builds.firstPublishedAt), eq(builds.inTrash, false));

/** A build's columns and its folder's counts. */
const buildSelection = {
  ...getTableColumns(builds),
  revision: folders.headRevision,
  oldestRevision: folders.oldestRevision,
  files: folders.fileCount,
  sizeBytes: folders.sizeBytes,
};

/** Of those in a channel, the one whose first publish is the newest; a later revision makes none newer. */
const isLatest = sql<boolean>`${builds.id} = (
  SELECT newest.id FROM builds newest
  WHERE newest.platform = ${builds.platform} AND newest.channel = ${builds.channel}
    AND newest.first_published_at IS NOT NULL AND NOT newest.in_trash
  ORDER BY newest.first_published_at DESC, newest.id DESC LIMIT 1)`;

/** A build's columns, its folder's counts and its place among the others. */
export const listedSelection = { ...buildSelection, isLatest };

/** The build as the wire shows it. */
export function buildBody(row: ListedBuild): BuildBody {
  return {
    id: row.id,
    platform: row.platform,
    version: row.version,
    channel: row.channel,
    latest: row.isLatest,
    revision: row.revision,
    files: row.files,
    size: row.sizeBytes,
    created_at: row.firstPublishedAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
  };
}

export function buildTargetBody(
  build: Pick<BuildColumns, 'platform' | 'version' | 'channel'>,
): TargetBody {
  const { platform, version, channel } = build;
  return { type: 'build', platform, version, channel };
}

/** What people call a build. */
export function buildTitle({ platform, version }: Pick<BuildColumns, 'platform' | 'version'>) {
  return `${platform}/${version}`;
}

/**
 * The platform a URL names, in any case.
 * @throws DcsError `build.unknown_platform`
 */
export function requirePlatform(text: string): Platform {
  const platform = platformOf(text);
  if (platform) return platform;
  throw new DcsError('build.unknown_platform', {
    detail: `There are builds for ${PLATFORMS.join(', ')}.`,
  });
}

/** Which build is called so. */
export function isNamed(platform: Platform, version: string): SQL | undefined {
  return and(
    eq(builds.platform, platform),
    // The index is on folded versions; the versions themselves are compared exactly.
    eq(builds.versionFolded, foldName(version)),
    eq(builds.version, version),
  );
}

/** The build of this very version as readers see it: one exists from its first publish. */
export async function selectPublishedBuild(
  query: Queries,
  platform: Platform,
  version: string,
): Promise<PublishedBuild | undefined> {
  const [row] = await query
    .select(buildSelection)
    .from(builds)
    .innerJoin(folders, eq(folders.id, builds.folderId))
    .where(and(isNamed(platform, version), isReadable));
  return row && isPublished(row) ? row : undefined;
}

/** The same. @throws DcsError `build.not_found` */
export async function findBuild(
  query: Queries,
  platform: Platform,
  version: string,
): Promise<PublishedBuild> {
  const build = await selectPublishedBuild(query, platform, version);
  if (build) return build;
  throw noSuchBuild(platform, version);
}

/** Of these, the one readers can see whose first publish is the newest. */
export async function selectNewestBuild(
  query: Queries,
  which: SQL | undefined,
): Promise<ListedBuild | undefined> {
  const [row] = await query
    .select(listedSelection)
    .from(builds)
    .innerJoin(folders, eq(folders.id, builds.folderId))
    .where(and(which, isReadable))
    .orderBy(desc(builds.firstPublishedAt), desc(builds.id))
    .limit(1);
  return row && isPublished(row) ? row : undefined;
}

/** The build of this very version with its place among the others. @throws DcsError `build.not_found` */
export async function findListedBuild(
  query: Queries,
  platform: Platform,
  version: string,
): Promise<ListedBuild> {
  const build = await selectNewestBuild(query, isNamed(platform, version));
  if (build) return build;
  throw noSuchBuild(platform, version);
}

export function noSuchBuild(platform: Platform, version: string): DcsError {
  return new DcsError('build.not_found', { detail: `There is no build ${platform}/${version}.` });
}

export function isPublished<Row extends BuildRow>(row: Row): row is Row & PublishedBuild {
  return row.firstPublishedAt !== null;
}
