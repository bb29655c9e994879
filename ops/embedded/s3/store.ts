import type { Checksum, ChecksumAlgorithm, ChecksumType } from './checksums.ts';

/** Bytes under a name of the store's own making, which never derives from a key. */
export type Blob = { id: string; sizeBytes: number };

/** An object as kept. `etag` has no quotes; `modifiedAt` is Unix milliseconds. */
export type ObjectRecord = {
  sizeBytes: number;
  etag: string;
  modifiedAt: number;
  /** Headers given back on GET, lower-case names: content-type, cache-control, x-amz-meta-*. */
  headers: Record<string, string>;
  checksum: Checksum | null;
  /** One blob, or one for each part of a multipart upload, in order. */
  blobs: Blob[];
};

export type PartRecord = {
  partNumber: number;
  etag: string;
  modifiedAt: number;
  checksum: string | null;
  blob: Blob;
};

export type UploadRecord = {
  id: string;
  bucket: string;
  key: string;
  startedAt: number;
  headers: Record<string, string>;
  algorithm: ChecksumAlgorithm | null;
  checksumType: ChecksumType;
};

export type Upload = UploadRecord & { parts: ReadonlyMap<number, PartRecord> };
export type BucketInfo = { name: string; createdAt: number };
export type Address = { bucket: string; key: string };

/** Throws to refuse a write, given what the key holds at the very moment of writing. */
export type Guard = (current: ObjectRecord | null) => void;

export type ByteRange = { first: number; last: number };

/** An object pinned for reading: its bytes stay until `close`, even when it is overwritten. */
export type OpenObject = {
  object: ObjectRecord;
  read(range?: ByteRange): AsyncIterable<Uint8Array>;
  close(): void;
};

/** Where a page of a listing begins: after a key, or after all keys of a common prefix. */
export type ListCursor = { kind: 'key' | 'prefix'; value: string };
export type ListQuery = {
  prefix: string;
  /** Empty for none. */
  delimiter: string;
  after: ListCursor | null;
  limit: number;
};
export type ListPage = {
  objects: { key: string; object: ObjectRecord }[];
  prefixes: string[];
  /** Set when more follows. */
  next: ListCursor | null;
};

/**
 * What the handlers need of a store. A promise that resolves means the change is durable; one that
 * rejects means nothing changed. Errors are S3Error, or the system's for a failing disk.
 */
export interface ObjectStore {
  createBucket(bucket: string): Promise<void>;
  deleteBucket(bucket: string): Promise<void>;
  hasBucket(bucket: string): boolean;
  listBuckets(): BucketInfo[];

  /** Takes a body in; if reading `chunks` throws, nothing of it is kept. */
  stage(chunks: AsyncIterable<Uint8Array>): Promise<Blob>;
  /** Drops a staged blob that will not be used after all. */
  discard(blob: Blob): Promise<void>;

  findObject(at: Address): ObjectRecord | null;
  openObject(at: Address): OpenObject | null;
  /** Takes the object's staged blob over, also when it throws. */
  putObject(at: Address, object: ObjectRecord, guard: Guard): Promise<void>;
  /** Deleting what is not there succeeds. */
  deleteObject(at: Address, guard: Guard): Promise<void>;
  listObjects(bucket: string, query: ListQuery): ListPage;

  createUpload(upload: Omit<UploadRecord, 'id'>): Promise<string>;
  /** Throws NoSuchUpload unless `id` is an open upload of that very key. */
  findUpload(at: Address, id: string): Upload;
  listUploads(bucket: string): UploadRecord[];
  /** Takes the part's staged blob over, also when it throws. */
  putPart(at: Address, id: string, part: PartRecord): Promise<void>;
  /** `assemble` sees the upload under its lock and answers the object to publish. */
  completeUpload(
    at: Address,
    id: string,
    assemble: (upload: Upload, current: ObjectRecord | null) => Promise<ObjectRecord>,
  ): Promise<ObjectRecord>;
  abortUpload(at: Address, id: string): Promise<void>;
  /** Reads blobs one after the other, without pinning; for assembling checksums. */
  readBlobs(blobs: Blob[]): AsyncIterable<Uint8Array>;

  close(): Promise<void>;
}
