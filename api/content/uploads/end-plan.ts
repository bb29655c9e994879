import { eq, sql } from 'drizzle-orm';
import { dcsNow } from '../../../db/schema/columns.ts';
import { uploadChanges } from '../../../db/schema/uploads.ts';
import type { Tx } from '../../core/database.ts';
import { buryPrefix } from '../bury-prefix.ts';
import { keyPrefixOf, type UploadWithFolder } from './upload-row.ts';

/**
 * Ends the plan of an upload that is published, aborted or expired: lets go of what it reused, and
 * leaves to ticks whatever was sent for it and is not published, also what an earlier base of the
 * plan had needed, or what URLs signed before may still bring.
 * @param held locked
 */
export async function endPlan(tx: Tx, held: UploadWithFolder): Promise<void> {
  const { upload, folder } = held;
  if (upload.urlsExpireAt !== null) {
    const lapsed = upload.urlsExpireAt.toISOString();
    await buryPrefix(tx, {
      uploadId: upload.id,
      bucket: folder.bucket,
      prefix: keyPrefixOf(held),
      dueAt: sql`greatest(${dcsNow}, ${lapsed}::timestamptz)`,
    });
  }
  await tx.delete(uploadChanges).where(eq(uploadChanges.uploadId, upload.id));
}
