import { sql } from 'drizzle-orm';
import { writeAudit } from '../../core/audit/write-audit.ts';
import type { Tx } from '../../core/database.ts';
import { transaction } from '../../core/transaction.ts';
import { mendCutOff } from './mend-cut-off.ts';
import type { RebuildContext, RebuiltCounts, RebuiltLibrary } from './rebuilt.ts';
import { resumeWork } from './resume-work.ts';

interface Inserted {
  readonly counts: RebuiltCounts;
  /** The highest numbers that records tell of. */
  readonly last: { readonly recordId: number; readonly objectId: number };
}

/** Makes what was inserted ready for work. */
export async function settleRebuilt(
  ctx: RebuildContext,
  { counts, last }: Inserted,
): Promise<Pick<RebuiltLibrary, 'operations' | 'repairs'>> {
  return transaction(ctx.db, async (tx) => {
    // Records and objects to come are not taken for those there were.
    await raiseSequence(tx, 'outbox', last.recordId);
    await raiseSequence(tx, 'objects', last.objectId);
    const repairs = await mendCutOff(tx);
    const operations = await resumeWork(ctx, tx);
    await writeAudit(ctx, tx, {
      action: 'library.rebuild',
      target: { type: 'library', id: 'library', name: 'library' },
      after: { ...counts, operations, repairs: repairs.length },
    });
    return { operations, repairs };
  });
}

async function raiseSequence(tx: Tx, table: 'outbox' | 'objects', last: number): Promise<void> {
  if (last === 0) return;
  await tx.execute(sql`SELECT setval(pg_get_serial_sequence(${table}, 'id'), ${last}::bigint)`);
}
