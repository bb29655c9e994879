import { and, eq } from 'drizzle-orm';
import { dcsNow } from '../../../db/schema/columns.ts';
import { builds } from '../../../db/schema/folders.ts';
import type { Platform } from '../../contract/platforms.ts';
import { writeAudit } from '../../core/audit/write-audit.ts';
import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/transaction.ts';
import {
  buildTitle,
  findListedBuild,
  isNamed,
  isReadable,
  type ListedBuild,
  noSuchBuild,
} from './build-row.ts';

export interface PromoteBuildInput {
  readonly platform: Platform;
  readonly version: string;
  readonly channel: string;
}

/**
 * Offers a build in another channel instead of its own; in the one it is in, nothing changes. Uploads to
 * it that are open go on, and are posted again under the new channel.
 * @throws DcsError `build.not_found`
 */
export async function promoteBuild(
  ctx: Context,
  { platform, version, channel }: PromoteBuildInput,
): Promise<ListedBuild> {
  return transaction(ctx.db, async (tx) => {
    const [build] = await tx
      .select()
      .from(builds)
      .where(and(isNamed(platform, version), isReadable))
      .for('update');
    if (!build) throw noSuchBuild(platform, version);
    if (build.channel !== channel) {
      await tx.update(builds).set({ channel, updatedAt: dcsNow }).where(eq(builds.id, build.id));
      await writeAudit(ctx, tx, {
        action: 'build.promote',
        target: { type: 'build', id: build.id, name: buildTitle(build) },
        before: { channel: build.channel },
        after: { channel },
      });
    }
    return findListedBuild(tx, platform, version);
  });
}
