import { and, eq } from 'drizzle-orm';
import { builds } from '../../../db/schema/folders.ts';
import type { Platform } from '../../contract/platforms.ts';
import type { Context } from '../../core/context.ts';
import { DcsError } from '../../core/errors.ts';
import { type ListedBuild, selectNewestBuild } from './build-row.ts';

/**
 * The build a channel offers on a platform.
 * @throws DcsError `build.not_found`
 */
export async function findLatestBuild(
  ctx: Context,
  platform: Platform,
  channel: string,
): Promise<ListedBuild> {
  const offered = and(eq(builds.platform, platform), eq(builds.channel, channel));
  const build = await selectNewestBuild(ctx.db, offered);
  if (build) return build;
  throw new DcsError('build.not_found', {
    detail: `There is no build for ${platform} in channel "${channel}".`,
  });
}
