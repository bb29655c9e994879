import { and, eq, sql } from 'drizzle-orm';
import { builds, folders } from '../../../db/schema/folders.ts';
import { uploads } from '../../../db/schema/uploads.ts';
import { foldName } from '../../contract/names.ts';
import type { Platform } from '../../contract/platforms.ts';
import type { Tx } from '../../core/database.ts';
import { DcsError } from '../../core/errors.ts';
import type { Ids } from '../../core/ports.ts';
import { type FolderRow, lockFolder } from '../folders/folder-row.ts';
import { isUnfinished } from '../uploads/upload-row.ts';
import { buildTitle } from './build-row.ts';

type BuildColumns = typeof builds.$inferSelect;

/** The build an upload shall go to. */
export interface WantedBuild {
  readonly platform: Platform;
  readonly version: string;
  readonly channel: string;
  /** By what an open upload of the same manifest is found again. */
  readonly upload: Pick<typeof uploads.$inferSelect, 'mode' | 'manifestSha256'>;
}

export interface LockedBuild {
  readonly build: BuildColumns;
  readonly folder: FolderRow;
}

/**
 * The build to upload to and its folder, both locked; made if there are none yet. Until something is
 * published or being sent by another upload, channel and spelling of the version are only a plan, and
 * the newest one holds.
 * @throws DcsError `request.invalid` naming the spelling in use | `build.channel_mismatch` with `channel`
 */
export async function lockBuild(tx: Tx, ids: Ids, wanted: WantedBuild): Promise<LockedBuild> {
  await insertUnlessThere(tx, ids, wanted);
  const [build] = await tx
    .select()
    .from(builds)
    .where(
      and(
        eq(builds.platform, wanted.platform),
        eq(builds.versionFolded, foldName(wanted.version)),
        eq(builds.inTrash, false),
      ),
    )
    .for('update');
  if (!build) throw new Error('A build that was made or known is not there.');
  const folder = await lockFolder(tx, build.folderId);
  if (build.version === wanted.version && build.channel === wanted.channel) {
    return { build, folder };
  }
  await requireUnsettled(tx, { build, folder }, wanted);
  return rename(tx, { build, folder }, wanted);
}

/** Build and folder in one statement: of two at once one makes them, and no folder is left over. */
async function insertUnlessThere(tx: Tx, ids: Ids, wanted: WantedBuild): Promise<void> {
  const { platform, version, channel } = wanted;
  await tx.execute(sql`
    WITH made AS (
      INSERT INTO builds (id, platform, version, version_folded, channel, folder_id)
      VALUES (${ids.uuid()}, ${platform}, ${version}, ${foldName(version)}, ${channel}, ${ids.uuid()})
      ON CONFLICT (platform, version_folded) WHERE NOT in_trash DO NOTHING
      RETURNING folder_id
    )
    INSERT INTO folders (id, bucket, prefix)
    SELECT folder_id, 'apps', ${buildTitle(wanted)} FROM made`);
}

/** Sees that nothing rests on what is to change: neither a revision nor somebody else's upload. */
async function requireUnsettled(
  tx: Tx,
  { build, folder }: LockedBuild,
  wanted: WantedBuild,
): Promise<void> {
  const open = await tx
    .select({ mode: uploads.mode, manifestSha256: uploads.manifestSha256 })
    .from(uploads)
    .where(and(eq(uploads.folderId, folder.id), isUnfinished));
  const isPublished = folder.headRevision > 0;
  // The version is part of the keys of what was sent, even by the very upload that is posted again.
  if (build.version !== wanted.version && (isPublished || open.length > 0)) {
    throw otherSpelling(build.version);
  }
  const others = open.filter(
    ({ mode, manifestSha256 }) =>
      mode !== wanted.upload.mode || manifestSha256 !== wanted.upload.manifestSha256,
  );
  if (build.channel !== wanted.channel && (isPublished || others.length > 0)) {
    throw otherChannel(build, isPublished);
  }
}

async function rename(
  tx: Tx,
  { build, folder }: LockedBuild,
  { platform, version, channel }: WantedBuild,
): Promise<LockedBuild> {
  const prefix = buildTitle({ platform, version });
  await tx.update(builds).set({ version, channel }).where(eq(builds.id, build.id));
  await tx.update(folders).set({ prefix }).where(eq(folders.id, folder.id));
  return { build: { ...build, version, channel }, folder: { ...folder, prefix } };
}

function otherSpelling(spelling: string): DcsError {
  const detail = `This version is written "${spelling}" here.`;
  return new DcsError('request.invalid', {
    detail,
    entries: [{ code: 'field.invalid', detail, pointer: '/version' }],
  });
}

function otherChannel(build: BuildColumns, isPublished: boolean): DcsError {
  const { channel } = build;
  const detail = isPublished
    ? `${buildTitle(build)} is in channel "${channel}". Name that channel, or promote the build.`
    : `An upload of ${buildTitle(build)} to channel "${channel}" is open. Name that channel, or give the upload up.`;
  return new DcsError('build.channel_mismatch', { detail, members: { channel } });
}
