import type { ProblemEntryBody } from '../../contract/errors.ts';
import type { Context } from '../../core/context.ts';
import { fileMissing, incomplete } from './complete-multiparts.ts';
import { findArrived } from './find-arrived.ts';
import { stagedFiles } from './staged-files.ts';
import type { UploadWithFolder } from './upload-row.ts';

/**
 * Compares the bucket with the plan. Bytes and size need no proof here: the store refused whatever
 * was not signed.
 * @returns the paths that arrived and are not part of it any more, since the folder moved on
 * @throws DcsError `upload.incomplete`
 */
export async function requireArrived(ctx: Context, held: UploadWithFolder): Promise<string[]> {
  const arrived = await findArrived(ctx, held);
  const leftovers = new Set(arrived.keys());
  const entries: ProblemEntryBody[] = [];
  for await (const page of stagedFiles(ctx.db, held.upload.id)) {
    for (const { path, sizeBytes } of page) {
      leftovers.delete(path);
      const size = arrived.get(path);
      if (size === undefined) entries.push(fileMissing(path));
      else if (size !== sizeBytes) {
        const detail = `It has ${size} bytes in the store and ${sizeBytes} in the manifest.`;
        entries.push({ code: 'upload.size_mismatch', path, detail });
      }
    }
  }
  if (entries.length > 0) throw incomplete(entries);
  return [...leftovers];
}
