// Whoever waits for a store that has fallen silent waits for ever: a connection tells nothing of that.

const CONNECT_MS = 5000;
const ANSWER_MS = 12_000;
const SLOW_ANSWER_MS = 120_000;

/** In milliseconds. */
export interface Patience {
  readonly connectionTimeout: number;
  /** Until an answer begins. */
  readonly requestTimeout: number;
  /** For an answer that stops halfway. */
  readonly socketTimeout: number;
}

/** Of a client: what the store has at hand is answered soon. */
export const PATIENCE: Patience = {
  connectionTimeout: CONNECT_MS,
  requestTimeout: ANSWER_MS,
  socketTimeout: SLOW_ANSWER_MS,
};

/** Of one request: to copy, join or delete, the store goes through up to gigabytes or 1,000 objects. */
export const SLOW = { requestTimeout: SLOW_ANSWER_MS } as const;
