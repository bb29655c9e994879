/** Seconds and dates from one place, so that tests can move them. */
export interface Clock {
  now(): Date;
}

/** Time-ordered, unguessable enough to be public, never reused. */
export interface Ids {
  /** A UUIDv7 in lower case. */
  uuid(): string;
  /** A UUIDv4 in lower case, for what need not sort: it takes a tenth of the other's time. */
  random(): string;
  /**
   * A name for what one act writes: 48 bits of milliseconds and 32 random bits as 16 characters of
   * lower-case base32, which sort by time.
   */
  gen(): string;
}

/** The buckets of the store, by what they hold. */
export const BUCKETS = ['books', 'apps', 'trash', 'meta'] as const;
export type Bucket = (typeof BUCKETS)[number];

/** Those that hold what people upload. */
export type ContentBucket = Exclude<Bucket, 'meta'>;

/**
 * The object store. Implementations translate their vendor's errors into
 * `DcsError('storage.unavailable')` and keep the cause.
 */
export interface Blobs {
  /** Makes the bucket unless it is there. */
  ensureBucket(bucket: Bucket): Promise<void>;
  /** Resolves when the store answers for the bucket. */
  ping(bucket: Bucket): Promise<void>;
  /**
   * Puts a few bytes under a wrong SHA-256, which a store fit for us refuses.
   * @returns whether it did; whatever it stored is deleted again
   */
  refusesWrongChecksum(bucket: Bucket): Promise<boolean>;
  /**
   * Objects whose keys begin with `prefix`, in UTF-8 byte order, a page of up to 1,000 at a time.
   * @param startAfter leaves out keys up to and including this one
   */
  list(bucket: Bucket, prefix: string, startAfter?: string): AsyncIterable<readonly BlobEntry[]>;
  /** Begins a multipart upload whose parts and whole the store proves by SHA-256; gives its id. */
  createMultipart(at: BlobAddress): Promise<string>;
  /** The parts that have arrived, by number; undefined when there is no such multipart upload. */
  listParts(at: BlobAddress, multipartId: string): Promise<readonly BlobPart[] | undefined>;
  /**
   * Joins the parts.
   * @returns the composite SHA-256 as on the wire: hex, `-`, number of parts; undefined when there is
   *   no such multipart upload, since it was joined or aborted already
   */
  completeMultipart(
    at: BlobAddress,
    multipartId: string,
    parts: readonly BlobPart[],
  ): Promise<string | undefined>;
  /** Also when there is none any more. */
  abortMultipart(at: BlobAddress, multipartId: string): Promise<void>;
  /**
   * Copies an object of up to 5 GiB within the store. The copy of one that was put whole keeps its
   * ETag and SHA-256; that of a joined one gets others, so copy those part by part.
   * @param etag as listed: of what must lie at `from`
   * @returns the copy's ETag; undefined when there is no such source
   * @throws DcsError `internal` when something else lies at `from`
   */
  copy(from: BlobAddress, to: BlobAddress, etag?: string): Promise<string | undefined>;
  /** Begins a multipart upload to be filled by `copyPart`; gives its id. Only its ETag proves it. */
  createCopyMultipart(to: BlobAddress): Promise<string>;
  /**
   * Copies a range of an object into a part of such a multipart upload.
   * @returns the part's ETag; undefined when the source or the multipart upload is not there
   * @throws DcsError `internal` when something else lies at `from`
   */
  copyPart(copy: BlobPartCopy): Promise<string | undefined>;
  /**
   * Joins copied parts. At the borders of the source's parts, the ETag is the source's as well.
   * @param etags of all parts, in order
   * @returns the object's ETag; undefined when there is no such multipart upload
   */
  completeCopyMultipart(
    to: BlobAddress,
    multipartId: string,
    etags: readonly string[],
  ): Promise<string | undefined>;
  /** Size and SHA-256 as the store knows them; undefined when there is no such object. */
  head(at: BlobAddress): Promise<BlobHead | undefined>;
  /** The object's bytes from first to last, to be read at once; undefined when there is no such object. */
  get(at: BlobAddress): Promise<AsyncIterable<Uint8Array> | undefined>;
  /** Deletes what is there of up to 1,000 keys. */
  deleteMany(bucket: Bucket, keys: readonly string[]): Promise<void>;
  /** Writes a small JSON document. */
  putJson(at: BlobAddress, document: unknown): Promise<void>;
  /** Reads such a document; undefined when there is none. */
  getJson(at: BlobAddress): Promise<unknown>;
}

export interface BlobAddress {
  readonly bucket: Bucket;
  readonly key: string;
}

/** Where something lies that people uploaded. */
export interface ContentAddress extends BlobAddress {
  readonly bucket: ContentBucket;
}

export interface BlobEntry {
  readonly key: string;
  readonly sizeBytes: number;
  /** As S3 writes it, in its quotes. */
  readonly etag: string;
  readonly modifiedAt: Date;
}

export interface BlobPart {
  /** From 1. */
  readonly number: number;
  readonly sizeBytes: number;
  readonly etag: string;
  /** Lower-case hex. */
  readonly sha256: string;
}

export interface BlobPartCopy {
  readonly from: BlobAddress;
  /** As listed: of what must lie at `from`; whatever lies there unless given. */
  readonly etag?: string | undefined;
  readonly to: BlobAddress;
  readonly multipartId: string;
  /** From 1. */
  readonly number: number;
  /** Where the part begins in the source, in bytes. */
  readonly offset: number;
  /** 1 to 5 GiB; 5 MiB at least but for the last part. */
  readonly sizeBytes: number;
}

export interface BlobHead {
  readonly sizeBytes: number;
  /** As on the wire; undefined when the store has none. */
  readonly sha256: string | undefined;
}

/** An object, and for how long a URL for it is good. */
interface ObjectToSign {
  readonly bucket: Bucket;
  /** As the store holds it: not encoded, at most 1,024 bytes of UTF-8. */
  readonly key: string;
  /** When the URL begins to be valid; fractions of a second are dropped. */
  readonly at: Date;
  /** Seconds from `at`, 1 to 604,800 (7 days). */
  readonly expiresInSeconds: number;
}

export interface UploadToSign extends ObjectToSign {
  /** The store refuses a body of any other size. */
  readonly sizeBytes: number;
  /** Of the body, in base64; the store refuses other bytes. */
  readonly sha256Base64: string;
}

interface PartToSign extends UploadToSign {
  /** The store's id of the multipart upload. */
  readonly uploadId: string;
  /** 1 to 10,000. */
  readonly part: number;
}

export interface ReadToSign extends ObjectToSign {
  /** A URL for one is refused for the other. */
  readonly method: 'GET' | 'HEAD';
  /** What the store shall answer as `Content-Type`, `Content-Disposition` and `Cache-Control`. */
  readonly response: {
    readonly contentType: string;
    readonly contentDisposition: string;
    readonly cacheControl: string;
  };
}

export interface SignedUpload {
  readonly url: string;
  /** What the client must send beside `Host` and `Content-Length`, which are signed as well. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Presigns URLs, by which clients reach the store directly. Nothing is asked of the store.
 * All throw a RangeError for an expiry or date that cannot be, a URIError for a key without UTF-8.
 */
export interface UrlSigner {
  /** For a PUT of a whole object. */
  signPut(upload: UploadToSign): SignedUpload;
  /** For a PUT of one part of a multipart upload. */
  signPart(part: PartToSign): SignedUpload;
  /** @returns the URL; equal arguments give equal URLs */
  signRead(read: ReadToSign): string;
}

/** Turns passwords into strings that name their own parameters, and checks against them. */
export interface PasswordHasher {
  hash(password: string): Promise<string>;
  /** Takes the same time whatever `stored` is; null stands for an account that does not exist. */
  verify(password: string, stored: string | null): Promise<boolean>;
}

/** One JSON object a line. Values must hold no secret: no header, body, token or query string. */
export interface Logger {
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

export type LogFields = Readonly<Record<string, unknown>>;
