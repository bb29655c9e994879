import type { KnownDigests } from '../transfer/digest-cache.ts';
import type { UploadTarget } from '../upload-target.ts';

const DATABASE = 'dcs.uploads';
const UPLOADS = 'uploads';
const DIGESTS = 'digests';

/** What of an upload under way outlives the page. */
export interface KeptUpload {
  readonly id: string;
  readonly userId: string;
  readonly target: UploadTarget;
  readonly folderName: string;
  /** Undefined where the browser has no such thing; then the folder must be chosen again. */
  readonly handle: FileSystemDirectoryHandle | undefined;
  readonly startedAt: string;
  /** The upload at the server, once it is planned there. */
  readonly uploadId?: string;
  /** Of what was looked at, which is planned first, or was said yes to since. */
  readonly manifestSha256?: string;
  /** The revision it was compared with when it was looked at. */
  readonly baseRevision?: number;
}

/** Uploads under way, and what is known of their files. */
export interface UploadStore {
  list(userId: string): Promise<readonly KeptUpload[]>;
  keep(upload: KeptUpload): Promise<void>;
  keepDigests(uploadId: string, known: KnownDigests): Promise<void>;
  digests(uploadId: string): Promise<KnownDigests | undefined>;
  drop(uploadId: string): Promise<void>;
}

/** In IndexedDB. A browser that keeps nothing, as some private windows, is done without. */
export function createUploadStore(): UploadStore {
  const opened = open().catch(() => undefined);

  async function change(stores: string[], write: (of: IDBTransaction) => void): Promise<void> {
    const database = await opened;
    if (!database) return;
    const transaction = database.transaction(stores, 'readwrite');
    write(transaction);
    await new Promise<void>((resolve) => {
      transaction.addEventListener('complete', () => resolve());
      transaction.addEventListener('abort', () => resolve()); // no room: it is only not kept
    });
  }

  async function read<T>(
    store: string,
    ask: (of: IDBObjectStore) => IDBRequest<T>,
  ): Promise<T | undefined> {
    const database = await opened;
    return database && answerOf(ask(database.transaction(store).objectStore(store)));
  }

  return {
    async list(userId) {
      const all = await read<KeptUpload[]>(UPLOADS, (store) => store.getAll());
      return (all ?? []).filter((one) => one.userId === userId);
    },
    keep: (upload) => change([UPLOADS], (of) => of.objectStore(UPLOADS).put(upload)),
    keepDigests: (uploadId, known) =>
      change([DIGESTS], (of) => of.objectStore(DIGESTS).put(known, uploadId)),
    digests: (uploadId) => read<KnownDigests>(DIGESTS, (store) => store.get(uploadId)),
    drop: (uploadId) =>
      change([UPLOADS, DIGESTS], (of) => {
        of.objectStore(UPLOADS).delete(uploadId);
        of.objectStore(DIGESTS).delete(uploadId);
      }),
  };
}

function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, 1);
  request.addEventListener('upgradeneeded', () => {
    request.result.createObjectStore(UPLOADS, { keyPath: 'id' });
    request.result.createObjectStore(DIGESTS);
  });
  return answerOf(request);
}

function answerOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error));
  });
}
