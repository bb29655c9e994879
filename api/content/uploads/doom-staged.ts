import { eq, sql } from 'drizzle-orm';
import { dcsNow } from '../../../db/schema/columns.ts';
import { uploadChanges, uploadMultiparts } from '../../../db/schema/uploads.ts';
import type { Tx } from '../../core/database.ts';
import { keyPrefixOf, type UploadWithFolder } from './upload-row.ts';

/**
 * Marks what an upload may have written for deletion, once no URL signed for it can write any more,
 * and forgets its changes, so that it no longer holds what it would have reused.
 */
export async function doomStaged(tx: Tx, held: UploadWithFolder): Promise<void> {
  const { upload, folder } = held;
  if (upload.urlsExpireAt !== null) {
    await tx.execute(sql`
      INSERT INTO objects
        (folder_id, bucket, key, size_bytes, sha256, state, multipart_id, not_before)
      SELECT ${folder.id}::uuid, ${folder.bucket}, ${keyPrefixOf(held)} || path,
        coalesce(size_bytes, 0), coalesce(sha256, ''), 'doomed', multipart_id,
        greatest(${dcsNow}, ${upload.urlsExpireAt.toISOString()}::timestamptz)
      FROM (SELECT * FROM upload_changes
          WHERE upload_id = ${upload.id} AND kind = 'file' AND reused_object_id IS NULL) AS staged
      FULL JOIN (SELECT path, multipart_id FROM upload_multiparts
          WHERE upload_id = ${upload.id}) AS multiparts USING (path)`);
  }
  await tx.delete(uploadChanges).where(eq(uploadChanges.uploadId, upload.id));
  await tx.delete(uploadMultiparts).where(eq(uploadMultiparts.uploadId, upload.id));
}
