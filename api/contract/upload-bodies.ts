import { z } from 'zod';
import { MAX_PARTS } from './part-rule.ts';
import { Count, Id, Timestamp } from './primitives.ts';
import { Ranges } from './ranges.ts';
import { Sha256 } from './sha256.ts';
import { Target } from './target.ts';

export const UPLOAD_STATES = ['open', 'finalizing', 'published', 'aborted', 'expired'] as const;

/** Most files and parts one call signs. */
const MAX_URLS = 1000;

const PartSize = z.int().min(1).describe('bytes; the last part has the rest');
const Parts = z.int().min(1).max(MAX_PARTS);
const missingParts = Ranges.describe('parts that have not arrived; the first part is 1');

const Upload = z
  .object({
    id: Id,
    state: z.enum(UPLOAD_STATES),
    target: Target,
    mode: z.enum(['replace', 'merge']),
    base_revision: Count,
    manifest_sha256: Sha256.describe('digest of what the manifest asks for, in any order'),
    created_by: z.string(),
    created_at: Timestamp,
    expires_at: Timestamp,
  })
  .meta({ id: 'Upload' });
export type UploadBody = z.output<typeof Upload>;

/** `added + changed = reused + arrived + send`, and `files = unchanged + added + changed`. */
const UploadCounts = z
  .object({
    files: Count,
    unchanged: Count,
    added: Count,
    changed: Count,
    removed: Count,
    kept: Count.describe('files a merge leaves alone'),
    directories_added: Count,
    directories_removed: Count,
    reused: Count.describe('of the same hash and size as one in the history of this folder'),
    arrived: Count,
    send: Count,
  })
  .meta({ id: 'UploadCounts' });
export type UploadCounts = z.output<typeof UploadCounts>;

const UploadBytes = z
  .object({ files: Count, reused: Count, arrived: Count, send: Count })
  .meta({ id: 'UploadBytes' });
export type UploadBytes = z.output<typeof UploadBytes>;

const sums = { counts: UploadCounts, bytes: UploadBytes };

/** An upload with what its plan counted when the manifest was posted. */
export const PlannedUpload = z.object({ upload: Upload, ...sums }).meta({ id: 'PlannedUpload' });
export type PlannedUploadBody = z.output<typeof PlannedUpload>;

/** What is left to send. Positions are those in the `files` of the request. */
export const UploadPlan = z
  .object({
    upload: Upload,
    resumed: z.boolean().describe('found again rather than made'),
    ...sums,
    send: Ranges.describe('positions of the files to send'),
    multipart: z
      .array(z.object({ index: Count, part_size: PartSize, parts: Parts, missing: missingParts }))
      .describe('those of them that exceed one part'),
  })
  .meta({ id: 'UploadPlan' });
export type UploadPlanBody = z.output<typeof UploadPlan>;

const paths = z.array(z.string()).describe('in the order of UTF-8 bytes');

export const UploadPreview = z
  .object({
    ...sums,
    changes: z.object({
      added: paths,
      changed: paths,
      removed: paths,
      truncated: z.boolean().describe('whether a list is cut at `preview_limit`'),
    }),
  })
  .meta({ id: 'UploadPreview' });
export type UploadPreviewBody = z.output<typeof UploadPreview>;

export const WantedUrls = z
  .strictObject({
    files: z.array(z.string()).default([]).describe('paths sent by one PUT'),
    parts: z
      .array(z.strictObject({ path: z.string(), part: z.int().min(1), sha256: Sha256 }))
      .default([]),
  })
  .superRefine(({ files, parts }, issues) => {
    const asked = files.length + parts.length;
    if (asked >= 1 && asked <= MAX_URLS) return;
    const message = `It takes 1 to ${MAX_URLS} files and parts together, not ${asked}.`;
    issues.addIssue({ code: 'custom', message });
  })
  .meta({ id: 'WantedUrls' });
export type WantedUrls = z.output<typeof WantedUrls>;

export const UploadUrls = z
  .object({
    expires_at: Timestamp,
    urls: z.array(
      z.object({
        path: z.string(),
        part: Parts.optional(),
        offset: Count.optional().describe('where the part begins in the file, in bytes'),
        size: Count.describe('bytes of the body to send'),
        method: z.literal('PUT'),
        url: z.string(),
        headers: z.record(z.string(), z.string()).describe('to send exactly so'),
      }),
    ),
  })
  .meta({ id: 'UploadUrls' });
export type UploadUrlsBody = z.output<typeof UploadUrls>;

/** What a publish answers, the same each time. */
export const Receipt = z
  .object({
    message: z.string(),
    upload_id: Id.nullable().describe('null where an earlier revision was published again'),
    restored_from: Count.optional().describe('that earlier revision'),
    target: Target,
    revision: Count,
    previous_revision: Count,
    changed: z.boolean().describe('false where there was nothing to do: no revision was made'),
    ...sums,
    published_at: Timestamp,
    published_by: z.string(),
    manifest: z.string().describe('path of the manifest'),
    tree: z.string().describe('path of the tree'),
  })
  .meta({ id: 'Receipt' });
export type ReceiptBody = z.output<typeof Receipt>;

const Missing = z.object({
  files: z.array(z.object({ path: z.string(), size: Count })),
  parts: z.array(
    z.object({ path: z.string(), size: Count, part_size: PartSize, missing: missingParts }),
  ),
  next_cursor: z.string().nullable(),
});

const FileState = z.object({
  path: z.string(),
  size: Count,
  part_size: PartSize.optional().describe('absent where one PUT sends the file'),
  parts: Parts,
  arrived: z.array(z.object({ part: Parts, sha256: Sha256 })),
});

export const UploadStatus = z
  .object({
    upload: Upload,
    ...sums,
    missing: Missing.optional().describe('while open'),
    file: FileState.optional().describe('with `path`, instead of `missing`'),
    operation_id: Id.optional().describe('while finalizing'),
    receipt: Receipt.optional().describe('once published'),
  })
  .meta({ id: 'UploadStatus' });
export type UploadStatusBody = z.output<typeof UploadStatus>;
