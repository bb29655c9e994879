import type { BlobEntry, ContentBucket } from '../../core/ports.ts';
import { deleteOrphans } from '../sweep.ts';
import { eachEntry } from '../walk-store.ts';
import { checkObjects } from './check-objects.ts';
import { describeObjects } from './describe-objects.ts';
import type { FaultyObject } from './find-faults.ts';
import { findOrphans } from './find-orphans.ts';
import { FINDING_KINDS, type Finding, type FindingKind } from './finding.ts';
import { eachObject, type ObjectRow, type ObjectSum } from './object-rows.ts';
import { type Pair, pairUp } from './pair-up.ts';
import { type ReadContext, readObjects } from './read-objects.ts';

/** So much is looked at more closely at once. */
const BATCH = 1000;
const DAY_MS = 24 * 3600 * 1000;

export interface ReconcileOptions {
  /** Deletes orphans. */
  readonly fix: boolean;
  /** Asks the store for the SHA-256 of every object, rather than for those that look wrong. */
  readonly checksums: boolean;
  /** Reads a random sample of the objects: about so many in a hundred, and of their bytes. */
  readonly deepPercent: number;
}

export interface BucketReport {
  /** What the database says the bucket must hold. */
  readonly objects: number;
  readonly bytes: number;
  /** By kind, without what was removed. */
  readonly findings: Readonly<Record<FindingKind, number>>;
  /** Orphans that were deleted. */
  readonly removed: number;
  /** What nothing accounts for but is younger than a day, as a late upload may still be. */
  readonly young: number;
  /** Objects whose SHA-256 was asked for, and which the store has not kept. */
  readonly unproven: number;
  /** What was read from first to last byte. */
  readonly read: ObjectSum;
}

export interface BucketRun {
  readonly options: ReconcileOptions;
  /** By the database's clock. */
  readonly startedAt: Date;
  onFinding(finding: Finding): Promise<void>;
  onObject(row: ObjectRow): void;
}

type Tally = { -readonly [Member in keyof BucketReport]: BucketReport[Member] } & {
  readonly findings: Record<FindingKind, number>;
};

/** Walks what a bucket must hold beside what it holds, and looks more closely at what differs. */
export async function reconcileBucket(
  ctx: ReadContext,
  bucket: ContentBucket,
  run: BucketRun,
): Promise<BucketReport> {
  const tally = emptyTally();
  const step = { bucket, run, tally };
  let batch = emptyBatch();
  for await (const pair of pairUp(
    eachObject(ctx, bucket),
    eachEntry(ctx, { bucket, prefix: '' }),
  )) {
    sortPair(pair, batch, step);
    if (batch.toCheck.length + batch.toRead.length + batch.strangers.length < BATCH) continue;
    await settle(ctx, batch, step);
    batch = emptyBatch();
  }
  await settle(ctx, batch, step);
  return tally;
}

interface Batch {
  readonly toCheck: ObjectRow[];
  readonly toRead: ObjectRow[];
  readonly strangers: BlobEntry[];
}

interface Step {
  readonly bucket: ContentBucket;
  readonly run: BucketRun;
  readonly tally: Tally;
}

function sortPair(
  { left: row, right: entry }: Pair<ObjectRow, BlobEntry>,
  { toCheck, toRead, strangers }: Batch,
  { run, tally }: Step,
): void {
  if (!row) {
    strangers.push(entry);
    return;
  }
  run.onObject(row);
  // What is doomed may be gone or not.
  if (!row.isNeeded) return;
  tally.objects += 1;
  tally.bytes += row.sizeBytes;
  const { checksums, deepPercent } = run.options;
  if (checksums || entry?.sizeBytes !== row.sizeBytes) toCheck.push(row);
  if (entry && Math.random() * 100 < deepPercent) toRead.push(row);
}

async function settle(ctx: ReadContext, batch: Batch, step: Step): Promise<void> {
  const { tally } = step;
  const { faulty, unproven } = await checkObjects(ctx, batch.toCheck);
  if (step.run.options.checksums) tally.unproven += unproven;
  await tellFaults(ctx, faulty, step);
  const wrong = new Set(faulty.map(({ row }) => row.id));
  const toRead = batch.toRead.filter(({ id }) => !wrong.has(id));
  await tellFaults(ctx, await readObjects(ctx, toRead), step);
  tally.read = {
    objects: tally.read.objects + toRead.length,
    bytes: toRead.reduce((sum, { sizeBytes }) => sum + sizeBytes, tally.read.bytes),
  };
  await settleStrangers(ctx, batch.strangers, step);
}

async function tellFaults(
  ctx: ReadContext,
  faulty: readonly FaultyObject[],
  { run, tally }: Step,
): Promise<void> {
  const places = await describeObjects(
    ctx,
    faulty.map(({ row }) => row),
  );
  for (const { row, kind, found } of faulty) {
    const place = places.get(row.id);
    if (!place) continue;
    tally.findings[kind] += 1;
    const { bucket, key, sizeBytes, sha256 } = row;
    await run.onFinding({ kind, bucket, key, sizeBytes, sha256, found, place });
  }
}

async function settleStrangers(
  ctx: ReadContext,
  strangers: readonly BlobEntry[],
  { bucket, run, tally }: Step,
): Promise<void> {
  const orphans = await findOrphans(ctx, bucket, strangers);
  const old = orphans.filter(
    ({ modifiedAt }) => run.startedAt.getTime() - modifiedAt.getTime() >= DAY_MS,
  );
  tally.young += orphans.length - old.length;
  const keys = old.map(({ key }) => key);
  const removed = new Set(run.options.fix ? await deleteOrphans(ctx, bucket, keys) : []);
  for (const { key, sizeBytes, modifiedAt } of old) {
    const isRemoved = removed.has(key);
    if (isRemoved) tally.removed += 1;
    else tally.findings.orphaned += 1;
    await run.onFinding({ kind: 'orphaned', bucket, key, sizeBytes, modifiedAt, isRemoved });
  }
}

function emptyBatch(): Batch {
  return { toCheck: [], toRead: [], strangers: [] };
}

function emptyTally(): Tally {
  const findings = Object.fromEntries(FINDING_KINDS.map((kind) => [kind, 0]));
  return {
    objects: 0,
    bytes: 0,
    findings: findings as Record<FindingKind, number>, // every kind is in it
    removed: 0,
    young: 0,
    unproven: 0,
    read: { objects: 0, bytes: 0 },
  };
}
