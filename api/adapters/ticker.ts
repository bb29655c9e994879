import type { Logger } from '../core/ports.ts';

const EVERY_MS = 5000;

export interface Ticker {
  /** No tick begins any more; one under way is waited for. */
  stop(): Promise<void>;
}

/** Runs `tick` every five seconds, one after the other. What fails is logged and tried again. */
export function startTicker(tick: () => Promise<void>, log: Logger): Ticker {
  let running: Promise<void> | undefined;
  const timer = setInterval(() => {
    running ??= tick()
      .catch((error: unknown) => log.error('tick', { error: String(error) }))
      .finally(() => {
        running = undefined;
      });
  }, EVERY_MS);
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
