import type { StoreAccess } from '../adapters/config.ts';
import { listen } from '../adapters/node-listener.ts';
import { createTestApp, type TestApp, type TestAppOptions, type TestClock } from './app.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';

/** A replica of the API that listens, for programs that run in a process of their own. */
export interface ListeningApp extends TestApp {
  readonly url: string;
  readonly database: TestDatabase;
  /** Stops it and drops its database. */
  close(): Promise<void>;
}

export interface ListeningAppOptions extends Omit<TestAppOptions, 'store'> {
  readonly clock?: TestClock;
}

/**
 * Starts one over a database of its own.
 * @param store the run's own unless given
 */
export async function startTestApp(
  store?: StoreAccess,
  { clock, ...options }: ListeningAppOptions = {},
): Promise<ListeningApp> {
  const database = await createTestDatabase();
  const app = createTestApp(database, clock, { store, ...options });
  const listener = await listen((request) => app.fetch(request), {
    host: '127.0.0.1',
    port: 0,
    takesUploads: false,
  });
  return {
    ...app,
    url: listener.url,
    database,
    async close() {
      await listener.close();
      await database.close();
    },
  };
}
