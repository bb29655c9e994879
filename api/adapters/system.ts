import { v7 as uuidv7 } from 'uuid';
import type { Clock, Ids, LogFields, Logger } from '../core/ports.ts';

export const systemClock: Clock = { now: () => new Date() };

/** RFC 9562 §5.7, from the runtime's cryptographic random numbers. */
export const systemIds: Ids = { uuid: () => uuidv7() };

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
