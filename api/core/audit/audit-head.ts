/** Where the chain's heads lie in the bucket `meta`. */
export const HEADS_PREFIX = 'audit/heads/';

const KEY = /^audit\/heads\/(\d{16})-([0-9a-f]{64})\.json$/;

/** A seal as the object store keeps it. */
export interface AuditHead {
  readonly seq: number;
  /** Lower-case hex. */
  readonly hash: string;
}

/**
 * The key says all there is, so that heads can be listed rather than read, in the order of the chain;
 * and a head never takes the place of another with the same number.
 */
export function headKey({ seq, hash }: AuditHead): string {
  return `${HEADS_PREFIX}${String(seq).padStart(16, '0')}-${hash}.json`;
}

export function parseHeadKey(key: string): AuditHead | undefined {
  const [, seq, hash] = KEY.exec(key) ?? [];
  return seq && hash ? { seq: Number(seq), hash } : undefined;
}
