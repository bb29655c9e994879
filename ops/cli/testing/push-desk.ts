import { mkdir, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createNodeBlobs } from '../../../api/adapters/node-blobs.ts';
import { tick } from '../../../api/content/tick.ts';
import type { BookBody } from '../../../api/contract/books.ts';
import type { ManifestBody } from '../../../api/contract/read-manifest.ts';
import { UNLIMITED } from '../../../api/core/budget.ts';
import { type ListeningApp, startTestApp } from '../../../api/testing/listening-app.ts';
import { createPusher, type Pusher } from '../../../api/testing/pusher.ts';
import { makeTempFolder } from '../../../api/testing/temp-folder.ts';
import { startWatchedStore, type WatchedStore } from '../../../api/testing/watched-store.ts';
import { createTestWork } from '../../../api/testing/work.ts';
import { type DcsRun, runDcs } from './run-dcs.ts';

const HOUR_SECONDS = 3600;

/** A folder as paths with their bytes; a path that ends in `/` is an empty folder. */
export type Content = Readonly<Record<string, string | Uint8Array>>;

/** A running API with a store and ticks of its own, and folders to push to it. */
export interface PushDesk {
  readonly api: ListeningApp;
  readonly store: WatchedStore;
  readonly env: Readonly<Record<string, string>>;
  dcs(...args: readonly string[]): Promise<DcsRun>;
  /** Somebody else who pushes, over HTTP. */
  readonly pusher: Pusher;
  /** A name for a book that nobody has. */
  newName(): string;
  /** Makes a book. @returns its id */
  makeBook(name: string): Promise<string>;
  /** A new folder on disk, at rest for an hour. @returns its path */
  makeFolder(content: Content): Promise<string>;
  /** Paths of objects and parts the store took since it was asked last. */
  takePuts(): string[];
  manifest(place: string): Promise<ManifestBody>;
  /** A published file, through its signed URL. */
  read(place: string): Promise<Buffer>;
  close(): Promise<void>;
}

export async function openPushDesk(): Promise<PushDesk> {
  const [store, temp] = [await startWatchedStore(), await makeTempFolder()];
  let working = Promise.resolve();
  const wakeTicks = () => {
    working = working.then(work);
  };
  const api = await startTestApp(store.access, { wakeTicks });
  const blobs = createNodeBlobs(store.access);
  const work = () => tick(createTestWork(api.database, { blobs }), UNLIMITED);
  const token = await api.adminToken('ada@example.com');
  const env = {
    DCS_URL: api.url,
    DCS_TOKEN: token,
    DCS_CACHE_DIR: path.join(temp.path, 'cache'),
  };
  let made = 0;
  return {
    api,
    store,
    env,
    dcs: (...args) => runDcs(args, { env }),
    pusher: createPusher({ call: (at, init) => api.call(at, { token, ...init }) }),
    newName() {
      made += 1;
      return `Acme/Kitap ${made}`;
    },
    async makeBook(name) {
      const [publisher, book_name] = name.split('/');
      const details = { language: 'tr', category: 'science', version: '1.0' };
      const body = { publisher, book_name, ...details };
      return (await api.call<BookBody>('/books', { token, body })).body.id;
    },
    async makeFolder(content) {
      made += 1;
      const folder = path.join(temp.path, `folder-${made}`);
      await mkdir(folder);
      await writeContent(folder, content);
      return folder;
    },
    takePuts() {
      const taken = store.requests.splice(0).filter(isTaken);
      return taken.map(({ key, partNumber }) => pathOf(key) + (partNumber ? `#${partNumber}` : ''));
    },
    manifest: async (place) => (await api.call<ManifestBody>(place, { token })).body,
    async read(place) {
      const { headers } = await api.call(place, { token });
      const answer = await fetch(headers.get('location') ?? '');
      if (!answer.ok) throw new Error(`${place} answers ${answer.status}.`);
      return Buffer.from(await answer.arrayBuffer());
    },
    async close() {
      await working;
      await api.close();
      await store.stop();
      await temp.remove();
    },
  };
}

/** Writes files that look as if nobody had touched them for an hour. */
export async function writeContent(folder: string, content: Content): Promise<void> {
  const past = Date.now() / 1000 - HOUR_SECONDS;
  for (const [name, bytes] of Object.entries(content)) {
    const file = path.join(folder, name);
    await mkdir(name.endsWith('/') ? file : path.dirname(file), { recursive: true });
    if (name.endsWith('/')) continue;
    await writeFile(file, bytes);
    await utimes(file, past, past);
  }
}

function isTaken({ operation, bucket, status }: WatchedStore['requests'][number]): boolean {
  const isPut = operation === 'PutObject' || operation === 'UploadPart';
  return isPut && status === 200 && bucket !== 'meta';
}

/** Keys are `publisher/book_name/gen/path`, or `platform/version/gen/path`. */
function pathOf(key: string): string {
  return key.split('/').slice(3).join('/');
}
