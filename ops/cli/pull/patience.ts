import { ApiError } from '../../../api/client/api-error.ts';
import { createConcurrency } from '../../../api/client/transfer/concurrency.ts';
import { retry, type Transient } from '../../../api/client/transfer/retry.ts';
import { isTransient, WrongBytesError } from './fetch-error.ts';
import { StoreAnswerError } from './store-reader.ts';

/** How often bytes are asked for that do not have their SHA-256: they are hardly right another time. */
const WRONG_BYTES_ATTEMPTS = 3;

export interface PatienceOptions {
  readonly signal: AbortSignal;
  /** Told before each wait, why. */
  readonly onRetry: (error: unknown) => void;
}

/** Runs tasks when it is their turn, and again while they fail in a way that may pass. */
export interface Patience {
  /** @param bytes what the task carries */
  run<T>(task: () => Promise<T>, bytes: number): Promise<T>;
}

export function createPatience({ signal, onRetry }: PatienceOptions): Patience {
  const concurrency = createConcurrency();
  return {
    run(task, bytes) {
      let wrong = 0;
      const transient = (error: unknown): Transient | undefined => {
        if (error instanceof WrongBytesError) {
          wrong += 1;
          return wrong < WRONG_BYTES_ATTEMPTS ? {} : undefined;
        }
        return isTransient(error) ? { retryAfterSeconds: secondsAsked(error) } : undefined;
      };
      return retry(() => concurrency.run(task, bytes), {
        signal,
        transient,
        onRetry(error) {
          if (!(error instanceof WrongBytesError)) concurrency.ease();
          onRetry(error);
        },
      });
    },
  };
}

function secondsAsked(error: unknown): number | undefined {
  const tells = error instanceof StoreAnswerError || error instanceof ApiError;
  return tells ? error.retryAfterSeconds : undefined;
}
