import type { Logger } from '../core/ports.ts';

const EVERY_MS = 5000;

export interface Ticker {
  /** Ticks now, or once more after the tick under way, which may have passed over what is new. */
  wake(): void;
  /** No tick begins any more; one under way is waited for. */
  stop(): Promise<void>;
}

/** Runs `tick` every five seconds, one after the other. What fails is logged and tried again. */
export function startTicker(tick: () => Promise<void>, log: Logger): Ticker {
  let running: Promise<void> | undefined;
  let isWanted = false;
  let isStopped = false;

  async function tickWhileWanted(): Promise<void> {
    while (isWanted && !isStopped) {
      isWanted = false;
      await tick().catch((error: unknown) => log.error('tick', { error: String(error) }));
    }
    running = undefined;
  }

  function wake(): void {
    isWanted = true;
    running ??= tickWhileWanted();
  }

  const timer = setInterval(() => {
    if (!running) wake();
  }, EVERY_MS);
  return {
    wake,
    async stop() {
      isStopped = true;
      clearInterval(timer);
      await running;
    },
  };
}
