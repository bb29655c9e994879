import { and, asc, count, eq, gt, lt, type SQL } from 'drizzle-orm';
import { objects } from '../../../db/schema/folders.ts';
import { allDone } from '../../core/all-done.ts';
import type { Context } from '../../core/context.ts';
import type { Queries, Tx } from '../../core/database.ts';
import type { OperationRun } from '../../core/operations/lease.ts';
import type { BlobEntry } from '../../core/ports.ts';
import { walkStore } from '../walk-store.ts';
import { commitSlice, type MovedObject } from './commit-slice.ts';
import { copyObjects } from './copy-objects.ts';
import { type Destination, isElsewhere, type MovePrefix, planPrefixes } from './move-prefixes.ts';

/** What is committed together: few enough that little is copied once more after a crash. */
const SLICE_OBJECTS = 1000;
const SLICE_BYTES = 8 * 1024 ** 3;

export interface Move extends Destination {
  /** Whether it is still to be done. Asked in every transaction that moves something. */
  isWanted(tx: Tx): Promise<boolean>;
  /** The moment from which sources may be swept. */
  readonly sweepFrom: SQL;
}

/** `unwanted` where somebody decided otherwise meanwhile, `later` where the budget is spent. */
export type Moved = 'moved' | 'unwanted' | 'later';

/**
 * Moves all objects of a folder to another place, slice by slice: looks up what the store lists,
 * copies, compares, commits, and only then dooms the sources. At every instant each object's row
 * names a place where its bytes are, so readers read on. An object the store has lost, or holds in
 * another size, stays where it should be, for `reconcile` to tell of.
 * @throws DcsError `storage.unavailable`; LeaseLostError
 */
export async function moveFolder(ctx: Context, run: OperationRun, move: Move): Promise<Moved> {
  for (const [index, prefixes] of (await planPrefixes(ctx, run, move)).entries()) {
    // Some progress is made however little time there is.
    if (index > 0 && run.budget.isSpent()) return 'later';
    const outcome = await movePrefix(ctx, run, { move, prefixes });
    if (outcome !== 'moved') return outcome;
  }
  return 'moved';
}

/** Objects of the folder that are not at the destination. */
export async function countElsewhere(query: Queries, to: Destination): Promise<number> {
  const [row] = await query.select({ count: count() }).from(objects).where(isElsewhere(to));
  return row?.count ?? 0;
}

interface PrefixMove {
  readonly move: Move;
  readonly prefixes: MovePrefix;
}

/** While one slice is copied, the one after it is looked up, the one before committed. */
async function movePrefix(ctx: Context, run: OperationRun, it: PrefixMove): Promise<Moved> {
  const { fromBucket: bucket, fromPrefix: prefix } = it.prefixes;
  const stored = walkStore(ctx, { bucket, prefix, onPage: () => run.advance(0) });
  let found: FoundSlice | undefined = await findSlice(ctx, { ...it, stored, after: '' });
  let copied: FoundSlice | undefined;
  while (found ?? copied) {
    const isSpent = copied !== undefined && run.budget.isSpent();
    const copying: FoundSlice | undefined = isSpent ? undefined : found;
    const [next, , isWanted] = await allDone(
      copying && findSlice(ctx, { ...it, stored, after: copying.last }),
      copying && copyObjects(ctx, run, copying.objects),
      copied ? settleSlice(ctx, run, { ...it, copied }) : true,
    );
    if (!isWanted) return 'unwanted';
    if (isSpent && found) return 'later';
    copied = copying;
    found = next;
  }
  return 'moved';
}

/** @returns whether the move is still wanted */
async function settleSlice(
  ctx: Context,
  run: OperationRun,
  { move, prefixes, copied }: PrefixMove & { readonly copied: FoundSlice },
): Promise<boolean> {
  const moved = copied.objects;
  const isCommitted = await commitSlice(ctx, run, { ...move, prefixes, moved });
  if (isCommitted) await run.advance(moved.length);
  return isCommitted;
}

/** Some objects of a prefix, in the byte order of their paths. */
interface FoundSlice {
  readonly last: string;
  /** Those that the store has as they should be. */
  readonly objects: readonly MovedObject[];
}

interface SliceSearch extends PrefixMove {
  readonly after: string;
  readonly stored: ReturnType<typeof walkStore>;
}

/** @returns undefined where nothing comes after */
async function findSlice(ctx: Context, search: SliceSearch): Promise<FoundSlice | undefined> {
  const { after, stored } = search;
  const slice = await selectSlice(ctx, search, after);
  const last = slice.at(-1)?.path;
  return last === undefined ? undefined : { last, objects: await findSources(ctx, slice, stored) };
}

/** What of the folder still lies under the prefix, in the byte order of keys. */
async function selectSlice(
  { db }: Pick<Context, 'db'>,
  { move, prefixes }: PrefixMove,
  after: string,
) {
  const { fromBucket, fromPrefix } = prefixes;
  const { id, key, sizeBytes, sha256 } = objects;
  const rows = await db
    .select({ id, key, sizeBytes, sha256 })
    .from(objects)
    .where(
      and(
        gt(objects.key, fromPrefix + after),
        // '0' is what comes after '/'.
        lt(objects.key, `${fromPrefix.slice(0, -1)}0`),
        eq(objects.bucket, fromBucket),
        eq(objects.folderId, move.folderId),
        eq(objects.state, 'live'),
      ),
    )
    .orderBy(asc(objects.key))
    .limit(SLICE_OBJECTS);
  let bytes = 0;
  const slice = rows.filter(({ sizeBytes }, index) => {
    bytes += sizeBytes;
    return index === 0 || bytes <= SLICE_BYTES;
  });
  return slice.map(({ id, key, sizeBytes, sha256 }) => {
    const path = key.slice(fromPrefix.length);
    const from = { bucket: fromBucket, key };
    const to = { bucket: prefixes.toBucket, key: prefixes.toPrefix + path };
    return { id, path, from, to, sizeBytes, sha256 };
  });
}

type Slice = Awaited<ReturnType<typeof selectSlice>>;

/** Those the store has as they should be. */
async function findSources(
  { log }: Pick<Context, 'log'>,
  slice: Slice,
  stored: (key: string) => Promise<BlobEntry | undefined>,
): Promise<MovedObject[]> {
  const found: MovedObject[] = [];
  for (const object of slice) {
    const entry = await stored(object.from.key);
    if (entry?.sizeBytes === object.sizeBytes) found.push({ ...object, etag: entry.etag });
    else log.error('an object is missing or damaged', { ...object.from, size: entry?.sizeBytes });
  }
  return found;
}
