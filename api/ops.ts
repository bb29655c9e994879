import path from 'node:path';
import { openDatabase } from '../db/client.ts';
import { migrate } from '../db/migrate.ts';
import { startDatabase } from '../ops/embedded/backends.ts';
import { findRunning } from '../ops/embedded/running.ts';
import { createUser, type NewUser } from './access/create-user.ts';
import { configuredStore, readConfig } from './adapters/config.ts';
import { createPasswordHasher } from './adapters/password-hasher.ts';
import { createS3Blobs } from './adapters/s3-blobs.ts';
import { systemIds } from './adapters/system.ts';
import { prepareStore } from './core/prepare.ts';

/** What operators do beside the API, with direct access to the database. */
export interface Operations {
  /**
   * @returns the new user's id
   * @throws EmailTakenError
   */
  createUser(user: NewUser): Promise<string>;
  /**
   * Applies the migrations, and makes the buckets of a store the settings name.
   * @returns the names of the migrations applied now
   * @throws MigrationError | UnfitStoreError
   */
  migrate(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/**
 * Opens the database the settings name. Without one: the embedded one that a running `npm start`
 * serves from the data directory, or else started for as long as this takes.
 * @throws ConfigError
 */
export async function openOperations(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Operations> {
  const config = readConfig(environment);
  const running = await findRunning(path.resolve(config.DCS_DATA_DIR));
  const backend = await startDatabase({
    ...config,
    DATABASE_URL: config.DATABASE_URL ?? running,
  });
  const database = openDatabase({ url: backend.access, maxConnections: 2 });
  const ctx = {
    actor: { type: 'system' },
    requestId: null,
    address: null,
    db: database.query,
    ids: systemIds,
    passwords: createPasswordHasher(),
  } as const;
  return {
    async createUser(user) {
      await migrate(backend.access);
      return createUser(ctx, user);
    },
    async migrate() {
      const applied = await migrate(backend.access);
      const store = configuredStore(config);
      if (store) await prepareStore(createS3Blobs(store, systemIds));
      return applied;
    },
    async close() {
      await database.close();
      await backend.stop();
    },
  };
}
