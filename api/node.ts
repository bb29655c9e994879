import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { type Database, openDatabase } from '../db/client.ts';
import { migrate } from '../db/migrate.ts';
import {
  type Backend,
  type StoreBackend,
  startDatabase,
  startStore,
} from '../ops/embedded/backends.ts';
import { readSecrets } from '../ops/embedded/secrets.ts';
import { createFirstUser } from './access/create-user.ts';
import { createAccessTokens } from './access/tokens.ts';
import {
  type Config,
  configuredStore,
  readConfig,
  type StoreAccess,
  unknownSettings,
} from './adapters/config.ts';
import { contentPorts } from './adapters/content-ports.ts';
import { createLineWriter } from './adapters/line-writer.ts';
import { createNodeBlobs } from './adapters/node-blobs.ts';
import { type Fetch, type Listener, listen } from './adapters/node-listener.ts';
import { nodeServices } from './adapters/node-services.ts';
import { panelFiles } from './adapters/panel-files.ts';
import { createPasswordHasher } from './adapters/password-hasher.ts';
import { uploadsUrl, withStoreUploads } from './adapters/store-uploads.ts';
import { createLogger, systemClock, systemIds } from './adapters/system.ts';
import { startTicker, type Ticker } from './adapters/ticker.ts';
import { createApp } from './app.ts';
import { tick } from './content/tick.ts';
import { createBudget } from './core/budget.ts';
import { startingUp } from './core/http/starting-up.ts';
import type { Blobs, Logger } from './core/ports.ts';
import { prepareStore, untilAvailable } from './core/prepare.ts';

const ADMIN_PASSWORD_BYTES = 15;
/** Ticks that sweep go on where they stopped, so this only bounds how long the other steps wait. */
const TICK_SECONDS = 30;

/** What runs. It is stopped in this order, so that nothing loses what it needs. */
interface Started {
  listener?: Listener;
  ticker?: Ticker;
  database?: Database;
  store?: Backend<StoreAccess>;
  databaseServer?: Backend<string>;
}

const started: Started = {};
const stopping = new AbortController();
const passwords = createPasswordHasher();

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => void stop(0));
}
const starting = (async () => start(readConfig(process.env)))();
// What breaks because everything is being stopped is no failure.
starting.catch((error) => (stopping.signal.aborted ? undefined : fail(error)));

async function start(config: Config): Promise<void> {
  const log = createLogger(config.DCS_LOG_LEVEL, createLineWriter(process.stdout));
  for (const name of unknownSettings(process.env)) log.warn(`${name} is not a setting`);

  let answer: Fetch = () => startingUp(systemIds);
  const listener = await listen((request, bindings) => answer(request, bindings), {
    host: config.HOST,
    port: config.PORT,
    takesUploads: configuredStore(config) === undefined,
  });
  started.listener = listener;
  const databaseServer = await startDatabase(config);
  started.databaseServer = databaseServer;
  stopping.signal.throwIfAborted();
  databaseServer.failed.catch(fail);
  const store = await startStore(config);
  started.store = store;
  stopping.signal.throwIfAborted();
  for (const note of [...databaseServer.notes, ...store.notes]) console.log(note);

  const maxConnections = config.DCS_DATABASE_POOL;
  const database = openDatabase({ url: databaseServer.access, maxConnections });
  started.database = database;
  const blobs = createNodeBlobs(store.access);
  await prepare({ database, databaseUrl: databaseServer.access, blobs, config, log });
  const shared = shareUploads(config, store, listener.url);
  const content = contentPorts(shared.config, store.access);
  const proxies = config.DCS_TRUSTED_PROXIES;
  const panelOrigins = config.DCS_PANEL_ORIGINS ?? [];
  const panel = panelFiles(shared.config, store.access);
  if (!panel) log.warn('the panel is not built: npm run build');
  stopping.signal.throwIfAborted();
  const ports = { db: database.query, blobs, clock: systemClock, ids: systemIds, log, content };
  const ticker = startTicker(() => tick(ports, createBudget(systemClock, TICK_SECONDS)), log);
  started.ticker = ticker;
  const { wake: wakeTicks } = ticker;
  const app = createApp(
    nodeServices({ db: database.query, blobs, log, proxies, panel, panelOrigins, wakeTicks }),
    {
      access: {
        passwords,
        tokens: createAccessTokens({
          keys: config.DCS_JWT_KEYS ?? (await keptSigningKeys(config)),
          ttlSeconds: config.DCS_ACCESS_TTL,
          clock: systemClock,
          ids: systemIds,
        }),
        refreshTtlSeconds: config.DCS_REFRESH_TTL,
      },
      content,
    },
  );
  stopping.signal.throwIfAborted();
  answer = shared.around(app.fetch);
  console.log(`Dream Central Storage is ready: ${listener.url}`);
}

/** Lets uploads to an embedded store share the panel's origin, unless the settings name another. */
function shareUploads(config: Config, { access, serve }: StoreBackend, listenerUrl: string) {
  if (!serve || config.S3_PUBLIC_ENDPOINT || config.S3_UPLOAD_ENDPOINT) {
    return { config, around: (fetch: Fetch) => fetch };
  }
  const { endpoint } = access;
  return {
    config: { ...config, S3_UPLOAD_ENDPOINT: uploadsUrl(listenerUrl) },
    around: (fetch: Fetch) => withStoreUploads(fetch, { endpoint, serve }),
  };
}

interface Preparation {
  readonly database: Database;
  readonly databaseUrl: string;
  readonly blobs: Blobs;
  readonly config: Config;
  readonly log: Logger;
}

async function prepare({ database, databaseUrl, blobs, config, log }: Preparation): Promise<void> {
  const patience = { log, signal: stopping.signal };
  await untilAvailable('the database', () => migrate(databaseUrl), patience);
  await untilAvailable('the object store', () => prepareStore(blobs), patience);
  await untilAvailable('the database', () => ensureAdmin(database, config), patience);
}

async function ensureAdmin(database: Database, config: Config): Promise<void> {
  const email = config.DCS_ADMIN_EMAIL;
  const password =
    config.DCS_ADMIN_PASSWORD ?? randomBytes(ADMIN_PASSWORD_BYTES).toString('base64url');
  const ctx = {
    actor: { type: 'system' },
    requestId: null,
    address: null,
    db: database.query,
    ids: systemIds,
    passwords,
  } as const;
  if (!(await createFirstUser(ctx, { email, password, role: 'admin' }))) return;
  // Printed once, for the person who starts it; the log never has it.
  console.log(`admin email: ${email}\nadmin password: ${password}`);
}

async function keptSigningKeys(config: Config) {
  const { jwtKeyId, jwtSecret } = await readSecrets(path.resolve(config.DCS_DATA_DIR));
  return [{ kid: jwtKeyId, secret: jwtSecret }] as const;
}

async function fail(error: unknown): Promise<void> {
  console.error(error instanceof Error ? error.message : error);
  await stop(1);
}

async function stop(exitCode: number): Promise<void> {
  // Who asks a second time does not want to wait.
  if (stopping.signal.aborted) process.exit(exitCode || 1);
  stopping.abort();
  // A server half started could not be stopped; it takes a moment to be whole.
  await starting.catch(() => {});
  await started.listener?.close();
  await started.ticker?.stop();
  await started.database?.close();
  await started.store?.stop();
  await started.databaseServer?.stop();
  process.exit(exitCode);
}
