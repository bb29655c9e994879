/** Lets what is sent through, or holds it back. */
export interface PauseGate {
  /**
   * Runs the task while the gate is open; closing it aborts the task's signal, and the task runs
   * anew from its start once it opens again.
   */
  pass<T>(task: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T>;
  close(): void;
  open(): void;
  readonly isClosed: boolean;
}

export function createPauseGate(): PauseGate {
  let closing = new AbortController();
  let opened: PromiseWithResolvers<void> | undefined;
  return {
    async pass(task, signal) {
      for (;;) {
        if (opened) await Promise.race([opened.promise, rejection(signal)]);
        signal.throwIfAborted();
        const { signal: closed } = closing;
        try {
          return await task(AbortSignal.any([signal, closed]));
        } catch (error) {
          if (signal.aborted || !closed.aborted) throw error;
        }
      }
    },
    close() {
      opened ??= Promise.withResolvers();
      closing.abort();
    },
    open() {
      closing = new AbortController();
      opened?.resolve();
      opened = undefined;
    },
    get isClosed() {
      return opened !== undefined;
    },
  };
}

/** Rejects with the reason once the signal is aborted. */
function rejection(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    if (signal.aborted) reject(signal.reason);
  });
}
