import path from 'node:path';
import { openDatabase } from '../db/client.ts';
import { MigrationError, migrate } from '../db/migrate.ts';
import { startDatabase } from '../ops/embedded/backends.ts';
import { findRunning, type Running } from '../ops/embedded/running.ts';
import { readSecrets } from '../ops/embedded/secrets.ts';
import { createUser, type NewUser } from './access/create-user.ts';
import {
  type Config,
  ConfigError,
  configuredStore,
  type Environment,
  readConfig,
  type StoreAccess,
} from './adapters/config.ts';
import { contentPorts } from './adapters/content-ports.ts';
import { createLineWriter } from './adapters/line-writer.ts';
import { createNodeBlobs } from './adapters/node-blobs.ts';
import { createPasswordHasher } from './adapters/password-hasher.ts';
import { createSha256 } from './adapters/sha256.ts';
import { createLogger, systemClock, systemIds } from './adapters/system.ts';
import { countDue, type DueWork } from './content/count-due.ts';
import {
  type ReconcileReport,
  type ReconcileWatch,
  reconcile,
} from './content/reconcile/reconcile.ts';
import type { ReconcileOptions } from './content/reconcile/reconcile-bucket.ts';
import { rebuildLibrary } from './content/records/rebuild-library.ts';
import {
  RebuildRefusedError,
  type RebuiltCounts,
  type RebuiltLibrary,
} from './content/records/rebuilt.ts';
import { tick } from './content/tick.ts';
import { createBudget } from './core/budget.ts';
import { innermostMessage, isDatabaseUnavailable } from './core/database-errors.ts';
import { DcsError } from './core/errors.ts';
import { prepareStore, UnfitStoreError } from './core/prepare.ts';

export type { RebuiltLibrary };

/** What a tick found due, and how much of it is left. */
export interface Ticked {
  readonly due: DueWork;
  readonly left: DueWork;
}

/** What a command cannot do without, beside the database. */
export interface OperationNeeds {
  readonly store?: boolean;
}

/** What operators do beside the API, with direct access to the database and the store. */
export interface Operations {
  /** @returns the new user's id */
  createUser(user: NewUser): Promise<string>;
  /**
   * Applies the migrations, and makes the buckets of the store if there is one.
   * @returns the names of the migrations applied now
   */
  migrate(): Promise<readonly string[]>;
  /** Does a slice of whatever is due, for about so long. */
  tick(seconds: number): Promise<Ticked>;
  /** Holds the store against the database. */
  reconcile(options: ReconcileOptions, watch: ReconcileWatch): Promise<ReconcileReport>;
  /**
   * Makes an empty, migrated database whole from the store.
   * @param onProgress called whenever there is more again
   */
  rebuild(onProgress: (counts: Readonly<RebuiltCounts>) => void): Promise<RebuiltLibrary>;
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
 * serves from the data directory, or else started for as long as this takes. An embedded store is
 * only used while it runs.
 * @throws OperationsError, as all that it gives
 */
export async function openOperations(
  environment: Environment,
  needs: OperationNeeds = {},
): Promise<Operations> {
  const { backend, config, store } = await explained(async () => {
    const config = readConfig(environment);
    const running = await findRunning(path.resolve(config.DCS_DATA_DIR));
    const store = configuredStore(config) ?? (await runningStore(config, running));
    if (needs.store) requireStore(store);
    const DATABASE_URL = config.DATABASE_URL ?? running?.databaseUrl;
    return { config, store, backend: await startDatabase({ ...config, DATABASE_URL }) };
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
        if (store) await prepareStore(createNodeBlobs(store));
        return applied;
      }),
    tick: (seconds) =>
      explained(async () => {
        await migrate(backend.access);
        const access = requireStore(store);
        const blobs = createNodeBlobs(access);
        await prepareStore(blobs);
        // What a command prints on stdout is its result.
        const log = createLogger(config.DCS_LOG_LEVEL, createLineWriter(process.stderr));
        const ports = { db: database.query, blobs, clock: systemClock, ids: systemIds, log };
        const work = { ...ports, content: contentPorts(config, access) };
        const due = await countDue(work);
        await tick(work, createBudget(systemClock, seconds));
        return { due, left: await countDue(work) };
      }),
    reconcile: (options, watch) =>
      explained(async () => {
        const blobs = createNodeBlobs(requireStore(store));
        return reconcile({ db: database.query, blobs, createSha256 }, options, watch);
      }),
    rebuild: (onProgress) =>
      explained(async () => {
        const blobs = createNodeBlobs(requireStore(store));
        return rebuildLibrary({ ...ctx, blobs }, onProgress);
      }),
    async close() {
      await database.close();
      await backend.stop();
    },
  };
}

/** The embedded store of a running `npm start`. */
async function runningStore(
  config: Config,
  running: Running | undefined,
): Promise<StoreAccess | undefined> {
  const endpoint = running?.storeEndpoint;
  if (endpoint === undefined) return undefined;
  const secrets = await readSecrets(path.resolve(config.DCS_DATA_DIR));
  const { s3AccessKey: accessKey, s3SecretKey: secretKey } = secrets;
  return { endpoint, accessKey, secretKey, region: config.S3_REGION };
}

/** @throws ConfigError */
function requireStore(store: StoreAccess | undefined): StoreAccess {
  if (store) return store;
  throw new ConfigError([
    'There is no object store: set S3_ENDPOINT with its keys, or run "npm start", whose embedded store in DCS_DATA_DIR is used then.',
  ]);
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
  const isUnavailable = error instanceof DcsError && error.status === 503;
  return isDatabaseUnavailable(error) || isUnavailable ? 'unavailable' : 'refused';
}

function messageOf(error: unknown): string {
  if (isDatabaseUnavailable(error)) {
    return `The database cannot be reached: ${innermostMessage(error)}. Check DATABASE_URL, and that it runs.`;
  }
  const forPeople = [ConfigError, DcsError, MigrationError, RebuildRefusedError, UnfitStoreError];
  const isForPeople = forPeople.some((type) => error instanceof type);
  return isForPeople && error instanceof Error ? error.message : innermostMessage(error);
}
