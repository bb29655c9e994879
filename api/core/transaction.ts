import type { Db, Tx } from '../../db/client.ts';
import { isConnectionLost, isRetryable } from './database-errors.ts';

const MAX_ATTEMPTS = 5;
const FIRST_DELAY_MS = 10;

/**
 * Runs `work` in one transaction, and again from the start after a serialization failure, a
 * deadlock, or a connection lost before COMMIT was sent. So `work` must wait for nothing outside
 * PostgreSQL and keep no result of an attempt that failed.
 *
 * A connection lost while COMMIT was under way is not tried again, since it may have been written;
 * the driver's error is thrown and answered as `database.unavailable`.
 */
export async function transaction<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    let committing = false;
    try {
      return await db.transaction(async (tx) => {
        const result = await work(tx);
        committing = true;
        return result;
      });
    } catch (error) {
      const again = isRetryable(error) || (!committing && isConnectionLost(error));
      if (!again || attempt === MAX_ATTEMPTS) throw error;
      await pause(FIRST_DELAY_MS * 2 ** attempt * Math.random());
    }
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
