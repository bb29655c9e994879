import { setTimeout as delay } from 'node:timers/promises';
import postgres from 'postgres';
import { ROLE } from './cluster.ts';
import { codeOf, EmbeddedPostgresError } from './errors.ts';
import { HOST } from './ports.ts';
import type { Server } from './server.ts';

const ANSWER_LIMIT_MS = 60_000;
/** After a crash PostgreSQL replays its log before it takes connections; a big one takes minutes. */
const RECOVERY_LIMIT_MS = 600_000;

const PORT_IN_USE = /could not bind (?!.*Permission denied)/;

/** Codes of a connection that came a moment too early. */
const TRY_AGAIN = new Set(['ECONNREFUSED', 'ECONNRESET', 'CONNECTION_CLOSED', 'CONNECT_TIMEOUT']);

/** How a start ended: ready, or the port was somebody else's. */
export type Outcome = 'ready' | 'port-taken';

/**
 * Waits until the server says it is ready, then connects and makes the database. Not before: were
 * the port taken, our password would go to a stranger.
 *
 * @throws EmbeddedPostgresError `START_FAILED` with what PostgreSQL said last
 */
export async function awaitReady(server: Server, password: string): Promise<Outcome> {
  const begun = performance.now();
  let limitMs = ANSWER_LIMIT_MS;
  let failure: unknown;
  while (!server.hasExited()) {
    const status = server.status();
    if (status === 'starting') limitMs = RECOVERY_LIMIT_MS;
    if (status === 'ready') {
      failure = await tryToConnect(server.port, password);
      if (failure === undefined) return 'ready';
      if (!TRY_AGAIN.has(codeOf(failure) ?? '')) throw failed('refuses us', server, failure);
    }
    if (performance.now() - begun > limitMs) throw failed('does not get ready', server, failure);
    await delay(20);
  }
  return explainExit(server);
}

async function explainExit(server: Server): Promise<Outcome> {
  const { code, signal } = await server.exited;
  await Promise.race([server.silent, delay(2000)]);
  if (server.tail.says(PORT_IN_USE)) return 'port-taken';
  throw failed(`ended with ${code ?? signal}`, server, undefined);
}

function failed(what: string, server: Server, cause: unknown): EmbeddedPostgresError {
  const why = cause instanceof Error ? ` (${cause.message})` : '';
  return new EmbeddedPostgresError(`PostgreSQL ${what}${why}. Its last words:\n${server.tail}`, {
    code: 'START_FAILED',
    cause,
  });
}

async function tryToConnect(port: number, password: string): Promise<unknown> {
  const sql = postgres({
    host: HOST,
    port,
    user: ROLE,
    password,
    database: 'postgres',
    max: 1,
    connect_timeout: 10,
    fetch_types: false,
    connection: { statement_timeout: ANSWER_LIMIT_MS },
  });
  try {
    const [found] = await sql`SELECT 1 FROM pg_database WHERE datname = ${ROLE}`;
    if (!found) await sql`CREATE DATABASE ${sql(ROLE)}`;
    return undefined;
  } catch (error) {
    return error;
  } finally {
    await sql.end({ timeout: 1 });
  }
}
