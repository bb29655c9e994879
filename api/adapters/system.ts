import { v7 as uuidv7 } from 'uuid';
import type { Clock, Ids, LogFields, Logger } from '../core/ports.ts';

export const systemClock: Clock = { now: () => new Date() };

/** RFC 9562 §5.7, from the runtime's cryptographic random numbers. */
export const systemIds: Ids = {
  uuid: () => uuidv7(),
  random: () => crypto.randomUUID(),
  gen: () => makeGen(Date.now()),
};

/** Crockford's base32 in lower case: its order is that of the numbers. */
const BASE32 = '0123456789abcdefghjkmnpqrstvwxyz';
const GEN_CHARACTERS = 16;
const BITS_A_CHARACTER = 5n;

function makeGen(nowMs: number): string {
  const [random = 0] = crypto.getRandomValues(new Uint32Array(1));
  let bits = (BigInt(nowMs) << 32n) | BigInt(random);
  let gen = '';
  for (let at = 0; at < GEN_CHARACTERS; at += 1) {
    gen = BASE32.charAt(Number(bits & 31n)) + gen;
    bits >>= BITS_A_CHARACTER;
  }
  return gen;
}

export const LOG_LEVELS = ['info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** One JSON object a line: `{"time","level","message",…}`. */
export function createLogger(
  level: LogLevel,
  write: (line: string) => void = (line) => console.log(line),
): Logger {
  const log = (at: Exclude<LogLevel, 'silent'>) => (message: string, fields?: LogFields) => {
    if (LOG_LEVELS.indexOf(at) < LOG_LEVELS.indexOf(level)) return;
    write(JSON.stringify({ time: new Date().toISOString(), level: at, message, ...fields }));
  };
  return { info: log('info'), warn: log('warn'), error: log('error') };
}
