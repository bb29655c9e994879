import { asc, eq } from 'drizzle-orm';
import { outbox } from '../../../db/schema/folders.ts';
import type { Budget } from '../../core/budget.ts';
import type { Context } from '../../core/context.ts';
import { type RecordRow, recordKey } from './record-document.ts';
import { revisionPages } from './revision-pages.ts';

const READ_AT_ONCE = 100;

type RecordContext = Pick<Context, 'db' | 'blobs'>;

/**
 * Writes records to the bucket `meta`, one after the other: so what is there is always what was
 * committed up to some moment, and a database lost now loses the newest alone. Two ticks at once write
 * the same under the same keys.
 */
export async function writeRecords(ctx: RecordContext, budget: Budget): Promise<void> {
  for (;;) {
    const rows = await ctx.db.select().from(outbox).orderBy(asc(outbox.id)).limit(READ_AT_ONCE);
    if (rows.length === 0) return;
    for (const row of rows) {
      if (budget.isSpent()) return;
      await writeRecord(ctx, row);
      await ctx.db.delete(outbox).where(eq(outbox.id, row.id));
    }
  }
}

async function writeRecord(ctx: RecordContext, row: RecordRow): Promise<void> {
  const { kind, record } = row;
  if (kind !== 'revision') {
    const document = { version: 1, kind, row: record };
    return ctx.blobs.putJson({ bucket: 'meta', key: recordKey(row) }, document);
  }
  for await (const page of revisionPages(ctx, row)) {
    await ctx.blobs.putJson({ bucket: 'meta', key: recordKey(row, page.page) }, page);
  }
}
