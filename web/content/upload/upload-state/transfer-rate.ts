/** Over so long a rate is measured: steady enough to read, quick enough to notice a change. */
const WINDOW_MS = 10_000;
/** What is shorter says nothing yet. */
const LEAST_MS = 1000;

/** How quickly bytes go, over the last seconds. */
export interface TransferRate {
  /** @param bytesDone in all @param nowMs on a clock that only goes forward */
  add(bytesDone: number, nowMs: number): void;
  /** Undefined until it can be told. */
  bytesPerSecond(): number | undefined;
}

export function createTransferRate(): TransferRate {
  const samples: { readonly at: number; readonly bytes: number }[] = [];
  return {
    add(bytes, at) {
      samples.push({ at, bytes });
      while (samples[1] && samples[1].at <= at - WINDOW_MS) samples.shift();
    },
    bytesPerSecond() {
      const [first] = samples;
      const last = samples.at(-1);
      if (!first || !last || last.at - first.at < LEAST_MS) return undefined;
      return Math.max(0, ((last.bytes - first.bytes) * 1000) / (last.at - first.at));
    },
  };
}
