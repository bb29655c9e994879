// Whoever waits for a store that has fallen silent waits for ever: a connection tells nothing of that.

const CONNECT_MS = 5000;
const ANSWER_MS = 12_000;
const SLOW_ANSWER_MS = 120_000;

/** Of a client: what the store has at hand is answered soon. Node's needs to be told to give up. */
export const PATIENCE = {
  connectionTimeout: CONNECT_MS,
  requestTimeout: ANSWER_MS,
  throwOnRequestTimeout: true,
  socketTimeout: SLOW_ANSWER_MS, // an answer that stops halfway
} as const;

/** Of one request: to copy, join or delete, the store goes through up to gigabytes or 1,000 objects. */
export const SLOW = { requestTimeout: SLOW_ANSWER_MS } as const;
