import type { Context } from '../../core/context.ts';
import { forEachAtOnce } from '../../core/for-each-at-once.ts';
import type { ObjectFinding } from './finding.ts';
import { findObjects, type ObjectRow } from './object-rows.ts';

/** What is wrong with an object where its row says it lies. */
export type Fault = Pick<ObjectFinding, 'kind' | 'found'>;

export interface FaultyObject extends Fault {
  readonly row: ObjectRow;
}

export interface Inspection {
  readonly atOnce: number;
  /** @returns undefined where nothing is wrong */
  inspect(row: ObjectRow): Promise<Fault | undefined>;
}

/**
 * Inspects objects. A fault counts only if, afterwards, the object is still needed where it was looked
 * at: a move may have taken it elsewhere, where it is inspected anew, or a sweep have deleted it.
 */
export async function findFaults(
  ctx: Pick<Context, 'db'>,
  rows: readonly ObjectRow[],
  { atOnce, inspect }: Inspection,
): Promise<readonly FaultyObject[]> {
  const faulty: FaultyObject[] = [];
  let waiting = rows;
  while (waiting.length > 0) {
    const suspects: FaultyObject[] = [];
    await forEachAtOnce(waiting, atOnce, async (row) => {
      const fault = await inspect(row);
      if (fault) suspects.push({ row, ...fault });
    });
    const now = await findObjects(
      ctx,
      suspects.map(({ row }) => row.id),
    );
    const isNeeded = ({ row }: FaultyObject) => now.get(row.id)?.isNeeded ?? false;
    const hasMoved = ({ row }: FaultyObject) => {
      const { bucket, key } = now.get(row.id) ?? row;
      return bucket !== row.bucket || key !== row.key;
    };
    const needed = suspects.filter(isNeeded);
    faulty.push(...needed.filter((one) => !hasMoved(one)));
    waiting = needed.filter(hasMoved).map(({ row }) => now.get(row.id) ?? row);
  }
  return faulty;
}
