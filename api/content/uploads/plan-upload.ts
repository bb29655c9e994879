import { and, eq, TransactionRollbackError } from 'drizzle-orm';
import { uploadChanges, uploads } from '../../../db/schema/uploads.ts';
import { CONTROL } from '../../contract/characters.ts';
import type { UploadPreviewBody } from '../../contract/upload-bodies.ts';
import type { Tx } from '../../core/database.ts';
import { DcsError } from '../../core/errors.ts';
import { transaction } from '../../core/transaction.ts';
import type { ContentContext } from '../context.ts';
import type { FolderRow } from '../folders/folder-row.ts';
import { requireBase } from '../folders/require-base.ts';
import { checkResult } from './check-result.ts';
import { countChanges, type Tally } from './count-changes.ts';
import { type Comparison, type Difference, NO_DIFFERENCE, storeChanges } from './diff.ts';
import { findArrived } from './find-arrived.ts';
import { listChanges } from './list-changes.ts';
import { type Manifest, manifestColumns } from './manifest-columns.ts';
import { isUnfinished, type UploadRow, type UploadWithFolder, uploadExpiry } from './upload-row.ts';
import type { LockedTarget, UploadTarget } from './upload-target.ts';

const NOTHING_ARRIVED: ReadonlyMap<string, number> = new Map();

export interface PlanInput {
  readonly manifest: Manifest & {
    /** Most paths of each list that a preview tells. */
    readonly preview_limit: number;
  };
  /** Digest by which an open upload of the same manifest is found again. */
  readonly manifestSha256: string;
  /** The revision the caller saw; the current one if not given. */
  readonly baseRevision: number | undefined;
}

export interface Plan extends UploadWithFolder, Tally {
  readonly target: LockedTarget['target'];
  readonly resumed: boolean;
  readonly arrived: ReadonlyMap<string, number>;
}

/**
 * Plans an upload: what publishing the manifest would change. Posted again, it is the same upload,
 * brought onto the folder's current revision; what was sent stays.
 * @throws DcsError `manifest.refused` | `upload.revision_conflict`, and what the target throws
 */
export async function planUpload(
  ctx: ContentContext,
  target: UploadTarget,
  input: PlanInput,
): Promise<Plan> {
  const planned = await transaction(ctx.db, (tx) => storePlan(ctx, tx, { target, input }));
  const { difference, tally, ...plan } = planned;
  if (!plan.resumed) return { ...plan, arrived: NOTHING_ARRIVED, ...tally };
  const arrived = await findArrived(ctx, plan);
  const { manifest } = input;
  return { ...plan, arrived, ...countChanges({ ...plan, manifest, difference }, arrived) };
}

/**
 * What {@link planUpload} would do, with the same checks and refusals; nothing is stored.
 * @throws DcsError as it does
 */
export async function previewUpload(
  ctx: ContentContext,
  target: UploadTarget,
  input: PlanInput,
): Promise<UploadPreviewBody> {
  let preview: UploadPreviewBody | undefined;
  try {
    await transaction(ctx.db, async (tx) => {
      const { upload, tally } = await storePlan(ctx, tx, { target, input });
      const { counts, bytes } = tally;
      const changes = await listChanges(tx, upload.id, input.manifest.preview_limit);
      preview = { counts, bytes, changes };
      // The very plan is made, and undone: so it cannot differ from the real one.
      tx.rollback();
    });
  } catch (error) {
    if (!(preview && error instanceof TransactionRollbackError)) throw error;
  }
  if (!preview) throw new Error('A transaction that was rolled back gave no plan.');
  return preview;
}

interface PlanToStore {
  readonly target: UploadTarget;
  readonly input: PlanInput;
}

async function storePlan(ctx: ContentContext, tx: Tx, { target, input }: PlanToStore) {
  const locked = await target.lock(ctx, tx);
  const { folder } = locked;
  const { manifest } = input;
  requireBase(input.baseRevision, folder.headRevision);
  const { rules } = target;
  const { limits } = ctx.content;
  const directories = isPublished(folder, input)
    ? undefined // it was checked when it was published
    : await checkResult(tx, { folder, manifest, rules, limits });
  const known = await findResumable(tx, folder.id, input);
  const upload = known ?? (await insertUpload(ctx, tx, { locked, input }));
  const comparison = directories && {
    folderId: folder.id,
    mode: manifest.mode,
    manifest: manifestColumns(manifest, directories),
    remove: manifest.remove.map((path) => path.normalize('NFC')),
  };
  const difference = await rebase(tx, upload.id, comparison);
  const tally = countChanges({ manifest, folder, difference }, NOTHING_ARRIVED);
  const { counts, bytes } = tally;
  const [renewed] = await tx
    .update(uploads)
    .set({
      baseRevision: folder.headRevision,
      epoch: folder.epoch,
      expiresAt: uploadExpiry,
      counts,
      bytes,
    })
    .where(eq(uploads.id, upload.id))
    .returning();
  if (!renewed) throw new Error('UPDATE … RETURNING gave no row, though it is locked.');
  return { ...locked, upload: renewed, resumed: known !== undefined, difference, tally };
}

/** Whether the current revision is this very manifest, so that it changes nothing. */
function isPublished(
  { headManifestSha256 }: FolderRow,
  { manifest, manifestSha256 }: PlanInput,
): boolean {
  const { mode, files, directories, links } = manifest;
  if (mode !== 'replace' || manifestSha256 !== headManifestSha256) return false;
  const texts = [
    ...files.map(({ path }) => path),
    ...directories,
    ...links.flatMap(({ path, target }) => [path, target]),
  ];
  // The digest tells manifests apart that hold what paths may hold, and passes over directories that
  // others imply; the rest is for the checks to refuse.
  return (
    new Set(directories).size === directories.length &&
    texts.every((text) => text.isWellFormed() && !CONTROL.test(text))
  );
}

async function findResumable(
  tx: Tx,
  folderId: string,
  { manifest, manifestSha256 }: PlanInput,
): Promise<UploadRow | undefined> {
  const [row] = await tx
    .select()
    .from(uploads)
    .where(
      and(
        eq(uploads.folderId, folderId),
        eq(uploads.mode, manifest.mode),
        eq(uploads.manifestSha256, manifestSha256),
        isUnfinished,
      ),
    );
  if (row?.state !== 'finalizing') return row;
  throw new DcsError('upload.not_open', {
    detail: 'This very upload is being published now. Ask for its state.',
    members: { state: row.state, upload_id: row.id },
  });
}

async function insertUpload(
  ctx: ContentContext,
  tx: Tx,
  { locked: { folder }, input }: { locked: LockedTarget; input: PlanInput },
): Promise<UploadRow> {
  if (ctx.actor.type !== 'user') throw new DcsError('auth.required');
  const [row] = await tx
    .insert(uploads)
    .values({
      id: ctx.ids.uuid(),
      folderId: folder.id,
      state: 'open',
      mode: input.manifest.mode,
      manifestSha256: input.manifestSha256,
      gen: ctx.ids.gen(),
      prefix: folder.prefix,
      baseRevision: folder.headRevision,
      epoch: folder.epoch,
      counts: {},
      bytes: {},
      createdBy: ctx.actor.id,
      expiresAt: uploadExpiry,
    })
    .returning();
  if (!row) throw new Error('INSERT … RETURNING gave no row.');
  return row;
}

/**
 * Computes the upload's changes anew, against the folder as it is now; without a comparison it has
 * none. What was sent and is not needed just now stays: it may be needed again, and its key is this
 * upload's own.
 */
async function rebase(
  tx: Tx,
  uploadId: string,
  comparison: Comparison | undefined,
): Promise<Difference> {
  await tx.delete(uploadChanges).where(eq(uploadChanges.uploadId, uploadId));
  return comparison ? storeChanges(tx, uploadId, comparison) : NO_DIFFERENCE;
}
