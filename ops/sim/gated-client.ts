import { drizzle } from 'drizzle-orm/postgres-js';
import type { Sql } from 'postgres';
import type { Db } from '../../db/client.ts';
import type { PooledClient } from '../../db/pooled-client.ts';
import type { Process } from './gate.ts';
import type { Scheduler } from './scheduler.ts';

const LABEL_CHARACTERS = 40;

/**
 * The database as one process has it: each statement outside a transaction, and each transaction as a
 * whole, is a gate.
 */
export function gatedDb(scheduler: Scheduler, process: Process, client: PooledClient): Db {
  const gated: PooledClient = {
    options: client.options,
    unsafe(...statement) {
      const [text] = statement;
      const start = text.replace(/\s+/g, ' ').trim().slice(0, LABEL_CHARACTERS);
      const label = `${start} … ${caller()}`;
      const about = { kind: 'query', label } as const;
      return {
        // biome-ignore lint/suspicious/noThenProperty: drizzle awaits what `unsafe` returns
        then: (fulfilled, rejected) =>
          scheduler
            .gate(process, about, async () => client.unsafe(...statement))
            .then(fulfilled, rejected),
        values: () =>
          scheduler.gate(process, about, async () => client.unsafe(...statement).values()),
      };
    },
    begin: (work) =>
      scheduler.gate(process, { kind: 'transaction', label: caller() }, () => client.begin(work)),
  };
  // Drizzle's session uses no more of postgres.js than this has, as in db/client.ts.
  return drizzle(gated as unknown as Sql);
}

/** The verb that asks, for the trace. */
function caller(): string {
  const frames = (new Error().stack ?? '').split('\n');
  const frame = frames.find((line) => /\/api\/(content|core\/operations)\//.test(line));
  return frame?.match(/([\w-]+)\.ts:\d+/)?.[0] ?? '';
}
