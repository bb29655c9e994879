import { partBytes, partPlan } from '../../contract/part-rule.ts';
import { numbersIn, type Ranges } from '../../contract/ranges.ts';
import type { TargetBody } from '../../contract/target.ts';
import type {
  PlannedUploadBody,
  UploadBody,
  UploadBytes,
  UploadCounts,
  UploadPlanBody,
} from '../../contract/upload-bodies.ts';
import type { Context } from '../../core/context.ts';
import { forgetMultipart, missingParts } from './complete-multiparts.ts';
import { fileAt } from './count-changes.ts';
import type { Manifest } from './manifest-columns.ts';
import type { Plan } from './plan-upload.ts';
import { type StagedFile, stagedFiles } from './staged-files.ts';
import { addressOf, type UploadRow, type UploadWithFolder } from './upload-row.ts';

/** The upload as on the wire. */
function uploadBody(upload: UploadRow, target: TargetBody): UploadBody {
  return {
    id: upload.id,
    state: upload.state,
    target,
    mode: upload.mode,
    base_revision: upload.baseRevision,
    manifest_sha256: upload.manifestSha256,
    created_by: upload.createdBy,
    created_at: upload.createdAt.toISOString(),
    expires_at: upload.expiresAt.toISOString(),
  };
}

/** The same, with counts and bytes as they were stored when it was planned. */
export function plannedBody(upload: UploadRow, target: TargetBody): PlannedUploadBody {
  return {
    upload: uploadBody(upload, target),
    counts: upload.counts as UploadCounts,
    bytes: upload.bytes as UploadBytes,
  };
}

/** The plan as on the wire: what to send, by positions in the manifest that was posted. */
export async function planBody(
  ctx: Context,
  plan: Plan,
  manifest: Manifest,
): Promise<UploadPlanBody> {
  const missing = plan.resumed ? await missingOfBegun(ctx, plan) : new Map<string, Ranges>();
  const multipart: UploadPlanBody['multipart'] = [];
  const bytes = { ...plan.bytes };
  for (const index of numbersIn(plan.send)) {
    const { path, size } = fileAt(manifest, index);
    const parts = partPlan(size);
    if (!parts) continue;
    const left: Ranges = missing.get(path.normalize('NFC')) ?? [[1, parts.parts]];
    multipart.push({ index, part_size: parts.partSize, parts: parts.parts, missing: left });
    // Of a file that is counted as one to send, some parts are there.
    const arrived = size - partBytes(size, left);
    bytes.arrived += arrived;
    bytes.send -= arrived;
  }
  const { upload, target, resumed, counts, send } = plan;
  return { upload: uploadBody(upload, target), resumed, counts, bytes, send, multipart };
}

/** The parts still missing of each multipart upload that was begun, by path. */
async function missingOfBegun(ctx: Context, plan: Plan): Promise<Map<string, Ranges>> {
  const missing = new Map<string, Ranges>();
  for await (const page of stagedFiles(ctx.db, plan.upload.id)) {
    for (const file of page) {
      const { path, multipartId } = file;
      if (multipartId === null || plan.arrived.has(path)) continue;
      const at = addressOf(plan, path);
      const parts = await ctx.blobs.listParts(at, multipartId);
      // The store lost it, so another is begun; unless it was joined a moment ago.
      if (!parts && !(await ctx.blobs.head(at))) {
        await forgetMultipart(ctx, plan, { path, multipartId });
      }
      missing.set(path, missingParts(file, parts ?? []));
    }
  }
  return missing;
}

/** The parts the store has not of a file sent in parts. */
export async function missingOf(
  ctx: Context,
  held: UploadWithFolder,
  file: StagedFile,
): Promise<Ranges> {
  const parts =
    file.multipartId === null
      ? []
      : await ctx.blobs.listParts(addressOf(held, file.path), file.multipartId);
  return missingParts(file, parts ?? []);
}
