import { eq, gt } from 'drizzle-orm';
import { uploadChanges } from '../../../db/schema/uploads.ts';
import { partPlan } from '../../contract/part-rule.ts';
import type { Ranges } from '../../contract/ranges.ts';
import type { ReceiptBody, UploadStatusBody } from '../../contract/upload-bodies.ts';
import type { UploadQuery } from '../../contract/uploads.ts';
import { compareUtf8 } from '../../contract/utf8.ts';
import type { Context } from '../../core/context.ts';
import { DcsError } from '../../core/errors.ts';
import { readCursor, writeCursor } from '../../core/list.ts';
import { findUnderWay } from '../../core/operations/operation-row.ts';
import { findTarget } from '../targets/find-target.ts';
import { listArrived } from './find-arrived.ts';
import { missingOf, plannedBody } from './plan-body.ts';
import { PAGE_ROWS, type StagedFile, selectStaged } from './staged-files.ts';
import { addressOf, findUpload, type UploadWithFolder } from './upload-row.ts';

const MAX_LIST_PAGES = 20;

/**
 * How far an upload is: what is missing while it is open, the receipt once it is published.
 * @throws DcsError `upload.not_found` | `upload.path_unknown` | `request.bad_cursor`
 */
export async function readUpload(
  ctx: Context,
  id: string,
  query: UploadQuery,
): Promise<UploadStatusBody> {
  const held = await findUpload(ctx.db, id);
  const { upload, folder } = held;
  const target = await findTarget(ctx.db, folder.id);
  const status = plannedBody(upload, target.body);
  if (query.path !== undefined) return { ...status, file: await readFile(ctx, held, query.path) };
  if (upload.state === 'published') return { ...status, receipt: upload.receipt as ReceiptBody };
  if (upload.state === 'finalizing') {
    const operation = await findUnderWay(ctx.db, 'finalize', id);
    return { ...status, ...(operation ? { operation_id: operation.id } : {}) };
  }
  if (upload.state !== 'open' || query.missing === 'false') return status;
  return { ...status, missing: await readMissing(ctx, held, query) };
}

async function readFile(ctx: Context, held: UploadWithFolder, path: string) {
  const wanted = eq(uploadChanges.path, path.normalize('NFC'));
  const [file] = await selectStaged(ctx.db, held.upload.id, wanted);
  if (!file) throw new DcsError('upload.path_unknown', { detail: `It sends no ${path}.` });
  const at = addressOf(held, file.path);
  const plan = partPlan(file.sizeBytes);
  const about = { path: file.path, size: file.sizeBytes };
  if (!plan) {
    const arrived = (await ctx.blobs.head(at)) ? [{ part: 1, sha256: file.sha256 }] : [];
    return { ...about, parts: 1, arrived };
  }
  const parts = file.multipartId && (await ctx.blobs.listParts(at, file.multipartId));
  const arrived = (parts || []).map(({ number, sha256 }) => ({ part: number, sha256 }));
  return { ...about, part_size: plan.partSize, parts: plan.parts, arrived };
}

/** Walks the plan and the bucket side by side, both in byte order, as far as one call goes. */
async function readMissing(ctx: Context, held: UploadWithFolder, query: UploadQuery) {
  const scope = ['missing', held.upload.id];
  const after = (await readCursor(query.cursor, scope))?.value ?? '';
  const staged = await selectStaged(ctx.db, held.upload.id, gt(uploadChanges.path, after));
  const listed = await listSome(ctx, held, after);
  const { upTo } = listed;
  const reached =
    upTo === undefined ? staged : staged.filter(({ path }) => compareUtf8(path, upTo) <= 0);
  const absent = reached.filter(({ path, sizeBytes }) => listed.sizes.get(path) !== sizeBytes);
  const shown = absent.slice(0, query.limit);
  // Where to go on: behind the last path shown if more are missing, else as far as was looked.
  const end = absent.length > shown.length ? shown.at(-1)?.path : (upTo ?? staged.at(-1)?.path);
  const isAll = absent.length === shown.length && upTo === undefined && staged.length < PAGE_ROWS;
  const next =
    isAll || end === undefined
      ? null
      : await writeCursor({ value: end, id: held.upload.id }, scope);
  return { ...(await describeMissing(ctx, held, shown)), next_cursor: next };
}

async function describeMissing(ctx: Context, held: UploadWithFolder, absent: StagedFile[]) {
  const files: { path: string; size: number }[] = [];
  const parts: { path: string; size: number; part_size: number; missing: Ranges }[] = [];
  for (const file of absent) {
    const about = { path: file.path, size: file.sizeBytes };
    const plan = partPlan(file.sizeBytes);
    if (!plan) files.push(about);
    else {
      const missing = await missingOf(ctx, held, file);
      parts.push({ ...about, part_size: plan.partSize, missing });
    }
  }
  return { files, parts };
}

/** What the store holds after a path, over at most twenty pages; `upTo` is where it stopped. */
async function listSome(ctx: Context, held: UploadWithFolder, after: string) {
  const sizes = new Map<string, number>();
  let pages = 0;
  let upTo: string | undefined;
  for await (const page of listArrived(ctx, held, after)) {
    for (const { path, sizeBytes } of page) sizes.set(path, sizeBytes);
    pages += 1;
    if (pages < MAX_LIST_PAGES) continue;
    upTo = page.at(-1)?.path;
    break;
  }
  return { sizes, upTo };
}
