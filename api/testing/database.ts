import { randomBytes } from 'node:crypto';
import postgres from 'postgres';
import { inject } from 'vitest';
import { type Database, openDatabase } from '../../db/client.ts';
import { TEMPLATE_DATABASE } from './servers.setup.ts';

export interface TestDatabase extends Database {
  readonly url: string;
  /** Another pool on the same database, with settings of its own. The caller closes it. */
  open(settings: Readonly<Record<string, string>>): Database;
}

/** A database of one's own: a clone of the migrated template, or empty. */
export async function createTestDatabase(
  template: typeof TEMPLATE_DATABASE | 'template0' = TEMPLATE_DATABASE,
): Promise<TestDatabase> {
  const server = inject('databaseServerUrl');
  const name = `t_${randomBytes(8).toString('hex')}`;
  const admin = postgres(server, { max: 1, onnotice: () => {} });
  await admin`CREATE DATABASE ${admin(name)} TEMPLATE ${admin(template)}`;
  const url = new URL(server);
  url.pathname = `/${name}`;
  const database = openDatabase({ url: url.href, maxConnections: 10 });
  return {
    ...database,
    url: url.href,
    open: (settings) => openDatabase({ url: url.href, maxConnections: 4, settings }),
    async close() {
      await database.close();
      await admin`DROP DATABASE ${admin(name)} WITH (FORCE)`;
      await admin.end();
    },
  };
}
