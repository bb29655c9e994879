import { eq, sql } from 'drizzle-orm';
import { dcsNow } from '../../../db/schema/columns.ts';
import { uploadChanges, uploadMultiparts } from '../../../db/schema/uploads.ts';
import type { Tx } from '../../core/database.ts';
import { keyPrefixOf, type UploadWithFolder } from './upload-row.ts';

/**
 * Ends a plan whose upload is published: dooms what arrived for it and was not published, once no
 * URL can write that any more, and lets go of what it reused.
 * @param leftovers paths the store holds for the upload that its last base did not need
 */
export async function dropPlan(
  tx: Tx,
  held: UploadWithFolder,
  leftovers: readonly string[],
): Promise<void> {
  const { upload, folder } = held;
  const lapsed = upload.urlsExpireAt?.toISOString() ?? null;
  await tx.execute(sql`
    INSERT INTO objects
      (folder_id, bucket, key, size_bytes, sha256, state, multipart_id, not_before)
    SELECT ${folder.id}::uuid, ${folder.bucket}, ${keyPrefixOf(held)} || path, 0, '', 'doomed',
      multipart_id, greatest(${dcsNow}, ${lapsed}::timestamptz)
    FROM unnest(${sql.param(leftovers)}::text[]) AS arrived (path)
    FULL JOIN (
      SELECT m.path, m.multipart_id FROM upload_multiparts m
      WHERE m.upload_id = ${upload.id} AND NOT EXISTS (
        SELECT FROM upload_changes c
        WHERE c.upload_id = m.upload_id AND c.path = m.path AND c.kind = 'file'
          AND c.reused_object_id IS NULL)
    ) AS begun USING (path)`);
  await tx.delete(uploadChanges).where(eq(uploadChanges.uploadId, upload.id));
  await tx.delete(uploadMultiparts).where(eq(uploadMultiparts.uploadId, upload.id));
}
