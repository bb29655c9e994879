import { sql } from 'drizzle-orm';
import { SCHEMA_VERSION } from '../../db/version.ts';
import type { HealthBody, HealthCheck } from '../contract/service.ts';
import type { Context } from './context.ts';
import { innermostMessage } from './database-errors.ts';

const CHECK_TIMEOUT_MS = 3000;

/** Asks the database and the store, each for at most three seconds. */
export async function checkHealth(ctx: Context): Promise<Required<HealthBody>> {
  const [postgres, s3, migrations] = await Promise.all([
    check(async () => {
      await ctx.db.execute(sql`SELECT 1`);
    }),
    check(() => ctx.blobs.ping('meta')),
    check(() => requireMigrations(ctx)),
  ]);
  const ok = postgres.ok && s3.ok && migrations.ok;
  return { status: ok ? 'ok' : 'failing', checks: { postgres, s3, migrations } };
}

/** @throws when the database is behind what this code needs */
export async function requireMigrations(ctx: Pick<Context, 'db'>): Promise<void> {
  const [row] = await ctx.db.execute<{ number: number | null }>(
    sql`SELECT max(number) AS number FROM schema_migrations`,
  );
  const applied = row?.number ?? 0;
  if (applied < SCHEMA_VERSION) {
    throw new Error(`Migration ${applied} of ${SCHEMA_VERSION} is applied.`);
  }
}

async function check(ask: () => Promise<void>): Promise<HealthCheck> {
  const started = performance.now();
  const elapsed = () => Math.round(performance.now() - started);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('It did not answer in time.')), CHECK_TIMEOUT_MS);
  });
  try {
    await Promise.race([ask(), timeout]);
    return { ok: true, ms: elapsed() };
  } catch (error) {
    return { ok: false, ms: elapsed(), detail: innermostMessage(error) };
  } finally {
    clearTimeout(timer);
  }
}
