import type { Context } from '../../core/context.ts';
import type { BlobHead } from '../../core/ports.ts';
import { type Fault, type FaultyObject, findFaults } from './find-faults.ts';
import type { ObjectRow } from './object-rows.ts';

const HEADS_AT_ONCE = 32;

interface Checked {
  readonly faulty: readonly FaultyObject[];
  /** Objects of the right size whose SHA-256 the store has not kept. */
  readonly unproven: number;
}

/** Asks the store for size and SHA-256 of each object. */
export async function checkObjects(
  ctx: Pick<Context, 'db' | 'blobs'>,
  rows: readonly ObjectRow[],
): Promise<Checked> {
  let unproven = 0;
  const faulty = await findFaults(ctx, rows, {
    atOnce: HEADS_AT_ONCE,
    async inspect(row) {
      const head = await ctx.blobs.head(row);
      const fault = faultOf(row, head);
      if (!fault && !isComparable(row, head?.sha256)) unproven += 1;
      return fault;
    },
  });
  return { faulty, unproven };
}

function faultOf(row: ObjectRow, head: BlobHead | undefined): Fault | undefined {
  if (!head) return { kind: 'missing', found: {} };
  const { sizeBytes, sha256 } = head;
  if (sizeBytes !== row.sizeBytes) return { kind: 'wrong_size', found: { sizeBytes } };
  if (!isComparable(row, sha256) || sha256 === row.sha256) return undefined;
  return { kind: 'wrong_checksum', found: { sizeBytes, sha256 } };
}

/** The copy of an object of several parts has none, or one over the whole rather than its parts. */
function isComparable({ sha256 }: ObjectRow, stored: string | undefined): stored is string {
  return stored !== undefined && partsOf(stored) === partsOf(sha256);
}

function partsOf(sha256: string): string | undefined {
  return sha256.split('-')[1];
}
