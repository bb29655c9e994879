import type { ProblemEntryBody } from '../../contract/errors.ts';
import type { Context } from '../../core/context.ts';
import { fileMissing, incomplete } from './complete-multiparts.ts';
import { findArrived } from './find-arrived.ts';
import { stagedFiles } from './staged-files.ts';
import type { UploadWithFolder } from './upload-row.ts';

/**
 * Compares the bucket with the plan. Bytes and size need no proof here: the store refused whatever
 * was not signed.
 * @throws DcsError `upload.incomplete`
 */
export async function requireArrived(ctx: Context, held: UploadWithFolder): Promise<void> {
  const arrived = await findArrived(ctx, held);
  const entries: ProblemEntryBody[] = [];
  for await (const page of stagedFiles(ctx.db, held.upload.id)) {
    for (const { path, sizeBytes } of page) {
      const size = arrived.get(path);
      if (size === undefined) entries.push(fileMissing(path));
      else if (size !== sizeBytes) {
        const detail = `It has ${size} bytes in the store and ${sizeBytes} in the manifest.`;
        entries.push({ code: 'upload.size_mismatch', path, detail });
      }
    }
  }
  if (entries.length > 0) throw incomplete(entries);
}
