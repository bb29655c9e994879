import { asc, eq, getTableColumns, gt } from 'drizzle-orm';
import { auditEvents, auditSeals } from '../../../db/schema/audit.ts';
import type { AuditFault } from '../../contract/audit.ts';
import type { Context } from '../context.ts';
import { bytesToHex } from '../hashes.ts';
import { type AuditEventRow, auditEventBody } from './audit-event-row.ts';
import type { AuditHead } from './audit-head.ts';
import { GENESIS, isSameHash, sealHash } from './seal-hash.ts';

const PAGE_SEALS = 1000;

interface SealedEvent extends Readonly<typeof auditSeals.$inferSelect> {
  /** Null when it is gone. */
  readonly event: AuditEventRow | null;
}

/** Computes the chain of seals anew, from its beginning on; a page of events is all that is held. */
export class SealChain {
  readonly #db: Context['db'];
  #page: SealedEvent[] = [];
  #last = { seq: 0, hash: GENESIS, eventId: null as string | null };

  constructor({ db }: Pick<Context, 'db'>) {
    this.#db = db;
  }

  /** How many events have their right seals, as far as it has come. */
  get seq(): number {
    return this.#last.seq;
  }

  /** Goes on to where the store says it had been. @returns what is wrong up to there */
  async walkTo(head: AuditHead): Promise<AuditFault | undefined> {
    const fault = await this.#walk(head.seq);
    if (fault) return fault;
    const { seq, hash, eventId } = this.#last;
    if (seq < head.seq) return { seq: seq + 1, event_id: null, reason: 'cut_off' };
    if (bytesToHex(hash) !== head.hash) return { seq, event_id: eventId, reason: 'other_head' };
    return undefined;
  }

  /** Goes on to its end. */
  async walkToEnd(): Promise<AuditFault | undefined> {
    return this.#walk(Number.POSITIVE_INFINITY);
  }

  async #walk(to: number): Promise<AuditFault | undefined> {
    while (this.#last.seq < to) {
      const next = await this.#next();
      if (!next) return undefined;
      const fault = await this.#faultOf(next);
      if (fault) return fault;
      this.#last = next;
    }
    return undefined;
  }

  async #faultOf({ seq, eventId, hash, event }: SealedEvent): Promise<AuditFault | undefined> {
    const wanted = this.#last.seq + 1;
    if (seq !== wanted) return { seq: wanted, event_id: null, reason: 'missing' };
    if (!event) return { seq, event_id: eventId, reason: 'missing' };
    const right = await sealHash(this.#last.hash, auditEventBody(event));
    if (!isSameHash(hash, right)) return { seq, event_id: eventId, reason: 'changed' };
    return undefined;
  }

  async #next(): Promise<SealedEvent | undefined> {
    if (this.#page.length === 0) {
      // In reverse, since the end of a list is what costs nothing to take.
      this.#page = (await this.#select()).reverse();
    }
    return this.#page.pop();
  }

  #select(): Promise<SealedEvent[]> {
    return this.#db
      .select({ ...getTableColumns(auditSeals), event: getTableColumns(auditEvents) })
      .from(auditSeals)
      .leftJoin(auditEvents, eq(auditEvents.id, auditSeals.eventId))
      .where(gt(auditSeals.seq, this.#last.seq))
      .orderBy(asc(auditSeals.seq))
      .limit(PAGE_SEALS);
  }
}
