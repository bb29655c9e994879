import type { ProblemEntryBody } from '../../contract/errors.ts';
import { partPlan } from '../../contract/part-rule.ts';
import { compareUtf8 } from '../../contract/utf8.ts';
import type { Context } from '../../core/context.ts';
import type { OperationRun } from '../../core/operations/lease.ts';
import { fileMissing, incomplete } from './complete-multiparts.ts';
import { type Arrived, listArrived } from './find-arrived.ts';
import { stagedFiles } from './staged-files.ts';
import type { UploadWithFolder } from './upload-row.ts';

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
  const sizeOf = walkArrived(ctx, held, run);
  const entries: ProblemEntryBody[] = [];
  for await (const page of stagedFiles(ctx.db, held.upload.id)) {
    for (const { path, sizeBytes } of page) {
      const size = await sizeOf(path);
      if (size === undefined) entries.push(fileMissing(path));
      else if (size !== sizeBytes) entries.push(otherSize(path, size, sizeBytes));
    }
    // Those sent in parts were told when they were joined.
    await run.advance(page.filter(({ sizeBytes }) => !partPlan(sizeBytes)).length);
  }
  if (entries.length > 0) throw incomplete(entries);
}

/**
 * @returns what tells the size in bytes that the store holds for a path; to be asked in the byte
 *   order of paths
 */
function walkArrived(ctx: Context, held: UploadWithFolder, run: OperationRun) {
  const listed = eachArrived(ctx, held, run);
  let reached: Arrived | undefined = { path: '', sizeBytes: 0 };
  return async (path: string): Promise<number | undefined> => {
    // What an earlier base of the plan had sent is passed over.
    while (reached && compareUtf8(reached.path, path) < 0) {
      const { done, value } = await listed.next();
      reached = done ? undefined : value;
    }
    return reached?.path === path ? reached.sizeBytes : undefined;
  };
}

/** One by one; the lease is looked to between two pages. */
async function* eachArrived(
  ctx: Context,
  held: UploadWithFolder,
  run: OperationRun,
): AsyncGenerator<Arrived, void> {
  for await (const page of listArrived(ctx, held)) {
    yield* page;
    await run.advance(0);
  }
}

function otherSize(path: string, size: number, sizeBytes: number): ProblemEntryBody {
  const detail = `It has ${size} bytes in the store and ${sizeBytes} in the manifest.`;
  return { code: 'upload.size_mismatch', path, detail };
}
