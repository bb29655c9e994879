import type { Tx } from '../../../db/client.ts';
import { auditEvents } from '../../../db/schema/audit.ts';
import type { AuditAction } from '../../contract/audit.ts';
import type { Context } from '../context.ts';

export interface AuditEntry {
  readonly action: AuditAction;
  readonly target: { readonly type: string; readonly id: string; readonly name: string };
  /** What was, as far as it changed. */
  readonly before?: Readonly<Record<string, unknown>>;
  /** What is now, as far as it changed. Never a secret. */
  readonly after?: Readonly<Record<string, unknown>>;
}

/** As much of the context as an event tells. */
type AuditContext = Pick<Context, 'actor' | 'requestId' | 'address' | 'ids'>;

/** Records who changed what, in the transaction that changes it. */
export async function writeAudit(ctx: AuditContext, tx: Tx, entry: AuditEntry): Promise<void> {
  const { actor } = ctx;
  await tx.insert(auditEvents).values({
    id: ctx.ids.uuid(),
    actorType: actor.type,
    actorId: actor.type === 'user' ? actor.id : null,
    actorEmail: actor.type === 'user' ? actor.email : null,
    action: entry.action,
    targetType: entry.target.type,
    targetId: entry.target.id,
    targetName: entry.target.name,
    before: entry.before ?? null,
    after: entry.after ?? null,
    requestId: ctx.requestId,
    address: ctx.address,
  });
}
