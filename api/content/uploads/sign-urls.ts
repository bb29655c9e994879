import { and, eq, inArray, sql } from 'drizzle-orm';
import { dcsNow } from '../../../db/schema/columns.ts';
import { uploadChanges, uploads } from '../../../db/schema/uploads.ts';
import type { ProblemEntryBody } from '../../contract/errors.ts';
import { partPlan, partSlice } from '../../contract/part-rule.ts';
import { DcsError } from '../../core/errors.ts';
import { hexToBase64 } from '../../core/hashes.ts';
import type { ContentContext } from '../context.ts';
import { ensureMultipart } from './ensure-multipart.ts';
import { type StagedFile, selectStaged } from './staged-files.ts';
import {
  addressOf,
  findUpload,
  requireOpen,
  type UploadWithFolder,
  uploadExpiry,
} from './upload-row.ts';

export interface UrlsWanted {
  readonly files: readonly string[];
  /** `part` from 1; `sha256` of the part's bytes, lower-case hex. */
  readonly parts: readonly {
    readonly path: string;
    readonly part: number;
    readonly sha256: string;
  }[];
}

/**
 * Presigned URLs, `files` as asked and then `parts` as asked; none if any is refused.
 * @throws DcsError `upload.not_found` | `upload.not_open` | `upload.paths_refused`
 */
export async function signUrls(ctx: ContentContext, id: string, asked: UrlsWanted) {
  const wanted = inNfc(asked);
  const held = await findUpload(ctx.db, id);
  requireOpen(held.upload);
  const known = await findWantedFiles(ctx, held, wanted);
  refuseAny(wanted, known);
  const { signer, uploadUrlSeconds } = ctx.content;
  const at = ctx.clock.now();
  const expiresInSeconds = uploadUrlSeconds;
  await noteExpiry(ctx, id);

  const sign = { at, expiresInSeconds };
  const files = wanted.files.map((path) => {
    const { sizeBytes, sha256 } = take(known, path);
    const sha256Base64 = hexToBase64(sha256);
    const signed = signer.signPut({ ...sign, ...addressOf(held, path), sizeBytes, sha256Base64 });
    return { path, size: sizeBytes, method: 'PUT' as const, ...signed };
  });
  const parts = [];
  for (const { path, part, sha256 } of wanted.parts) {
    const file = take(known, path);
    const slice = partSlice(file.sizeBytes, part);
    if (!slice) throw new Error('A part out of range was not refused.');
    const uploadId = file.multipartId ?? (await ensureMultipart(ctx, held, path));
    known.set(path, { ...file, multipartId: uploadId });
    const sizeBytes = slice.size;
    const object = {
      ...sign,
      ...addressOf(held, path),
      sizeBytes,
      sha256Base64: hexToBase64(sha256),
    };
    const signed = signer.signPart({ ...object, uploadId, part });
    parts.push({
      path,
      part,
      offset: slice.offset,
      size: sizeBytes,
      method: 'PUT' as const,
      ...signed,
    });
  }
  const expiresAt = new Date(at.getTime() + expiresInSeconds * 1000);
  return { expires_at: expiresAt.toISOString(), urls: [...files, ...parts] };
}

/** As they are kept; like a manifest's, they may come in any form. */
function inNfc({ files, parts }: UrlsWanted): UrlsWanted {
  return {
    files: files.map((path) => path.normalize('NFC')),
    parts: parts.map((part) => ({ ...part, path: part.path.normalize('NFC') })),
  };
}

async function findWantedFiles(
  ctx: ContentContext,
  { upload }: UploadWithFolder,
  { files, parts }: UrlsWanted,
): Promise<Map<string, StagedFile>> {
  const paths = [...new Set([...files, ...parts.map(({ path }) => path)])];
  const staged = await selectStaged(ctx.db, upload.id, inArray(uploadChanges.path, paths));
  return new Map(staged.map((file) => [file.path, file]));
}

/** A path the plan does not need has no row, so it cannot be told from one it never named. */
function refuseAny({ files, parts }: UrlsWanted, known: ReadonlyMap<string, StagedFile>): void {
  const entries: ProblemEntryBody[] = [];
  const refuse = (code: string, path: string, detail: string) =>
    entries.push({ code, path, detail });
  for (const path of files) {
    const file = known.get(path);
    if (!file) refuse('upload.path_not_needed', path, 'The upload needs no bytes for it.');
    else if (partPlan(file.sizeBytes)) {
      refuse('upload.part_out_of_range', path, 'It is sent in parts; ask for those.');
    }
  }
  for (const { path, part } of parts) {
    const file = known.get(path);
    if (!file) refuse('upload.path_not_needed', path, 'The upload needs no bytes for it.');
    else if (!partPlan(file.sizeBytes) || !partSlice(file.sizeBytes, part)) {
      refuse('upload.part_out_of_range', path, `It has no part ${part}.`);
    }
  }
  if (entries.length === 0) return;
  throw new DcsError('upload.paths_refused', { detail: 'Nothing was signed.', entries });
}

function take(known: ReadonlyMap<string, StagedFile>, path: string): StagedFile {
  const file = known.get(path);
  if (!file) throw new Error('A path that is not known was not refused.');
  return file;
}

/**
 * Remembers until when URLs for this upload can write; what it leaves is swept after that. Who asks
 * for them is still sending, so it stays open as long as if it had been posted again.
 * @throws DcsError `upload.not_open`, when it ended meanwhile
 */
async function noteExpiry(ctx: ContentContext, id: string): Promise<void> {
  const seconds = ctx.content.uploadUrlSeconds;
  const expiry = sql`greatest(${uploads.urlsExpireAt}, ${dcsNow} + make_interval(secs => ${seconds}))`;
  const noted = await ctx.db
    .update(uploads)
    .set({ urlsExpireAt: expiry, expiresAt: uploadExpiry })
    .where(and(eq(uploads.id, id), eq(uploads.state, 'open')))
    .returning({ id: uploads.id });
  if (noted.length === 0) requireOpen((await findUpload(ctx.db, id)).upload);
}
