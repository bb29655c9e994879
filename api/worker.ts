import { openDatabase } from '../db/client.ts';
import { createAccessTokens } from './access/tokens.ts';
import { ConfigError, configuredStore, type Environment, readConfig } from './adapters/config.ts';
import { contentPorts } from './adapters/content-ports.ts';
import { createPasswordHasher } from './adapters/password-hasher.ts';
import { createS3Blobs } from './adapters/s3-blobs.ts';
import { createLogger, systemClock, systemIds } from './adapters/system.ts';
import { createApp } from './app.ts';
import { tick } from './content/tick.ts';
import { createBudget } from './core/budget.ts';
import type { Services } from './core/http/environment.ts';

/** The bindings of `wrangler.toml`: settings as text, and a connection pool if there is one. */
interface Bindings {
  readonly HYPERDRIVE?: { readonly connectionString: string };
  readonly [setting: string]: unknown;
}

type App = ReturnType<typeof createApp>;

/** Statements of one request may run side by side; the pool behind Hyperdrive sets the real limit. */
const CONNECTIONS_PER_REQUEST = 3;

/** The cron comes each minute. */
const TICK_SECONDS = 50;

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

  /** By the cron of wrangler.toml. */
  async scheduled(_event: unknown, bindings: Bindings) {
    const { config, url, store } = edgeConfig(bindings);
    const database = openDatabase({ url, maxConnections: CONNECTIONS_PER_REQUEST });
    try {
      const ports = {
        db: database.query,
        blobs: createS3Blobs(store, systemIds),
        clock: systemClock,
        ids: systemIds,
        log: createLogger(config.DCS_LOG_LEVEL),
        content: contentPorts(config, store),
      };
      await tick(ports, createBudget(systemClock, TICK_SECONDS));
    } finally {
      await database.close();
    }
  },
};

/** What Hono passes on to `waitUntil`. */
interface ExecutionContext {
  waitUntil(promise: Promise<unknown>): void;
  passThroughOnException(): void;
  props: unknown;
}

/** The settings, with what cannot do without on an edge runtime. @throws ConfigError */
function edgeConfig(bindings: Bindings) {
  const config = readConfig({
    ...settingsOf(bindings),
    ...(bindings.HYPERDRIVE ? { DATABASE_URL: bindings.HYPERDRIVE.connectionString } : {}),
  });
  const { DATABASE_URL: url, DCS_JWT_KEYS: keys } = config;
  const store = configuredStore(config);
  // There is no disk here to run embedded servers on, or to keep a key.
  if (!(url && store && keys)) {
    throw new ConfigError([
      'On an edge runtime DATABASE_URL (or the binding HYPERDRIVE), S3_ENDPOINT and DCS_JWT_KEYS must be set.',
    ]);
  }
  return { config, url, store, keys };
}

function createEdgeApp(bindings: Bindings): App {
  const { config, url, store, keys } = edgeConfig(bindings);
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
    isSecure: (c) => c.get('url').protocol === 'https:',
    keepFor: (c, work) => c.executionCtx.waitUntil(work),
    wakeTicks: () => {}, // the cron comes each minute; a request may not go on for as long as a tick
    panel: undefined, // static files are served by what stands in front
    panelOrigins: config.DCS_PANEL_ORIGINS ?? [],
    compressesAnswers: true,
  };
  return createApp(services, {
    access: {
      passwords: createPasswordHasher(),
      tokens: createAccessTokens({
        keys,
        ttlSeconds: config.DCS_ACCESS_TTL,
        clock: systemClock,
        ids: systemIds,
      }),
      refreshTtlSeconds: config.DCS_REFRESH_TTL,
    },
    content: contentPorts(config, store),
  });
}

function settingsOf(bindings: Bindings): Environment {
  return Object.fromEntries(
    Object.entries(bindings).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
}
