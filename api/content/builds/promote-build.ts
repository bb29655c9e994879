import { and, eq } from 'drizzle-orm';
import { dcsNow } from '../../../db/schema/columns.ts';
import { builds } from '../../../db/schema/folders.ts';
import type { Platform } from '../../contract/platforms.ts';
import { writeAudit } from '../../core/audit/write-audit.ts';
import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/transaction.ts';
import {
  buildTitle,
  isNamed,
  isReadable,
  type ListedBuild,
  noSuchBuild,
  selectNewestBuild,
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
    const isSame = eq(builds.id, build.id);
    if (build.channel !== channel) {
      await tx.update(builds).set({ channel, updatedAt: dcsNow }).where(isSame);
      await writeAudit(ctx, tx, {
        action: 'build.promote',
        target: { type: 'build', id: build.id, name: buildTitle(build) },
        before: { channel: build.channel },
        after: { channel },
      });
    }
    const promoted = await selectNewestBuild(tx, isSame);
    if (!promoted) throw new Error('A build that is locked is not there.');
    return promoted;
  });
}
