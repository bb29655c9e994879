import { expect } from 'vitest';
import type { AuditVerdictBody } from '../../../api/contract/audit.ts';
import { LIMIT_MS } from '../process.ts';
import { createTriedBook, type TriedBook } from './book.ts';
import { compareStore, countTransient, letAllBeDone } from './leftovers.ts';
import type { Phase } from './phases.ts';
import type { Service } from './service.ts';

/** May go by, on a busy machine, until all that was left is done. */
export const ALL_DONE_MS = 4 * LIMIT_MS;
/** One book in so many has a file that is sent and copied in parts. */
const LARGE_EVERY = 3;
/** As `dcs ops reconcile` says it. */
const RECONCILED = 'The store holds what the database says.';

/** A phase gone through by one book after the other. */
export interface Trial {
  /** A book of its own for a point, up to where the phase begins. */
  prepare(point: number): Promise<TriedBook>;
  /** That its readers see what they should, and that the audit trail tells each thing once. */
  expectDone(book: TriedBook): Promise<void>;
  /** Once all is due and done: that the store has what the database says, and no more. */
  expectNothingLeft(): Promise<void>;
}

/** @param service asked for when it is needed: it is started when the tests begin */
export function createTrial(phase: Phase, service: () => Service): Trial {
  const books: TriedBook[] = [];
  return {
    async prepare(point) {
      const isLarge = point % LARGE_EVERY === 0;
      const book = await createTriedBook(service(), `${phase.name} ${point}`, isLarge);
      books.push(book);
      await phase.prepare(book, service());
      return book;
    },
    async expectDone(book) {
      expect(await book.view()).toEqual(phase.after(book));
      for (const [action, times] of Object.entries(phase.told)) {
        expect([action, await book.told(action)]).toEqual([action, times]);
      }
    },
    async expectNothingLeft() {
      await letAllBeDone(service());
      expect(await compareStore(service())).toEqual({ orphaned: [], missing: [] });
      const { code, stdout } = await service().reconcile();
      expect([code, stdout]).toEqual([0, expect.stringContaining(RECONCILED)]);
      expect(await countTransient(service())).toEqual({
        moveMultiparts: 0,
        uploadMultiparts: 0,
        uploadChanges: 0,
        doomed: 0,
        undone: 0,
      });
      for (const book of books) expect(await book.view()).toEqual(phase.after(book));
      const audit = await service().ask<AuditVerdictBody>('/audit/verify');
      expect(audit.body).toMatchObject({ ok: true });
    },
  };
}
