import { randomBytes } from 'node:crypto';
import type { Catalog, CatalogBucket, CatalogEvent } from './catalog.ts';
import { S3Error } from './errors.ts';
import { KeyedMutex } from './keyed-mutex.ts';
import { listPage } from './listing.ts';
import type {
  Address,
  Blob,
  BucketInfo,
  ByteRange,
  Guard,
  ListPage,
  ListQuery,
  ObjectRecord,
  ObjectStore,
  OpenObject,
  PartRecord,
  Upload,
  UploadRecord,
} from './store.ts';

/** Where bytes lie. `write` resolves when they are durable and keeps nothing if `chunks` throws. */
export interface BlobPort {
  write(chunks: AsyncIterable<Uint8Array>): Promise<Blob>;
  read(blob: Blob, range: ByteRange): AsyncIterable<Uint8Array>;
  remove(id: string): Promise<void>;
}

/** Where changes are written down. `append` resolves when the event is durable. */
export interface JournalPort {
  append(event: CatalogEvent): Promise<void>;
  close(): Promise<void>;
}

/** The object store over a catalog, blobs and a journal: disk and memory differ in those alone. */
export class KeptStore implements ObjectStore {
  #catalog: Catalog;
  #blobs: BlobPort;
  #journal: JournalPort;
  #locks = new KeyedMutex();
  #now: () => number;
  /** Writes under way by bucket: a bucket with one cannot be deleted. */
  #writing = new Map<string, number>();
  #deletingBuckets = new Set<string>();
  #readers = new Map<string, number>();
  /** Dropped while being read; removed when the last reader closes. */
  #doomed = new Set<string>();

  constructor(
    parts: { catalog: Catalog; blobs: BlobPort; journal: JournalPort },
    now: () => number,
  ) {
    this.#catalog = parts.catalog;
    this.#blobs = parts.blobs;
    this.#journal = parts.journal;
    this.#now = now;
  }

  createBucket(bucket: string): Promise<void> {
    return this.#locks.run(`bucket ${bucket}`, async () => {
      if (this.hasBucket(bucket)) {
        throw new S3Error('BucketAlreadyOwnedByYou', 'You already own this bucket.');
      }
      await this.#commit({ type: 'bucket_created', bucket, at: this.#now() });
    });
  }

  deleteBucket(bucket: string): Promise<void> {
    return this.#locks.run(`bucket ${bucket}`, async () => {
      const { objects } = this.#bucket(bucket);
      if (objects.size > 0 || (this.#writing.get(bucket) ?? 0) > 0) {
        throw new S3Error('BucketNotEmpty', 'The bucket you tried to delete is not empty.');
      }
      this.#deletingBuckets.add(bucket);
      try {
        await this.#commit({ type: 'bucket_deleted', bucket });
      } finally {
        this.#deletingBuckets.delete(bucket);
      }
    });
  }

  hasBucket(bucket: string): boolean {
    return this.#catalog.buckets.has(bucket) && !this.#deletingBuckets.has(bucket);
  }

  listBuckets(): BucketInfo[] {
    return [...this.#catalog.buckets.values()]
      .map((bucket) => bucket.info)
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  stage(chunks: AsyncIterable<Uint8Array>): Promise<Blob> {
    return this.#blobs.write(chunks);
  }

  discard(blob: Blob): Promise<void> {
    return this.#blobs.remove(blob.id);
  }

  findObject(at: Address): ObjectRecord | null {
    return this.#bucket(at.bucket).objects.get(at.key) ?? null;
  }

  openObject(at: Address): OpenObject | null {
    const object = this.findObject(at);
    if (object === null) {
      return null;
    }
    this.#pin(object.blobs);
    let open = true;
    return {
      object,
      read: (range) => this.#read(object.blobs, range),
      close: () => {
        if (open) {
          open = false;
          this.#unpin(object.blobs);
        }
      },
    };
  }

  putObject(at: Address, object: ObjectRecord, guard: Guard): Promise<void> {
    return this.#owning(object.blobs, () =>
      this.#writingTo(at, async () => {
        guard(this.findObject(at));
        await this.#commit({ type: 'object_put', bucket: at.bucket, key: at.key, object });
      }),
    );
  }

  deleteObject(at: Address, guard: Guard): Promise<void> {
    return this.#writingTo(at, async () => {
      const current = this.findObject(at);
      guard(current);
      if (current !== null) {
        await this.#commit({ type: 'object_deleted', bucket: at.bucket, key: at.key });
      }
    });
  }

  listObjects(bucket: string, query: ListQuery): ListPage {
    const { keys, objects } = this.#bucket(bucket);
    return listPage(keys, objects, query);
  }

  async createUpload(upload: Omit<UploadRecord, 'id'>): Promise<string> {
    const id = randomBytes(16).toString('hex');
    await this.#writingTo(upload, () =>
      this.#commit({ type: 'upload_created', upload: { id, ...upload } }),
    );
    return id;
  }

  findUpload(at: Address, id: string): Upload {
    const upload = this.#catalog.uploads.get(id);
    if (this.#bucket(at.bucket) && upload?.bucket === at.bucket && upload.key === at.key) {
      return upload;
    }
    throw new S3Error('NoSuchUpload', 'The specified multipart upload does not exist.');
  }

  listUploads(bucket: string): UploadRecord[] {
    this.#bucket(bucket);
    return [...this.#catalog.uploads.values()].filter((upload) => upload.bucket === bucket);
  }

  putPart(at: Address, id: string, part: PartRecord): Promise<void> {
    return this.#owning([part.blob], () =>
      this.#locks.run(`upload ${id}`, async () => {
        this.findUpload(at, id);
        await this.#commit({ type: 'part_put', id, part });
      }),
    );
  }

  completeUpload(
    at: Address,
    id: string,
    assemble: (upload: Upload, current: ObjectRecord | null) => Promise<ObjectRecord>,
  ): Promise<ObjectRecord> {
    return this.#locks.run(`upload ${id}`, () =>
      this.#writingTo(at, async () => {
        const object = await assemble(this.findUpload(at, id), this.findObject(at));
        await this.#commit({ type: 'upload_completed', id, object });
        return object;
      }),
    );
  }

  abortUpload(at: Address, id: string): Promise<void> {
    return this.#locks.run(`upload ${id}`, async () => {
      this.findUpload(at, id);
      await this.#commit({ type: 'upload_aborted', id });
    });
  }

  readBlobs(blobs: Blob[]): AsyncIterable<Uint8Array> {
    return this.#read(blobs);
  }

  close(): Promise<void> {
    return this.#journal.close();
  }

  async #commit(event: CatalogEvent): Promise<void> {
    await this.#journal.append(event);
    for (const blob of this.#catalog.apply(event)) {
      this.#drop(blob.id);
    }
  }

  /** Runs a write that takes `blobs` over: should it fail, they are removed. */
  async #owning(blobs: Blob[], write: () => Promise<void>): Promise<void> {
    try {
      await write();
    } catch (error) {
      for (const blob of blobs) {
        this.#drop(blob.id);
      }
      throw error;
    }
  }

  async #writingTo<T>(at: Address, write: () => Promise<T>): Promise<T> {
    this.#bucket(at.bucket);
    this.#writing.set(at.bucket, (this.#writing.get(at.bucket) ?? 0) + 1);
    try {
      return await this.#locks.run(`object ${at.bucket}/${at.key}`, write);
    } finally {
      this.#writing.set(at.bucket, (this.#writing.get(at.bucket) ?? 1) - 1);
    }
  }

  #bucket(name: string): CatalogBucket {
    const bucket = this.#catalog.buckets.get(name);
    if (bucket === undefined || this.#deletingBuckets.has(name)) {
      throw new S3Error('NoSuchBucket', 'The specified bucket does not exist.');
    }
    return bucket;
  }

  async *#read(blobs: Blob[], range?: ByteRange): AsyncGenerator<Uint8Array> {
    const wanted = range ?? { first: 0, last: Number.MAX_SAFE_INTEGER };
    let start = 0;
    for (const blob of blobs) {
      const first = Math.max(wanted.first - start, 0);
      const last = Math.min(wanted.last - start, blob.sizeBytes - 1);
      if (first <= last) {
        yield* this.#blobs.read(blob, { first, last });
      }
      start += blob.sizeBytes;
    }
  }

  #pin(blobs: Blob[]): void {
    for (const { id } of blobs) {
      this.#readers.set(id, (this.#readers.get(id) ?? 0) + 1);
    }
  }

  #unpin(blobs: Blob[]): void {
    for (const { id } of blobs) {
      const readers = (this.#readers.get(id) ?? 1) - 1;
      if (readers > 0) {
        this.#readers.set(id, readers);
      } else {
        this.#readers.delete(id);
        if (this.#doomed.delete(id)) {
          this.#drop(id);
        }
      }
    }
  }

  /** Removes a blob nothing refers to; what cannot be removed now is swept at the next start. */
  #drop(id: string): void {
    if (this.#readers.has(id)) {
      this.#doomed.add(id);
    } else {
      this.#blobs.remove(id).catch(() => undefined);
    }
  }
}
