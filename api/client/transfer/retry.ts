import { wait } from './wait.ts';

const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 10_000;
/** Long enough for a service to be restarted. */
const PATIENCE_MS = 2 * 60_000;
/** Over a slow line a few tries outlast any patience. */
const LEAST_TRIES = 4;

/** What is known of a failure that may pass. */
export interface Transient {
  /** As the other side asked for. */
  readonly retryAfterSeconds?: number | undefined;
}

export interface RetryOptions {
  readonly signal: AbortSignal;
  /** Undefined for what will not pass by itself. */
  readonly transient: (error: unknown) => Transient | undefined;
  /** Told before each wait. */
  readonly onRetry?: (error: unknown, delayMs: number) => void;
  /**
   * Milliseconds from the first failure until it gives up, though not before the fourth; two minutes
   * unless given. Nor does it wait longer than this when asked to.
   */
  readonly patienceMs?: number;
  /** From 0 up to 1; Math.random unless given. */
  readonly random?: () => number;
  /** Milliseconds of a clock that only goes forward. */
  readonly now?: () => number;
  readonly wait?: typeof wait;
}

/**
 * Does `task` again while it fails in a way that may pass, with exponential back-off and full jitter,
 * and never sooner than the other side asked for.
 * @throws what the task threw last, or the signal's reason
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export async function retry<T>(task: () => Promise<T>, options: RetryOptions): Promise<T> {
  const { signal, patienceMs = PATIENCE_MS, random = Math.random } = options;
  const { now = () => performance.now(), wait: pause = wait } = options;
  let firstFailure: number | undefined;
  for (let tries = 1; ; tries += 1) {
    signal.throwIfAborted();
    try {
      return await task();
    } catch (error) {
      signal.throwIfAborted();
      const passing = options.transient(error);
      firstFailure ??= now();
      const isPatienceOver = tries >= LEAST_TRIES && now() - firstFailure > patienceMs;
      if (!passing || isPatienceOver) throw error;
      const askedMs = (passing.retryAfterSeconds ?? 0) * 1000;
      if (askedMs > patienceMs) throw error;
      const longest = Math.min(FIRST_DELAY_MS * 2 ** (tries - 1), LONGEST_DELAY_MS);
      // What many were asked to wait for is not done by all of them at once.
      const delayMs = askedMs + Math.round(random() * longest);
      options.onRetry?.(error, delayMs);
      await pause(delayMs, signal);
    }
  }
}
