import { listen } from '../adapters/node-listener.ts';
import { createTestApp, type TestApp } from './app.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';

/** A replica of the API that listens, for programs that run in a process of their own. */
export interface ListeningApp extends TestApp {
  readonly url: string;
  readonly database: TestDatabase;
  /** Stops it and drops its database. */
  close(): Promise<void>;
}

/** Starts one over a database of its own. */
export async function startTestApp(): Promise<ListeningApp> {
  const database = await createTestDatabase();
  const app = createTestApp(database);
  const listener = await listen((request) => app.fetch(request), { host: '127.0.0.1', port: 0 });
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
