import { expect } from 'vitest';
import { type ApiClient, createApiClient, type TokenSource } from '../client/api-client.ts';
import { createPush } from '../client/push/create-push.ts';
import type { Push, PushEvent, PushOptions } from '../client/push/push-types.ts';
import type { BookBody } from '../contract/books.ts';
import type { ManifestBody } from '../contract/read-manifest.ts';
import type { UploadStatusBody } from '../contract/upload-bodies.ts';
import { type ListeningApp, type ListeningAppOptions, startTestApp } from './listening-app.ts';
import type { MemoryContent, MemoryFolder } from './memory-source.ts';
import { createPusher, type Pusher } from './pusher.ts';
import {
  type HeldPuts,
  holdPuts,
  pieceOf,
  startWatchedStore,
  type WatchedStore,
} from './watched-store.ts';

/** An API and a store of a test's own, and pushes to them from memory. */
export interface PushLab {
  readonly app: ListeningApp;
  readonly store: WatchedStore;
  readonly api: ApiClient;
  /** What {@link api} is made of, for clients a test makes itself. */
  readonly tokens: TokenSource;
  readonly fetch: typeof fetch;
  /** Calls of the API so far, as `POST /uploads/…/urls`. */
  readonly calls: string[];
  /** Somebody else who pushes, a step at a time. */
  readonly other: Pusher;
  /** @returns the id of a new book */
  makeBook(): Promise<string>;
  push(folder: MemoryFolder, options: LabPush): LabRun;
  /** Holds PUTs of pieces when they come, until they are let on. @param which all unless given */
  hold(which?: (piece: string) => boolean): HeldPuts;
  /** Resolves when it is so, which is looked at whenever a request comes or ends, or a push tells. */
  until(isSo: () => boolean): Promise<void>;
  /** Pieces the store took since it was asked last, in order of names. */
  takePuts(): string[];
  /** What is published of a book, by path; empty folders end in `/`. */
  read(bookId: string): Promise<Record<string, Uint8Array>>;
  /** An upload as the API tells of it, with what is missing. */
  uploadOf(uploadId: string): Promise<UploadStatusBody>;
  /** Gives an upload up, as another admin. */
  abort(uploadId: string): Promise<void>;
  /** Nothing goes wrong any more, and nothing is counted yet. */
  reset(): void;
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
  const watch = createWatch();
  const store = await startWatchedStore(watch.look);
  const app = await startTestApp(store.access, options);
  const token = await app.adminToken('ada@example.com');
  const calls: string[] = [];
  const tokens: TokenSource = { get: async () => token, renew: async () => undefined };
  const counted: typeof fetch = async (url, init) => {
    calls.push(`${init?.method} ${new URL(String(url)).pathname}`);
    watch.look();
    const answer = await fetch(url, init);
    // By the clock the API has here, since what it says is meant by that.
    const headers = new Headers(answer.headers);
    headers.set('date', app.clock.now().toUTCString());
    return new Response(answer.body, { status: answer.status, headers });
  };
  const api = createApiClient({ baseUrl: app.url, tokens, fetch: counted });
  let books = 0;
  return {
    app,
    store,
    api,
    tokens,
    fetch: counted,
    calls,
    other: createPusher({ call: (path, init) => app.call(path, { token, ...init }) }),
    async makeBook() {
      books += 1;
      const names = { publisher: 'Acme', book_name: `Kitap ${books}`, language: 'tr' };
      const body = { ...names, category: 'science', version: '1.0' };
      return (await app.call<BookBody>('/books', { token, body })).body.id;
    },
    push: (folder, push) => runOf(folder, { api, ...push }, watch.look),
    hold: (which) => holdPuts(store, which),
    until: watch.until,
    takePuts() {
      const taken = store.requests.splice(0).filter(({ status }) => status === 200);
      return taken.flatMap((request) => pieceOf(request) ?? []).sort();
    },
    read: (bookId) => readBook(app, { bookId, token }),
    uploadOf: async (id) => (await app.call<UploadStatusBody>(`/uploads/${id}`, { token })).body,
    async abort(id) {
      await app.call(`/uploads/${id}`, { method: 'DELETE', token });
    },
    reset() {
      store.faults = () => null;
      store.requests.length = 0;
      calls.length = 0;
    },
    async close() {
      await app.close();
      await store.stop();
    },
  };
}

/** A client that has something done before its first call of a path that ends so. */
export function clientThat(
  { app, tokens, fetch: send }: PushLab,
  ending: string,
  before: () => Promise<unknown>,
): ApiClient {
  let isDone = false;
  return createApiClient({
    baseUrl: app.url,
    tokens,
    async fetch(url, init) {
      if (!isDone && String(url).endsWith(ending)) {
        isDone = true;
        await before();
      }
      return send(url, init);
    },
  });
}

/** Gives whoever is about to ask the API or the store ample occasion to. */
export async function giveOccasion({ app }: PushLab): Promise<void> {
  for (let look = 0; look < 10; look += 1) await (await fetch(app.url)).text();
}

/** Small files named `0.txt` on. */
export function smallFiles(count: number): Record<string, string> {
  const paths = Array.from({ length: count }, (_, index) => `${index}.txt`);
  return Object.fromEntries(paths.map((path) => [path, `bytes of ${path}`]));
}

/** That a book holds these very files, as `read` gives them. */
export async function expectPublished(lab: PushLab, bookId: string, content: MemoryContent) {
  const read = await lab.read(bookId);
  expect(Object.keys(read).sort()).toEqual(Object.keys(content).sort());
  for (const [path, bytes] of Object.entries(content)) {
    // Buffers of megabytes are compared by themselves: a difference need not be printed.
    const difference = Buffer.compare(Buffer.from(bytes), read[path] ?? Buffer.from('none'));
    expect([path, difference]).toEqual([path, 0]);
  }
}

/** That nothing was ever done beyond the total, and at the end of sending all of it. */
export function expectSoundProgress(run: LabRun) {
  const told = run.told('progress').map(({ progress }) => progress);
  for (const { files, bytes } of told) {
    expect(files.done).toBeLessThanOrEqual(files.total);
    expect(bytes.done).toBeLessThanOrEqual(bytes.total);
    expect(Math.min(files.done, bytes.done)).toBeGreaterThanOrEqual(0);
  }
  const sent = told.findLast(({ phase }) => phase === 'sending');
  expect([sent?.files.done, sent?.bytes.done]).toEqual([sent?.files.total, sent?.bytes.total]);
}

function runOf(
  { source, access }: MemoryFolder,
  { bookId, api, ...options }: LabPush & { readonly api: ApiClient },
  look: () => void,
): LabRun {
  const events: PushEvent[] = [];
  const push = createPush(
    { api, source, access },
    {
      ...options,
      target: { type: 'book', bookId },
      onEvent(event) {
        events.push(event);
        options.onEvent?.(event);
        look();
      },
    },
  );
  const told: LabRun['told'] = (type) => events.filter((event) => event.type === type) as never; // filtered
  return { ...push, events, told };
}

function createWatch() {
  const waiting = new Set<() => void>();
  return {
    look() {
      for (const look of [...waiting]) look();
    },
    until: (isSo: () => boolean) =>
      new Promise<void>((resolve) => {
        const look = () => {
          if (!isSo()) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
  };
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
