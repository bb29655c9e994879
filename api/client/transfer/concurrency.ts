/** A request costs about as much as this many bytes, whatever it carries. */
const BYTES_OF_A_REQUEST = 64 * 1024;
/** Completions by which one number of requests at once is judged, at least. */
const LEAST_WINDOW = 16;
/** A rate below this share of the one before is worse, not chance. */
const WORSE = 0.95;
const STEP = 1.25;

export interface ConcurrencyOptions {
  /** Requests at once; 4 to 64, beginning with 16, unless given. */
  readonly min?: number;
  readonly max?: number;
  readonly initial?: number;
  /** Milliseconds of a clock that only goes forward. */
  readonly now?: () => number;
}

/** How many requests go out side by side; it finds by itself how many serve best. */
export interface Concurrency {
  readonly limit: number;
  /** Runs the task once there is room. @param bytes what it carries */
  run<T>(task: () => Promise<T>, bytes?: number): Promise<T>;
  /** The other side is overloaded: half as many from now on. */
  ease(): void;
}

/**
 * Climbs towards the number of requests at once that gives the highest rate: a step that made it
 * worse is taken back, and overload halves it.
 */
export function createConcurrency(options: ConcurrencyOptions = {}): Concurrency {
  const { min = 4, max = 64, initial = 16, now = () => performance.now() } = options;
  const waiting: (() => void)[] = [];
  let limit = initial;
  let running = 0;
  let direction = 1;
  let lastRate = 0;
  /** Completions until another overload is told from the last one. */
  let completionsUntilEasing = 0;
  let window = { since: now(), completions: 0, cost: 0 };

  function completed(bytes: number): void {
    completionsUntilEasing -= 1;
    window.completions += 1;
    window.cost += BYTES_OF_A_REQUEST + bytes;
    if (window.completions >= Math.max(LEAST_WINDOW, 2 * limit)) judge();
  }

  function judge(): void {
    const rate = window.cost / Math.max(1, now() - window.since);
    if (rate < lastRate * WORSE) direction = -direction;
    lastRate = rate;
    const next = direction > 0 ? Math.ceil(limit * STEP) : Math.floor(limit / STEP);
    limit = Math.min(max, Math.max(min, next));
    // The least there may be says nothing of what more would give.
    if (limit === min) direction = 1;
    window = { since: now(), completions: 0, cost: 0 };
  }

  async function enter(): Promise<void> {
    if (running >= limit) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
  }

  function leave(): void {
    running -= 1;
    while (running < limit) {
      const next = waiting.shift();
      if (!next) return;
      running += 1;
      next();
    }
  }

  return {
    get limit() {
      return limit;
    },
    async run(task, bytes = 0) {
      await enter();
      try {
        const result = await task();
        completed(bytes);
        return result;
      } finally {
        leave();
      }
    },
    ease() {
      // Requests that were out together fail together: that is one overload, not many.
      if (completionsUntilEasing > 0) return;
      completionsUntilEasing = running;
      limit = Math.max(min, Math.floor(limit / 2));
      direction = 1;
      lastRate = 0;
      window = { since: now(), completions: 0, cost: 0 };
    },
  };
}

/** Always so many at once. */
export function fixedConcurrency(count: number): Concurrency {
  return createConcurrency({ min: count, max: count, initial: count });
}
