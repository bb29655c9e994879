import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Sql } from 'postgres';
import { createNodeBlobs } from '../../../api/adapters/node-blobs.ts';
import { systemIds } from '../../../api/adapters/system.ts';
import type { TokenAnswer } from '../../../api/contract/access.ts';
import type { BookBody } from '../../../api/contract/books.ts';
import type { Blobs } from '../../../api/core/ports.ts';
import { makeTempFolder } from '../../../api/testing/temp-folder.ts';
import { type DcsRun, runDcs } from '../../cli/testing/run-dcs.ts';
import { findFreePort } from '../../embedded/postgres/ports.ts';
import { type Answer, type Call, call } from '../http.ts';
import { LIMIT_MS } from '../process.ts';
import { startChosenStore } from '../stores.ts';
import { startDatabaseProxy } from './database-proxy.ts';
import { createMoments, type Moments } from './moments.ts';
import { startOwnDatabase } from './own-database.ts';
import { startRestarting } from './restarting-program.ts';
import { startStoreProxy } from './store-proxy.ts';

const ADMIN = { email: 'admin@example.com', password: 'correct horse battery' };
const ASK_AGAIN_MS = 25;
/** By the database's clock, from a death to the next start: leases and claims of the dead are over. */
const MINUTES_AWAY = 2;

type Ask = <Body>(target: string, init?: Call) => Promise<Answer<Body>>;

interface BookName {
  readonly publisher: string;
  readonly book_name: string;
}

/** `npm start` between servers of its own, whose every step can be its last. */
export interface Service {
  readonly moments: Moments;
  /** The database, past the proxy and by its clock as it is now. */
  readonly sql: Sql;
  /** The store, past the proxy. */
  readonly blobs: Blobs;
  /** As its admin, and patient: while it is away, or answers 503, it is asked again. */
  readonly ask: Ask;
  /** One attempt. @throws while it is away */
  look<Body>(target: string): Promise<Answer<Body>>;
  /** Makes a book of that name. */
  create(name: BookName): Promise<BookBody>;
  /** Has it do what is due. */
  wake(): Promise<void>;
  /**
   * Ends it with signal 9, and starts it again, two minutes later by the database's clock. Before
   * anything else is asked of it, `first` is done.
   */
  kill(first?: () => Promise<void>): void;
  /** `dcs ops reconcile`, reading every byte, past the proxies. */
  reconcile(): Promise<DcsRun>;
  /** Ends all of its connections to PostgreSQL. By its clock, new ones come so much later. */
  disconnect(minutes?: number): Promise<void>;
  /** Stops PostgreSQL, whatever it is doing, and starts it again. */
  restartDatabase(): Promise<void>;
  stop(): Promise<void>;
}

type Stops = (() => Promise<unknown>)[];

export async function startService(): Promise<Service> {
  const stops: Stops = [];
  const stop = async () => {
    for (const one of stops.splice(0).reverse()) await one();
  };
  try {
    return { ...(await launch(stops)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function launch(stops: Stops): Promise<Omit<Service, 'stop'>> {
  const { moments, database, store, settings } = await startSurroundings(stops);
  const baseUrl = `http://127.0.0.1:${settings.PORT}`;
  const program = startRestarting(settings);
  stops.push(program.stop);
  await program.ready();
  const login = await call<TokenAnswer>(baseUrl, '/auth/login', { body: ADMIN });
  const token = login.body.access_token;

  const send: Ask = (target, init) => call(baseUrl, target, { token, ...init });

  const service: Omit<Service, 'stop'> = {
    moments,
    sql: database.sql,
    blobs: createNodeBlobs(store.access),
    async ask<Body>(target: string, init: Call = {}) {
      const deadline = performance.now() + LIMIT_MS;
      for (;;) {
        await program.ready();
        const answer = await send<Body>(target, init).catch(() => undefined);
        if (answer && answer.status !== 503) return answer;
        if (performance.now() > deadline) throw new Error(`${target} is not answered.`);
        await delay(ASK_AGAIN_MS);
      }
    },
    look: (target) => send(target),
    create: (name) => create(service.ask, name),
    wake: () => wake(service.ask),
    kill(first = async () => {}) {
      program.kill(
        () => database.advance(MINUTES_AWAY),
        async () => {
          await first();
          await wake(send);
        },
      );
    },
    reconcile: () =>
      runDcs(['ops', 'reconcile', '--checksums', '--deep', '100%'], {
        env: {
          DATABASE_URL: database.urlAt(database.port),
          S3_ENDPOINT: store.access.endpoint,
          S3_ACCESS_KEY: store.access.accessKey,
          S3_SECRET_KEY: store.access.secretKey,
        },
      }),
    async disconnect(minutes = MINUTES_AWAY) {
      await database.advance(minutes);
      await database.sql`
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE application_name = 'dream-central-storage'`;
    },
    async restartDatabase() {
      await database.advance(MINUTES_AWAY);
      await database.restart();
    },
  };
  return service;
}

async function create(ask: Ask, name: BookName): Promise<BookBody> {
  const body = { ...name, language: 'tr', category: 'science', version: '1.0' };
  return (await ask<BookBody>('/books', { body })).body;
}

/** Whatever is deleted wakes the ticks. */
async function wake(ask: Ask): Promise<void> {
  const book = await create(ask, { publisher: 'Wake', book_name: systemIds.uuid() });
  await ask(`/books/${book.id}`, { method: 'DELETE' });
}

/** A database and a store with a proxy before each, and the settings that name them. */
async function startSurroundings(stops: Stops) {
  const folder = await makeTempFolder();
  stops.push(() => folder.remove());
  const moments = createMoments();
  const database = await startOwnDatabase(folder.path);
  stops.push(database.stop);
  const store = await startChosenStore(folder.path);
  stops.push(store.stop);
  const storeProxy = await startStoreProxy(store.access.endpoint, moments.gate);
  const databaseProxy = await startDatabaseProxy(database.port, moments.gate);
  stops.push(storeProxy.close, databaseProxy.close);
  const settings = {
    PORT: String(await findFreePort()),
    DATABASE_URL: database.urlAt(databaseProxy.port),
    S3_ENDPOINT: `http://127.0.0.1:${storeProxy.port}`,
    S3_ACCESS_KEY: store.access.accessKey,
    S3_SECRET_KEY: store.access.secretKey,
    DCS_DATA_DIR: folder.path,
    DCS_ADMIN_EMAIL: ADMIN.email,
    DCS_ADMIN_PASSWORD: ADMIN.password,
    DCS_JWT_KEYS: `kill:${randomBytes(32).toString('base64url')}`,
    DCS_ACCESS_TTL: '86400',
    DCS_UPLOAD_URL_TTL: '60',
    DCS_HEAD_CACHE_MS: '0',
  };
  return { moments, database, store, settings };
}
