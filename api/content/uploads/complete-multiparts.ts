import { and, eq } from 'drizzle-orm';
import { uploadMultiparts } from '../../../db/schema/uploads.ts';
import type { ProblemEntryBody } from '../../contract/errors.ts';
import { partPlan } from '../../contract/part-rule.ts';
import { type Ranges, toRanges } from '../../contract/ranges.ts';
import { compareUtf8 } from '../../contract/utf8.ts';
import type { Context } from '../../core/context.ts';
import { DcsError } from '../../core/errors.ts';
import { forEachAtOnce } from '../../core/for-each-at-once.ts';
import { compositeOf } from '../../core/hashes.ts';
import type { OperationRun } from '../../core/operations/lease.ts';
import type { BlobPart } from '../../core/ports.ts';
import { deleteUnnamed } from '../sweep.ts';
import { type StagedFile, stagedFiles } from './staged-files.ts';
import { addressOf, type UploadWithFolder } from './upload-row.ts';

const JOINED_AT_ONCE = 8;

/**
 * Joins the parts of every file sent in parts, and holds the store's composite against the manifest.
 * A file joined before, by a finalizer that died, is held against it as well. One whose parts are
 * not those of the manifest is forgotten, so that it can be sent anew.
 * @throws DcsError `upload.incomplete`; LeaseLostError
 */
export async function completeMultiparts(
  ctx: Context,
  held: UploadWithFolder,
  run: OperationRun,
): Promise<void> {
  const entries: ProblemEntryBody[] = [];
  for await (const page of stagedFiles(ctx.db, held.upload.id)) {
    const inParts = page.filter(({ sizeBytes }) => partPlan(sizeBytes));
    await forEachAtOnce(inParts, JOINED_AT_ONCE, async (file) => {
      const problem = await joinFile(ctx, held, file);
      if (problem) entries.push(problem);
      await run.advance(1);
    });
  }
  if (entries.length === 0) return;
  throw incomplete(entries.sort((a, b) => compareUtf8(a.path ?? '', b.path ?? '')));
}

async function joinFile(
  ctx: Context,
  held: UploadWithFolder,
  file: StagedFile,
): Promise<ProblemEntryBody | undefined> {
  const { path, sha256, multipartId } = file;
  if (multipartId === null) return partsMissing(path, missingParts(file, []));
  const at = addressOf(held, path);
  const parts = await ctx.blobs.listParts(at, multipartId);
  if (!parts) return checkJoined(ctx, held, { ...file, multipartId });
  const missing = missingParts(file, parts);
  if (missing.length > 0) return partsMissing(path, missing);
  // Once joined, an object has its key for good; so what is wrong is found before.
  if ((await compositeOf(parts.map((part) => part.sha256))) !== sha256) {
    await ctx.blobs.abortMultipart(at, multipartId);
    await forgetMultipart(ctx, held, { path, multipartId });
    return wrongBytes(path);
  }
  const composite = await ctx.blobs.completeMultipart(at, multipartId, parts);
  return composite === sha256 ? undefined : checkJoined(ctx, held, { ...file, multipartId });
}

type BegunFile = StagedFile & { readonly multipartId: string };

/** What became of a multipart upload the store does not know any more. */
async function checkJoined(
  ctx: Context,
  held: UploadWithFolder,
  file: BegunFile,
): Promise<ProblemEntryBody | undefined> {
  const at = addressOf(held, file.path);
  const object = await ctx.blobs.head(at);
  if (object?.sha256 === file.sha256) return undefined;
  if (object) await deleteUnnamed(ctx, at.bucket, [at.key]);
  await forgetMultipart(ctx, held, file);
  return object ? wrongBytes(file.path) : partsMissing(file.path, missingParts(file, []));
}

/** The next part asked for begins another. */
export async function forgetMultipart(
  ctx: Context,
  { upload }: UploadWithFolder,
  { path, multipartId }: Pick<BegunFile, 'path' | 'multipartId'>,
): Promise<void> {
  const { uploadId: ofUpload, path: at, multipartId: id } = uploadMultiparts;
  await ctx.db
    .delete(uploadMultiparts)
    .where(and(eq(ofUpload, upload.id), eq(at, path), eq(id, multipartId)));
}

/** Parts the store has not. */
export function missingParts(file: StagedFile, arrived: readonly BlobPart[]): Ranges {
  const plan = partPlan(file.sizeBytes);
  const parts = plan?.parts ?? 0;
  const have = new Set(arrived.map(({ number }) => number));
  const numbers = Array.from({ length: parts }, (_, index) => index + 1);
  return toRanges(numbers.filter((number) => !have.has(number)));
}

function partsMissing(path: string, parts: Ranges): ProblemEntryBody {
  return { ...entry('upload.part_missing', path, 'Send the missing parts.'), parts };
}

export function fileMissing(path: string): ProblemEntryBody {
  return entry('upload.file_missing', path, 'It has not arrived. Send it.');
}

function wrongBytes(path: string): ProblemEntryBody {
  return entry(
    'upload.size_mismatch',
    path,
    'Its parts are not those of the manifest, and were dropped. Send all of them anew.',
  );
}

function entry(code: string, path: string, detail: string): ProblemEntryBody {
  return { code, path, detail };
}

/** At most 1,000 entries; how many there were is told. */
export function incomplete(entries: readonly ProblemEntryBody[]): DcsError {
  return new DcsError('upload.incomplete', {
    detail: 'Send what is missing, then finalize again.',
    entries: entries.slice(0, 1000),
    entriesTotal: entries.length,
  });
}
