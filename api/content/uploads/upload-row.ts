import { eq, inArray, sql } from 'drizzle-orm';
import { validate as isUuid } from 'uuid';
import { dcsNow } from '../../../db/schema/columns.ts';
import { folders } from '../../../db/schema/folders.ts';
import { uploads } from '../../../db/schema/uploads.ts';
import type { Queries, Tx } from '../../core/database.ts';
import { DcsError } from '../../core/errors.ts';
import type { ContentAddress } from '../../core/ports.ts';
import type { FolderRow } from '../folders/folder-row.ts';

const EXPIRY_DAYS = 7;

/** Until when an upload stays open, if nobody comes back to it. */
export const uploadExpiry = sql`${dcsNow} + make_interval(days => ${EXPIRY_DAYS})`;

/** Which uploads may yet be published. */
export const isUnfinished = inArray(uploads.state, ['open', 'finalizing']);

export type UploadRow = typeof uploads.$inferSelect;

export interface UploadWithFolder {
  readonly upload: UploadRow;
  readonly folder: FolderRow;
}

/** @throws DcsError `upload.not_found`, for a malformed id too */
export async function findUpload(query: Queries, id: string): Promise<UploadWithFolder> {
  const [row] = isUuid(id)
    ? await query
        .select({ upload: uploads, folder: folders })
        .from(uploads)
        .innerJoin(folders, eq(folders.id, uploads.folderId))
        .where(eq(uploads.id, id))
    : [];
  if (row) return row;
  throw new DcsError('upload.not_found', { detail: 'No upload has this id.' });
}

/** The same, locked together with its folder: the folder first, as everybody does. */
export async function lockUpload(tx: Tx, id: string): Promise<UploadWithFolder> {
  const { folder } = await findUpload(tx, id);
  await tx.select({ id: folders.id }).from(folders).where(eq(folders.id, folder.id)).for('update');
  // Signing URLs takes no lock of the folder, and notes in this row until when they can write.
  await tx.select({ id: uploads.id }).from(uploads).where(eq(uploads.id, id)).for('update');
  return findUpload(tx, id);
}

/** What stands in front of a path in the keys of this upload's objects. */
export function keyPrefixOf({ upload }: Pick<UploadWithFolder, 'upload'>): string {
  return `${upload.prefix}/${upload.gen}/`;
}

export function addressOf(held: UploadWithFolder, path: string): ContentAddress {
  return { bucket: held.folder.bucket, key: keyPrefixOf(held) + path };
}

/** @throws DcsError `upload.not_open` with the upload's `state` */
export function requireOpen({ state }: UploadRow): void {
  if (state === 'open') return;
  throw new DcsError('upload.not_open', {
    detail: `The upload is ${state}. Post the manifest again to begin another.`,
    members: { state },
  });
}

/** @throws DcsError `upload.folder_moved` | `upload.revision_conflict` */
export function requireSameBase({ upload, folder }: UploadWithFolder): void {
  if (upload.epoch !== folder.epoch) {
    throw new DcsError('upload.folder_moved', {
      detail:
        'The folder was trashed, restored or renamed. Post the manifest again; nothing is re-sent.',
    });
  }
  if (upload.baseRevision !== folder.headRevision) {
    throw new DcsError('upload.revision_conflict', {
      detail: 'Somebody published meanwhile. Post the manifest again; nothing is re-sent.',
      members: { base_revision: upload.baseRevision, current_revision: folder.headRevision },
    });
  }
}
