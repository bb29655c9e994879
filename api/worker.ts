import { openDatabase } from '../db/client.ts';
import { createAccessTokens } from './access/tokens.ts';
import { ConfigError, configuredStore, type Environment, readConfig } from './adapters/config.ts';
import { createPasswordHasher } from './adapters/password-hasher.ts';
import { createS3Blobs } from './adapters/s3-blobs.ts';
import { createLogger, systemClock, systemIds } from './adapters/system.ts';
import { createApp } from './app.ts';
import type { Services } from './core/http/environment.ts';

/** The bindings of `wrangler.toml`: settings as text, and a connection pool if there is one. */
interface Bindings {
  readonly HYPERDRIVE?: { readonly connectionString: string };
  readonly [setting: string]: unknown;
}

type App = ReturnType<typeof createApp>;

/** Statements of one request may run side by side; the pool behind Hyperdrive sets the real limit. */
const CONNECTIONS_PER_REQUEST = 3;

/** An isolate serves many requests with the same bindings. */
const apps = new WeakMap<Bindings, App>();

export default {
  fetch(request: Request, bindings: Bindings, execution: ExecutionContext) {
    let app = apps.get(bindings);
    if (!app) {
      app = createEdgeApp(bindings);
      apps.set(bindings, app);
    }
    return app.fetch(request, bindings, execution);
  },
};

/** What Hono passes on to `waitUntil`. */
interface ExecutionContext {
  waitUntil(promise: Promise<unknown>): void;
  passThroughOnException(): void;
  props: unknown;
}

function createEdgeApp(bindings: Bindings): App {
  const config = readConfig({
    ...settingsOf(bindings),
    ...(bindings.HYPERDRIVE ? { DATABASE_URL: bindings.HYPERDRIVE.connectionString } : {}),
  });
  const { DATABASE_URL: url, DCS_JWT_KEYS } = config;
  const store = configuredStore(config);
  // There is no disk here to run embedded servers on, or to keep a key.
  if (!(url && store && DCS_JWT_KEYS)) {
    throw new ConfigError([
      'On an edge runtime DATABASE_URL (or the binding HYPERDRIVE), S3_ENDPOINT and DCS_JWT_KEYS must be set.',
    ]);
  }
  const services: Services = {
    // A connection cannot outlive the request that opened it.
    leaseDatabase() {
      const database = openDatabase({ url, maxConnections: CONNECTIONS_PER_REQUEST });
      return { db: database.query, release: () => database.close() };
    },
    blobs: createS3Blobs(store, systemIds),
    clock: systemClock,
    ids: systemIds,
    log: createLogger(config.DCS_LOG_LEVEL),
    callerAddress: (c) => c.req.header('cf-connecting-ip') ?? null,
    isSecure: (c) => new URL(c.req.url).protocol === 'https:',
    compressesAnswers: true,
  };
  return createApp(services, {
    passwords: createPasswordHasher(),
    tokens: createAccessTokens({
      keys: DCS_JWT_KEYS,
      ttlSeconds: config.DCS_ACCESS_TTL,
      clock: systemClock,
      ids: systemIds,
    }),
    refreshTtlSeconds: config.DCS_REFRESH_TTL,
  });
}

function settingsOf(bindings: Bindings): Environment {
  return Object.fromEntries(
    Object.entries(bindings).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
}
