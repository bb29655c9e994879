import { partPlan } from '../../contract/part-rule.ts';
import type { Context } from '../../core/context.ts';
import { DcsError } from '../../core/errors.ts';
import { compositeOf } from '../../core/hashes.ts';
import { type Fault, type FaultyObject, findFaults } from './find-faults.ts';
import type { ObjectRow } from './object-rows.ts';

const READS_AT_ONCE = 4;
const MAX_ATTEMPTS = 3;
const DELAY_MS = 500;

/** A SHA-256 made from pieces, so that no object need fit into memory. */
export interface RunningSha256 {
  update(bytes: Uint8Array): void;
  /** Of all pieces, as 64 lower-case hex digits. Nothing can be added any more. */
  hex(): string;
}

export interface ReadContext extends Pick<Context, 'db' | 'blobs'> {
  createSha256(): RunningSha256;
}

/** Reads objects from first to last byte, and holds them against their SHA-256. */
export function readObjects(
  ctx: ReadContext,
  rows: readonly ObjectRow[],
): Promise<readonly FaultyObject[]> {
  return findFaults(ctx, rows, { atOnce: READS_AT_ONCE, inspect: (row) => inspect(ctx, row) });
}

async function inspect(ctx: ReadContext, row: ObjectRow): Promise<Fault | undefined> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const body = await ctx.blobs.get(row);
      if (!body) return { kind: 'missing', found: {} };
      const found = await digest(ctx, row, body);
      return found.sha256 === row.sha256 ? undefined : { kind: 'wrong_bytes', found };
    } catch (error) {
      if (!(error instanceof DcsError)) throw error;
    }
    if (attempt === MAX_ATTEMPTS) return unreadable(ctx, row);
    await new Promise((resolve) => setTimeout(resolve, DELAY_MS));
  }
}

/** The object's own fault only if the store answers for it otherwise. @throws DcsError */
async function unreadable({ blobs }: ReadContext, row: ObjectRow): Promise<Fault> {
  const head = await blobs.head(row);
  if (!head) return { kind: 'missing', found: {} };
  return { kind: 'unreadable', found: { sizeBytes: head.sizeBytes } };
}

/** The SHA-256 these bytes have by the part rule for an object of the row's size. */
async function digest(
  { createSha256 }: ReadContext,
  row: ObjectRow,
  body: AsyncIterable<Uint8Array>,
): Promise<{ sizeBytes: number; sha256: string }> {
  const plan = partPlan(row.sizeBytes);
  const partSize = plan?.partSize ?? Number.POSITIVE_INFINITY;
  const digests: string[] = [];
  let part = createSha256();
  let room = partSize;
  let sizeBytes = 0;
  for await (const chunk of body) {
    sizeBytes += chunk.length;
    let rest = chunk;
    while (rest.length > room) {
      part.update(rest.subarray(0, room));
      digests.push(part.hex());
      rest = rest.subarray(room);
      part = createSha256();
      room = partSize;
    }
    part.update(rest);
    room -= rest.length;
  }
  const last = part.hex();
  return { sizeBytes, sha256: plan ? await compositeOf([...digests, last]) : last };
}
