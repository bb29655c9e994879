import { partPlan } from '../../contract/part-rule.ts';
import { type Ranges, toRanges } from '../../contract/ranges.ts';
import type { TargetBody } from '../../contract/target.ts';
import type {
  UploadBody,
  UploadPlanBody,
  UploadPreviewBody,
} from '../../contract/upload-bodies.ts';
import { compareUtf8 } from '../../contract/utf8.ts';
import type { Context } from '../../core/context.ts';
import { missingParts } from './complete-multiparts.ts';
import { placeOf } from './count-changes.ts';
import type { Change } from './diff.ts';
import type { Manifest } from './manifest-columns.ts';
import type { Plan } from './plan-upload.ts';
import { type StagedFile, stagedFiles } from './staged-files.ts';
import { addressOf, type UploadRow, type UploadWithFolder } from './upload-row.ts';

/** The upload as on the wire. */
export function uploadBody(upload: UploadRow, target: TargetBody): UploadBody {
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

/** The plan as on the wire: what to send, by positions in the manifest that was posted. */
export async function planBody(
  ctx: Context,
  plan: Plan,
  manifest: Manifest,
): Promise<UploadPlanBody> {
  const toSend = new Set(
    plan.changes
      .filter((change) => change.kind === 'file' && placeOf(change, plan.arrived) === 'send')
      .map(({ path }) => path),
  );
  const positions: number[] = [];
  for (const [index, { path }] of manifest.files.entries()) {
    if (toSend.has(path.normalize('NFC'))) positions.push(index);
  }
  const missing = plan.resumed ? await missingOfBegun(ctx, plan) : new Map<string, Ranges>();
  const multipart = positions.flatMap((index) => {
    const { path = '', size = 0 } = manifest.files[index] ?? {};
    const parts = partPlan(size);
    if (!parts) return [];
    const all: Ranges = [[1, parts.parts]];
    return [
      {
        index,
        part_size: parts.partSize,
        parts: parts.parts,
        missing: missing.get(path.normalize('NFC')) ?? all,
      },
    ];
  });
  const { upload, target, resumed, counts, bytes } = plan;
  const about = { upload: uploadBody(upload, target), resumed, counts, bytes };
  return { ...about, send: toRanges(positions), multipart };
}

/** The parts still missing of each multipart upload that was begun, by path. */
async function missingOfBegun(ctx: Context, plan: Plan): Promise<Map<string, Ranges>> {
  const missing = new Map<string, Ranges>();
  for await (const page of stagedFiles(ctx.db, plan.upload.id)) {
    for (const file of page) {
      if (file.multipartId === null || plan.arrived.has(file.path)) continue;
      missing.set(file.path, await missingOf(ctx, plan, file));
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

/** What a dry run answers. @param limit most paths of each list */
export function previewBody(
  { changes, counts, bytes }: Pick<Plan, 'changes' | 'counts' | 'bytes'>,
  limit: number,
): UploadPreviewBody {
  const lists = {
    added: pathsOf(
      changes,
      ({ was, kind }) => kind !== null && kind !== 'directory' && !isFile(was),
    ),
    changed: pathsOf(changes, ({ was, kind }) => isFile(kind) && isFile(was)),
    removed: pathsOf(changes, ({ was, kind }) => isFile(was) && !isFile(kind)),
  };
  const truncated = Object.values(lists).some((paths) => paths.length > limit);
  return {
    counts,
    bytes,
    changes: {
      added: lists.added.slice(0, limit),
      changed: lists.changed.slice(0, limit),
      removed: lists.removed.slice(0, limit),
      truncated,
    },
  };
}

function pathsOf(changes: readonly Change[], which: (change: Change) => boolean): string[] {
  return changes
    .filter(which)
    .map(({ path }) => path)
    .sort(compareUtf8);
}

function isFile(kind: Change['kind']): boolean {
  return kind === 'file' || kind === 'link';
}
