import type { ProblemEntryBody } from '../../contract/errors.ts';
import { partPlan } from '../../contract/part-rule.ts';
import type { Context } from '../../core/context.ts';
import type { OperationRun } from '../../core/operations/lease.ts';
import { walkStore } from '../walk-store.ts';
import { fileMissing, incomplete } from './complete-multiparts.ts';
import { stagedFiles } from './staged-files.ts';
import { keyPrefixOf, type UploadWithFolder } from './upload-row.ts';

/**
 * Compares the bucket with the plan, walking both in the byte order of their paths. Bytes and size
 * need no proof here: the store refused whatever was not signed.
 * @throws DcsError `upload.incomplete`; LeaseLostError
 */
export async function requireArrived(
  ctx: Context,
  held: UploadWithFolder,
  run: OperationRun,
): Promise<void> {
  const prefix = keyPrefixOf(held);
  const { bucket } = held.folder;
  // The lease is looked to between two pages. What an earlier base of the plan had sent is passed over.
  const stored = walkStore(ctx, { bucket, prefix, onPage: () => run.advance(0) });
  const entries: ProblemEntryBody[] = [];
  for await (const page of stagedFiles(ctx.db, held.upload.id)) {
    for (const { path, sizeBytes } of page) {
      const size = (await stored(prefix + path))?.sizeBytes;
      if (size === undefined) entries.push(fileMissing(path));
      else if (size !== sizeBytes) entries.push(otherSize(path, size, sizeBytes));
    }
    // Those sent in parts were told when they were joined.
    await run.advance(page.filter(({ sizeBytes }) => !partPlan(sizeBytes)).length);
  }
  if (entries.length > 0) throw incomplete(entries);
}

function otherSize(path: string, size: number, sizeBytes: number): ProblemEntryBody {
  const detail = `It has ${size} bytes in the store and ${sizeBytes} in the manifest.`;
  return { code: 'upload.size_mismatch', path, detail };
}
