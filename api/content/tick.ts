import { eq, sql } from 'drizzle-orm';
import { dcsNow } from '../../db/schema/columns.ts';
import { uploads } from '../../db/schema/uploads.ts';
import { sealAuditEvents } from '../core/audit/seal-audit-events.ts';
import { writeAuditHead } from '../core/audit/write-audit-head.ts';
import type { Budget } from '../core/budget.ts';
import { removeOldOperations } from '../core/operations/remove-old-operations.ts';
import { runDueOperations } from '../core/operations/run-operation.ts';
import { transaction } from '../core/transaction.ts';
import type { ContentWork } from './context.ts';
import { abortLeftCopies } from './moves/abort-left-copies.ts';
import { operationHandlers } from './operation-handlers.ts';
import { writeRecords } from './records/write-records.ts';
import { pruneRevisions } from './revisions/prune-revisions.ts';
import { sweepDoomed } from './sweep.ts';
import { sweepDeadPrefixes } from './sweep-dead-prefixes.ts';
import { purgeDue } from './trash/purge-trash.ts';
import { endPlan } from './uploads/end-plan.ts';
import { lockUpload } from './uploads/upload-row.ts';

const MAX_AT_ONCE = 100;

type Step = (ctx: ContentWork, budget: Budget) => Promise<void>;

/** What is quick comes first, so that a budget spent on what is slow holds none of it up. */
const STEPS: readonly Step[] = [
  expireUploads,
  writeRecords,
  pruneRevisions,
  removeOldOperations,
  sealAuditEvents,
  writeAuditHead,
  purgeDue,
  (ctx, budget) => runDueOperations(ctx, operationHandlers(ctx.content), budget),
  abortLeftCopies,
  // The sweep waits for the records of what operations did.
  writeRecords,
  sweepDoomed,
  sweepDeadPrefixes,
];

/**
 * Does a slice of whatever is due: expires uploads nobody came back to, writes records, lets old
 * revisions go, seals audit events, purges the trash, works on operations, sweeps. Two at once do no
 * harm, and what one leaves undone the next one does.
 * @throws the first failure, when every step has had its turn
 */
export async function tick(ctx: ContentWork, budget: Budget): Promise<void> {
  const failures: unknown[] = [];
  for (const step of STEPS) {
    await step(ctx, budget).catch((error: unknown) => failures.push(error));
  }
  if (failures.length > 0) throw failures[0];
}

async function expireUploads(ctx: ContentWork): Promise<void> {
  const due = await ctx.db.execute<{ id: string }>(sql`
    SELECT id FROM uploads WHERE state = 'open' AND expires_at <= ${dcsNow}
    ORDER BY expires_at LIMIT ${MAX_AT_ONCE}`);
  for (const { id } of due) {
    await transaction(ctx.db, async (tx) => {
      const held = await lockUpload(tx, id);
      const [{ expired } = { expired: false }] = await tx.execute<{ expired: boolean }>(sql`
        SELECT state = 'open' AND expires_at <= ${dcsNow} AS expired FROM uploads WHERE id = ${id}`);
      if (!expired) return;
      await endPlan(tx, held);
      await tx.update(uploads).set({ state: 'expired' }).where(eq(uploads.id, id));
    });
  }
}
