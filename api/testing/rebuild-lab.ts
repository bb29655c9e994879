import { readConfig } from '../adapters/config.ts';
import { contentPorts } from '../adapters/content-ports.ts';
import { createNodeBlobs } from '../adapters/node-blobs.ts';
import { systemIds } from '../adapters/system.ts';
import { rebuildLibrary } from '../content/records/rebuild-library.ts';
import type { RebuiltLibrary } from '../content/records/rebuilt.ts';
import { writeRecords } from '../content/records/write-records.ts';
import { tick } from '../content/tick.ts';
import type { BookBody } from '../contract/books.ts';
import type { ManifestBody } from '../contract/read-manifest.ts';
import { UNLIMITED } from '../core/budget.ts';
import type { Blobs } from '../core/ports.ts';
import { createTestApp, type TestApp } from './app.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { type LifecycleDesk, openLifecycleDesk } from './lifecycle-desk.ts';
import { startWatchedStore, type WatchedStore } from './watched-store.ts';
import { createTestWork, later } from './work.ts';

/** A library on a store of its own, and databases that are rebuilt from it. */
export interface RebuildLab {
  readonly desk: LifecycleDesk;
  readonly store: WatchedStore;
  readonly blobs: Blobs;
  /** Writes the records there are. */
  record(): Promise<void>;
  /** Keys of the records that begin like this, in order. */
  recorded(prefix: string): Promise<string[]>;
  /** Into a database of its own. */
  rebuild(): Promise<RebuiltLab>;
  close(): Promise<void>;
}

export interface RebuiltLab {
  readonly database: TestDatabase;
  readonly library: RebuiltLibrary;
  /** Of the API over it. */
  call: Call;
  /** A tick, as if `time` had passed since now. */
  tick(time?: string): Promise<void>;
}

type Call = TestApp['call'];

export async function openRebuildLab(): Promise<RebuildLab> {
  const store = await startWatchedStore();
  const desk = await openLifecycleDesk(store.access);
  const blobs = createNodeBlobs(store.access);
  const content = contentPorts(readConfig({}), store.access);
  const databases: TestDatabase[] = [];
  return {
    desk,
    store,
    blobs,
    record: () => writeRecords(createTestWork(desk.database, { blobs }), UNLIMITED),
    async recorded(prefix) {
      const keys: string[] = [];
      for await (const page of blobs.list('meta', prefix)) keys.push(...page.map(({ key }) => key));
      return keys;
    },
    async rebuild() {
      const database = await createTestDatabase();
      databases.push(database);
      const library = await rebuildInto(database, blobs);
      const app = createTestApp(database, undefined, { store: store.access });
      const token = await app.adminToken();
      return {
        database,
        library,
        call: (path, init) => app.call(path, { token, ...init }),
        tick: (time = '0') =>
          later(time, { database, change: { blobs, content } }, (ctx) => tick(ctx, UNLIMITED)),
      };
    },
    async close() {
      for (const database of [desk.database, ...databases]) await database.close();
      await store.stop();
    },
  };
}

export function rebuildInto(database: TestDatabase, blobs: Blobs): Promise<RebuiltLibrary> {
  const system = { actor: { type: 'system' }, requestId: null, address: null } as const;
  return rebuildLibrary({ ...system, db: database.query, blobs, ids: systemIds }, () => {});
}

/** The bytes of all files that books show, by the book's id and path. */
export async function readShelf(call: Call): Promise<Record<string, string>> {
  const { items } = (await call<{ items: BookBody[] }>('/books')).body;
  const shelf: Record<string, string> = {};
  for (const { id, publisher, book_name, status } of items) {
    if (status === 'archived') continue;
    const { body } = await call<ManifestBody>(`/books/${id}/manifest`);
    const tree = `/storage/books/${[publisher, book_name].map(encodeURIComponent).join('/')}`;
    for (const { path } of body.files ?? []) {
      const file = path.split('/').map(encodeURIComponent).join('/');
      const { url } = (await call<{ url: string }>(`${tree}/${file}?redirect=false`)).body;
      shelf[`${id} ${path}`] = await (await fetch(url)).text();
    }
  }
  return shelf;
}
