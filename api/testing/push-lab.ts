import { type ApiClient, createApiClient, type TokenSource } from '../client/api-client.ts';
import { createPush } from '../client/push/create-push.ts';
import type { Push, PushEvent, PushOptions } from '../client/push/push-types.ts';
import type { BookBody } from '../contract/books.ts';
import type { ManifestBody } from '../contract/read-manifest.ts';
import { type ListeningApp, type ListeningAppOptions, startTestApp } from './listening-app.ts';
import type { MemoryFolder } from './memory-source.ts';
import { createPusher, type Pusher } from './pusher.ts';
import { startWatchedStore, type WatchedStore } from './watched-store.ts';

/** An API and a store of a test's own, and pushes to them from memory. */
export interface PushLab {
  readonly app: ListeningApp;
  readonly store: WatchedStore;
  readonly api: ApiClient;
  /** Calls of the API so far, as `POST /uploads/…/urls`. */
  readonly calls: string[];
  /** Somebody else who pushes, a step at a time. */
  readonly other: Pusher;
  /** @returns the id of a new book */
  makeBook(): Promise<string>;
  push(folder: MemoryFolder, options: LabPush): LabRun;
  /** Paths the store took since it was asked last, parts as `path#2`, in order of names. */
  takePuts(): string[];
  /** What is published of a book, by path; empty folders end in `/`. */
  read(bookId: string): Promise<Record<string, Uint8Array>>;
  close(): Promise<void>;
}

export type LabPush = Omit<PushOptions, 'target'> & {
  readonly bookId: string;
  readonly api?: ApiClient;
};

/** A push that keeps what it told. */
export interface LabRun extends Push {
  readonly events: PushEvent[];
  /** Everything told of that kind. */
  told<T extends PushEvent['type']>(type: T): Extract<PushEvent, { type: T }>[];
}

export async function openPushLab(options?: ListeningAppOptions): Promise<PushLab> {
  const store = await startWatchedStore();
  const app = await startTestApp(store.access, options);
  const token = await app.adminToken('ada@example.com');
  const calls: string[] = [];
  const tokens: TokenSource = { get: async () => token, renew: async () => undefined };
  const api = createApiClient({
    baseUrl: app.url,
    tokens,
    fetch(url, init) {
      calls.push(`${init?.method} ${new URL(String(url)).pathname}`);
      return fetch(url, init);
    },
  });
  let books = 0;
  return {
    app,
    store,
    api,
    calls,
    other: createPusher({ call: (path, init) => app.call(path, { token, ...init }) }),
    async makeBook() {
      books += 1;
      const names = { publisher: 'Acme', book_name: `Kitap ${books}`, language: 'tr' };
      const body = { ...names, category: 'science', version: '1.0' };
      return (await app.call<BookBody>('/books', { token, body })).body.id;
    },
    push(folder, { bookId, api: ownApi = api, ...options }) {
      const events: PushEvent[] = [];
      const { source, access } = folder;
      const push = createPush(
        { api: ownApi, source, access },
        {
          ...options,
          target: { type: 'book', bookId },
          onEvent(event) {
            events.push(event);
            options.onEvent?.(event);
          },
        },
      );
      const told: LabRun['told'] = (type) => events.filter((event) => event.type === type) as never; // filtered
      return { ...push, events, told };
    },
    takePuts() {
      const taken = store.requests.splice(0).filter(isTaken);
      const names = taken.map(
        ({ key, partNumber }) => pathOf(key) + (partNumber ? `#${partNumber}` : ''),
      );
      return names.sort();
    },
    read: (bookId) => readBook(app, { bookId, token }),
    async close() {
      await app.close();
      await store.stop();
    },
  };
}

function isTaken({ operation, bucket, status }: WatchedStore['requests'][number]): boolean {
  const isPut = operation === 'PutObject' || operation === 'UploadPart';
  return isPut && status === 200 && bucket !== 'meta';
}

/** Keys are `publisher/book_name/gen/path`. */
function pathOf(key: string): string {
  return key.split('/').slice(3).join('/');
}

async function readBook(
  app: ListeningApp,
  { bookId, token }: { bookId: string; token: string },
): Promise<Record<string, Uint8Array>> {
  const { body: book } = await app.call<BookBody>(`/books/${bookId}`, { token });
  const { body } = await app.call<ManifestBody>(`/books/${bookId}/manifest`, { token });
  const root = `/storage/books/${book.publisher}/${book.book_name}/`;
  const read: Record<string, Uint8Array> = {};
  for (const { path } of body.files) {
    const { headers } = await app.call(root + path.split('/').map(encodeURIComponent).join('/'), {
      token,
    });
    const answer = await fetch(headers.get('location') ?? '');
    if (!answer.ok) throw new Error(`${path} answers ${answer.status}.`);
    read[path] = new Uint8Array(await answer.arrayBuffer());
  }
  for (const path of body.directories) read[`${path}/`] = new Uint8Array();
  return read;
}
