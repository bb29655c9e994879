import { createUser } from '../../api/access/create-user.ts';
import { createPasswordHasher } from '../../api/adapters/password-hasher.ts';
import { systemIds } from '../../api/adapters/system.ts';
import { makeTempFolder } from '../../api/testing/temp-folder.ts';
import { type Database, openDatabase } from '../../db/client.ts';
import { migrate } from '../../db/migrate.ts';
import { startEmbeddedPostgres } from '../embedded/postgres/postgres.ts';

/** A real PostgreSQL with our tables, empty but for one admin. */
export interface BenchDatabase {
  readonly url: string;
  readonly database: Database;
  readonly admin: { readonly id: string; readonly email: string };
  close(): Promise<void>;
}

export async function openBenchDatabase(maxConnections: number): Promise<BenchDatabase> {
  const folder = await makeTempFolder();
  const server = await startEmbeddedPostgres({ dataDir: folder.path });
  await migrate(server.url);
  const database = openDatabase({ url: server.url, maxConnections });
  const email = 'bench@example.com';
  const password = Buffer.from(crypto.getRandomValues(new Uint8Array(24))).toString('base64url');
  const ctx = {
    actor: { type: 'system' },
    requestId: null,
    address: null,
    db: database.query,
    ids: systemIds,
    passwords: createPasswordHasher(),
  } as const;
  const id = await createUser(ctx, { email, password, role: 'admin' });
  return {
    url: server.url,
    database,
    admin: { id, email },
    async close() {
      await database.close();
      await server.stop();
      await folder.remove();
    },
  };
}
