import { isDatabaseUnavailable } from './database-errors.ts';
import { DcsError } from './errors.ts';
import { type Blobs, BUCKETS, type Logger } from './ports.ts';

const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 15_000;

/** The store takes bytes under a wrong checksum, so nothing it holds could be trusted. */
export class UnfitStoreError extends Error {
  override readonly name = 'UnfitStoreError';
}

/**
 * Makes the buckets, and sees the store refuse bytes under a wrong checksum.
 * @throws UnfitStoreError
 */
export async function prepareStore(blobs: Blobs): Promise<void> {
  for (const bucket of BUCKETS) await blobs.ensureBucket(bucket);
  if (await blobs.refusesWrongChecksum('meta')) return;
  throw new UnfitStoreError(
    'The object store accepts bytes whose SHA-256 is not the one that was signed. ' +
      'Use a store that checks x-amz-checksum-sha256, such as MinIO.',
  );
}

export interface Patience {
  readonly log: Logger;
  /** Ends the waiting. */
  readonly signal: AbortSignal;
}

/** Does `work` until its database and store are there, waiting longer each time (up to 15 s). */
export async function untilAvailable<T>(
  what: string,
  work: () => Promise<T>,
  { log, signal }: Patience,
): Promise<T> {
  for (let waitMs = FIRST_RETRY_MS; ; waitMs = Math.min(2 * waitMs, LONGEST_RETRY_MS)) {
    try {
      return await work();
    } catch (error) {
      if (!isUnavailable(error) || signal.aborted) throw error;
      log.warn(`waiting for ${what}`, { retry_ms: waitMs, error: reason(error) });
      await pause(waitMs, signal);
    }
  }
}

function isUnavailable(error: unknown): boolean {
  if (error instanceof DcsError) return error.code === 'storage.unavailable';
  return isDatabaseUnavailable(error);
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message || error.name : String(error);
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}
