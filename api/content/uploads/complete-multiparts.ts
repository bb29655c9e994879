import type { ProblemEntryBody } from '../../contract/errors.ts';
import { partPlan } from '../../contract/part-rule.ts';
import { type Ranges, toRanges } from '../../contract/ranges.ts';
import type { Context } from '../../core/context.ts';
import { DcsError } from '../../core/errors.ts';
import type { BlobPart } from '../../core/ports.ts';
import { type StagedFile, stagedFiles } from './staged-files.ts';
import { addressOf, type UploadWithFolder } from './upload-row.ts';

/**
 * Joins the parts of every file sent in parts, and holds the store's composite against the manifest.
 * A file joined before, by a finalizer that died, is held against it as well.
 * @throws DcsError `upload.incomplete`
 */
export async function completeMultiparts(ctx: Context, held: UploadWithFolder): Promise<void> {
  const entries: ProblemEntryBody[] = [];
  for await (const page of stagedFiles(ctx.db, held.upload.id)) {
    for (const file of page) {
      if (!partPlan(file.sizeBytes)) continue;
      const entry = await completeOne(ctx, held, file);
      if (entry) entries.push(entry);
    }
  }
  if (entries.length === 0) return;
  throw incomplete(entries);
}

async function completeOne(
  ctx: Context,
  held: UploadWithFolder,
  file: StagedFile,
): Promise<ProblemEntryBody | undefined> {
  const { path, sha256, multipartId } = file;
  const at = addressOf(held, path);
  const parts = multipartId === null ? [] : await ctx.blobs.listParts(at, multipartId);
  if (parts === undefined) {
    const object = await ctx.blobs.head(at);
    if (!object) return fileMissing(path);
    return object.sha256 === sha256 ? undefined : wrongBytes(path);
  }
  const missing = missingParts(file, parts);
  if (missing.length > 0) {
    return { ...entry('upload.part_missing', path, 'Send the missing parts.'), parts: missing };
  }
  const composite = await ctx.blobs.completeMultipart(at, multipartId ?? '', parts);
  return composite === sha256 ? undefined : wrongBytes(path);
}

/** Parts the store has not, or has with another size. */
export function missingParts(file: StagedFile, arrived: readonly BlobPart[]): Ranges {
  const plan = partPlan(file.sizeBytes);
  const parts = plan?.parts ?? 0;
  const have = new Set(arrived.map(({ number }) => number));
  const numbers = Array.from({ length: parts }, (_, index) => index + 1);
  return toRanges(numbers.filter((number) => !have.has(number)));
}

export function fileMissing(path: string): ProblemEntryBody {
  return entry('upload.file_missing', path, 'It has not arrived. Send it.');
}

function wrongBytes(path: string): ProblemEntryBody {
  return entry(
    'upload.size_mismatch',
    path,
    'Its parts are not those of the manifest. Send it anew.',
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
