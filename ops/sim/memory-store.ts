import { createHash } from 'node:crypto';
import { compareUtf8 } from '../../api/contract/utf8.ts';
import { DcsError } from '../../api/core/errors.ts';
import type {
  BlobAddress,
  BlobEntry,
  BlobHead,
  BlobPart,
  BlobPartCopy,
  Bucket,
} from '../../api/core/ports.ts';

/** Few enough that small folders have many borders of pages. */
const PAGE_KEYS = 3;

/** Bytes as the store knows them: nobody looks into them, so they are not held. */
export interface Bytes {
  readonly sizeBytes: number;
  readonly sha256: string;
}

interface Part extends Bytes {
  readonly etag: string;
}

export interface StoredObject {
  readonly parts: readonly Part[];
  readonly sizeBytes: number;
  readonly etag: string;
  /** What the store tells; none of an object copied part by part. */
  readonly sha256: string | undefined;
  /** What it is in truth, as on the wire. */
  readonly content: string;
  readonly modifiedAt: Date;
}

interface Multipart extends BlobAddress {
  readonly parts: Map<number, Part>;
  readonly isCopy: boolean;
}

/** The object store of a run, without faults of its own. Like MinIO where stores differ. */
export class MemoryStore {
  readonly multiparts = new Map<string, Multipart>();
  readonly #objects = new Map<string, StoredObject>();
  readonly #now: () => number;
  #begun = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  get(at: BlobAddress): StoredObject | undefined {
    return this.#objects.get(placeOf(at));
  }

  /** `bucket/key` of all that it holds. */
  places(): IterableIterator<string> {
    return this.#objects.keys();
  }

  put(at: BlobAddress, bytes: Bytes): void {
    this.#write(at, [withEtag(bytes)], bytes.sha256);
  }

  /** A page, and whether others come. */
  list(bucket: Bucket, prefix: string, startAfter = ''): readonly BlobEntry[] {
    const within = `${bucket}/${prefix}`;
    return [...this.#objects]
      .filter(([place]) => place.startsWith(within))
      .map(([place, { sizeBytes, etag, modifiedAt }]) => {
        return { key: place.slice(bucket.length + 1), sizeBytes, etag, modifiedAt };
      })
      .filter(({ key }) => compareUtf8(key, startAfter) > 0)
      .sort((a, b) => compareUtf8(a.key, b.key))
      .slice(0, PAGE_KEYS);
  }

  head(at: BlobAddress): BlobHead | undefined {
    const object = this.get(at);
    return object && { sizeBytes: object.sizeBytes, sha256: object.sha256 };
  }

  delete(bucket: Bucket, keys: readonly string[]): void {
    for (const key of keys) this.#objects.delete(placeOf({ bucket, key }));
  }

  createMultipart({ bucket, key }: BlobAddress, isCopy: boolean): string {
    this.#begun += 1;
    const id = `multipart-${this.#begun}`;
    this.multiparts.set(id, { bucket, key, parts: new Map(), isCopy });
    return id;
  }

  /** @returns false when there is no such multipart upload */
  putPart(id: string, number: number, bytes: Bytes): boolean {
    this.multiparts.get(id)?.parts.set(number, withEtag(bytes));
    return this.multiparts.has(id);
  }

  listParts(id: string): BlobPart[] | undefined {
    const parts = this.multiparts.get(id)?.parts;
    return (
      parts && [...parts].sort(([a], [b]) => a - b).map(([number, part]) => ({ number, ...part }))
    );
  }

  /** Joins the parts that are named. */
  complete(id: string, etags: readonly string[]): StoredObject | undefined {
    const multipart = this.multiparts.get(id);
    if (!multipart) return undefined;
    const parts = etags.map((etag, index) => {
      const part = multipart.parts.get(index + 1);
      if (part?.etag !== etag) throw new Error(`InvalidPart ${index + 1} of ${id}`);
      return part;
    });
    this.multiparts.delete(id);
    return this.#write(multipart, parts, multipart.isCopy ? undefined : compositeOf(parts));
  }

  copy(from: BlobAddress, to: BlobAddress, etag: string | undefined): string | undefined {
    const source = this.#source(from, etag);
    if (!source) return undefined;
    return this.#write(to, source.parts, source.sha256).etag;
  }

  copyPart({ from, etag, multipartId, number, offset, sizeBytes }: BlobPartCopy) {
    const source = this.#source(from, etag);
    const multipart = this.multiparts.get(multipartId);
    if (!source || !multipart) return undefined;
    let start = 0;
    const part = source.parts.find((one) => {
      start += one.sizeBytes;
      return start - one.sizeBytes === offset && one.sizeBytes === sizeBytes;
    });
    if (!part) throw new Error(`Nobody copies ${sizeBytes} bytes from ${offset} of ${from.key}.`);
    multipart.parts.set(number, part);
    return part.etag;
  }

  #source(from: BlobAddress, etag: string | undefined): StoredObject | undefined {
    const source = this.get(from);
    if (!source || etag === undefined || source.etag === etag) return source;
    throw new DcsError('internal', { detail: `Something else lies at ${placeOf(from)}.` });
  }

  #write(at: BlobAddress, parts: readonly Part[], sha256: string | undefined): StoredObject {
    const [only, ...more] = parts;
    const isWhole = only !== undefined && more.length === 0;
    const object: StoredObject = {
      parts,
      sizeBytes: parts.reduce((sum, part) => sum + part.sizeBytes, 0),
      etag: isWhole
        ? only.etag
        : `"${sha(parts.map(({ etag }) => etag).join()).slice(0, 32)}-${parts.length}"`,
      sha256,
      content: isWhole ? only.sha256 : compositeOf(parts),
      modifiedAt: new Date(this.#now()),
    };
    this.#objects.set(placeOf(at), object);
    return object;
  }
}

export function placeOf({ bucket, key }: BlobAddress): string {
  return `${bucket}/${key}`;
}

/** S3's composite, as on the wire. */
export function compositeOf(parts: readonly Bytes[]): string {
  const digests = Buffer.from(parts.map(({ sha256 }) => sha256).join(''), 'hex');
  return `${sha(digests)}-${parts.length}`;
}

function withEtag({ sizeBytes, sha256 }: Bytes): Part {
  return { sizeBytes, sha256, etag: `"${sha256.slice(0, 32)}"` };
}

export function sha(text: string | Buffer): string {
  return createHash('sha256').update(text).digest('hex');
}
