import { eq, inArray, sql } from 'drizzle-orm';
import { dcsNow } from '../../db/schema/columns.ts';
import { outbox } from '../../db/schema/folders.ts';
import { uploads } from '../../db/schema/uploads.ts';
import type { Context } from '../core/context.ts';
import { transaction } from '../core/transaction.ts';
import { sweep } from './sweep.ts';
import { doomStaged } from './uploads/doom-staged.ts';
import { lockUpload } from './uploads/upload-row.ts';

const MAX_AT_ONCE = 100;

/** What a tick works with; there is no request behind it. */
export type TickContext = Pick<Context, 'db' | 'blobs'>;

/**
 * Does a slice of whatever is due: expires uploads nobody came back to, writes records, sweeps. Two
 * at once do no harm, and what one leaves undone the next one does.
 */
export async function tick(ctx: TickContext): Promise<void> {
  await expireUploads(ctx);
  await writeRecords(ctx);
  await sweep(ctx);
}

async function expireUploads(ctx: TickContext): Promise<void> {
  const due = await ctx.db.execute<{ id: string }>(sql`
    SELECT id FROM uploads WHERE state = 'open' AND expires_at <= ${dcsNow}
    ORDER BY expires_at LIMIT ${MAX_AT_ONCE}`);
  for (const { id } of due) {
    await transaction(ctx.db, async (tx) => {
      const held = await lockUpload(tx, id);
      const [{ expired } = { expired: false }] = await tx.execute<{ expired: boolean }>(sql`
        SELECT state = 'open' AND expires_at <= ${dcsNow} AS expired FROM uploads WHERE id = ${id}`);
      if (!expired) return;
      await doomStaged(tx, held);
      await tx.update(uploads).set({ state: 'expired' }).where(eq(uploads.id, id));
    });
  }
}

/** Records are written under keys of their own, so writing one twice changes nothing. */
async function writeRecords(ctx: TickContext): Promise<void> {
  const rows = await ctx.db.select().from(outbox).orderBy(outbox.id).limit(MAX_AT_ONCE);
  for (const { key, record } of rows) await ctx.blobs.putJson({ bucket: 'meta', key }, record);
  const ids = rows.map(({ id }) => id);
  if (ids.length > 0) await ctx.db.delete(outbox).where(inArray(outbox.id, ids));
}
