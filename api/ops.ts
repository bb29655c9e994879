import path from 'node:path';
import { openDatabase } from '../db/client.ts';
import { MigrationError, migrate } from '../db/migrate.ts';
import { startDatabase } from '../ops/embedded/backends.ts';
import { findRunning } from '../ops/embedded/running.ts';
import { createUser, EmailTakenError, type NewUser } from './access/create-user.ts';
import { ConfigError, configuredStore, type Environment, readConfig } from './adapters/config.ts';
import { createPasswordHasher } from './adapters/password-hasher.ts';
import { createS3Blobs } from './adapters/s3-blobs.ts';
import { systemIds } from './adapters/system.ts';
import { innermostMessage, isDatabaseUnavailable } from './core/database-errors.ts';
import { DcsError } from './core/errors.ts';
import { prepareStore, UnfitStoreError } from './core/prepare.ts';

/** What operators do beside the API, with direct access to the database. */
export interface Operations {
  /** @returns the new user's id */
  createUser(user: NewUser): Promise<string>;
  /**
   * Applies the migrations, and makes the buckets of a store the settings name.
   * @returns the names of the migrations applied now
   */
  migrate(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** Why an operator's command was not done; its message is for people and holds no secret. */
export class OperationsError extends Error {
  override readonly name = 'OperationsError';
  readonly reason: 'settings' | 'refused' | 'unavailable';

  constructor(message: string, options: { cause: unknown; reason: OperationsError['reason'] }) {
    super(message, { cause: options.cause });
    this.reason = options.reason;
  }
}

/**
 * Opens the database the settings name. Without one: the embedded one that a running `npm start`
 * serves from the data directory, or else started for as long as this takes.
 * @throws OperationsError, as all that it gives
 */
export async function openOperations(environment: Environment): Promise<Operations> {
  const { backend, config } = await explained(async () => {
    const config = readConfig(environment);
    const running = await findRunning(path.resolve(config.DCS_DATA_DIR));
    const DATABASE_URL = config.DATABASE_URL ?? running;
    return { config, backend: await startDatabase({ ...config, DATABASE_URL }) };
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
    createUser: (user) =>
      explained(async () => {
        await migrate(backend.access);
        return createUser(ctx, user);
      }),
    migrate: () =>
      explained(async () => {
        const applied = await migrate(backend.access);
        const store = configuredStore(config);
        if (store) await prepareStore(createS3Blobs(store, systemIds));
        return applied;
      }),
    async close() {
      await database.close();
      await backend.stop();
    },
  };
}

async function explained<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new OperationsError(messageOf(cause), { cause, reason: reasonOf(cause) });
  }
}

function reasonOf(error: unknown): OperationsError['reason'] {
  if (error instanceof ConfigError) return 'settings';
  return isDatabaseUnavailable(error) || error instanceof DcsError ? 'unavailable' : 'refused';
}

function messageOf(error: unknown): string {
  if (isDatabaseUnavailable(error)) {
    return `The database cannot be reached: ${innermostMessage(error)}. Check DATABASE_URL, and that it runs.`;
  }
  const forPeople = [ConfigError, DcsError, EmailTakenError, MigrationError, UnfitStoreError];
  const isForPeople = forPeople.some((type) => error instanceof type);
  return isForPeople && error instanceof Error ? error.message : innermostMessage(error);
}
