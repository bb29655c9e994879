/** Lets what is sent through, or holds it back. */
export interface PauseGate {
  /**
   * Runs the task while the gate is open; closing it aborts the task's signal, and the task runs
   * anew from its start once it opens again.
   */
  pass<T>(task: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T>;
  /** Resolves as soon as the gate is open. @throws the signal's reason, once it is aborted */
  whenOpen(signal: AbortSignal): Promise<void>;
  close(): void;
  open(): void;
  readonly isClosed: boolean;
  /** Milliseconds of a clock that only goes forward, and stands while the gate is closed. */
  now(): number;
}

export function createPauseGate(): PauseGate {
  let closing = new AbortController();
  let opened: PromiseWithResolvers<void> | undefined;
  let closedAt = 0;
  let closedMs = 0;

  async function whenOpen(signal: AbortSignal): Promise<void> {
    while (opened) await unlessAborted(opened.promise, signal);
    signal.throwIfAborted();
  }

  return {
    whenOpen,
    async pass(task, signal) {
      for (;;) {
        await whenOpen(signal);
        const { signal: closed } = closing;
        try {
          return await task(AbortSignal.any([signal, closed]));
        } catch (error) {
          if (signal.aborted || !closed.aborted) throw error;
        }
      }
    },
    close() {
      if (opened) return;
      opened = Promise.withResolvers();
      closedAt = performance.now();
      closing.abort();
    },
    open() {
      if (opened) closedMs += performance.now() - closedAt;
      closing = new AbortController();
      opened?.resolve();
      opened = undefined;
    },
    get isClosed() {
      return opened !== undefined;
    },
    now: () => (opened ? closedAt : performance.now()) - closedMs,
  };
}

/** Waits for the promise, and leaves no listener behind. */
function unlessAborted(promise: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    const end = () => {
      signal.removeEventListener('abort', abort);
      resolve();
    };
    promise.then(end, end);
  });
}
