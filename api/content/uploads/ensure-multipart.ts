import { and, eq } from 'drizzle-orm';
import { uploadMultiparts } from '../../../db/schema/uploads.ts';
import type { Context } from '../../core/context.ts';
import { addressOf, type UploadWithFolder } from './upload-row.ts';

/** The file's one multipart upload: of several who begin one at once, the first keeps theirs. */
export async function ensureMultipart(
  ctx: Context,
  held: UploadWithFolder,
  path: string,
): Promise<string> {
  const at = addressOf(held, path);
  const uploadId = held.upload.id;
  const multipartId = await ctx.blobs.createMultipart(at);
  const won = await ctx.db
    .insert(uploadMultiparts)
    .values({ uploadId, path, multipartId })
    .onConflictDoNothing()
    .returning();
  if (won.length > 0) return multipartId;
  await ctx.blobs.abortMultipart(at, multipartId);
  const [row] = await ctx.db
    .select()
    .from(uploadMultiparts)
    .where(and(eq(uploadMultiparts.uploadId, uploadId), eq(uploadMultiparts.path, path)));
  if (!row) throw new Error('The multipart upload of another asker is gone.');
  return row.multipartId;
}
