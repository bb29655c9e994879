import { createHash } from 'node:crypto';
import type { Scheduler } from './scheduler.ts';

/** Nobody waits for these: they are patience, not pauses. */
const PATIENCE_MS = 60_000;

/**
 * Takes from the code under simulation what would run beside the scheduler: its timers become gates,
 * and hashing, which WebCrypto does in threads, is done on the spot. All other code has both as before.
 * @returns what puts all back
 */
export function takeTime(scheduler: Scheduler): () => void {
  const { setTimeout: set, clearTimeout: clear } = globalThis;
  const cancels = new Map<object, () => void>();
  const setSimulated = (run: () => void, ms = 0): unknown => {
    const process = scheduler.current.getStore();
    if (!process) return set(run, ms);
    const id = {};
    if (ms < PATIENCE_MS) cancels.set(id, scheduler.timer(process, run));
    return id;
  };
  const clearSimulated = (id: NodeJS.Timeout | undefined): void => {
    const cancel = id && cancels.get(id);
    if (cancel) cancel();
    else clear(id);
  };
  // As much of both as the product calls.
  Object.assign(globalThis, { setTimeout: setSimulated, clearTimeout: clearSimulated });
  Object.defineProperty(crypto.subtle, 'digest', {
    configurable: true,
    value: async (_algorithm: 'SHA-256', bytes: Uint8Array) =>
      Uint8Array.from(createHash('sha256').update(bytes).digest()).buffer,
  });
  return () => {
    Object.assign(globalThis, { setTimeout: set, clearTimeout: clear });
    Reflect.deleteProperty(crypto.subtle, 'digest');
  };
}
