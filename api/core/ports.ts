/** Seconds and dates from one place, so that tests can move them. */
export interface Clock {
  now(): Date;
}

/** Time-ordered, unguessable enough to be public, never reused. */
export interface Ids {
  /** A UUIDv7 in lower case. */
  uuid(): string;
}

/** The buckets of the store, by what they hold. */
export const BUCKETS = ['books', 'apps', 'trash', 'meta'] as const;
export type Bucket = (typeof BUCKETS)[number];

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
