import { createHash } from 'node:crypto';
import type { Scheduler } from './scheduler.ts';

/**
 * Takes from the code under simulation what would run beside the scheduler: its timers become gates
 * of the simulated time, and hashing, which WebCrypto does in threads, is done on the spot. All other code has both as before.
 * @returns what puts all back
 */
export function takeTime(scheduler: Scheduler): () => void {
  const { setTimeout: set, clearTimeout: clear } = globalThis;
  const now = performance.now.bind(performance);
  const cancels = new Map<object, () => void>();
  const setSimulated = (run: () => void, ms = 0): unknown => {
    const process = scheduler.current.getStore();
    if (!process) return set(run, ms);
    const id = {};
    cancels.set(id, scheduler.timer(process, run, ms));
    return id;
  };
  const clearSimulated = (id: NodeJS.Timeout | undefined): void => {
    const cancel = id && cancels.get(id);
    if (cancel) cancel();
    else clear(id);
  };
  // As much of both as the product calls.
  Object.assign(globalThis, { setTimeout: setSimulated, clearTimeout: clearSimulated });
  Object.defineProperty(performance, 'now', {
    configurable: true,
    value: () => (scheduler.current.getStore() ? scheduler.nowMs : now()),
  });
  Object.defineProperty(crypto.subtle, 'digest', {
    configurable: true,
    value: async (_algorithm: 'SHA-256', bytes: Uint8Array) =>
      Uint8Array.from(createHash('sha256').update(bytes).digest()).buffer,
  });
  return () => {
    Object.assign(globalThis, { setTimeout: set, clearTimeout: clear });
    Reflect.deleteProperty(performance, 'now');
    Reflect.deleteProperty(crypto.subtle, 'digest');
  };
}
