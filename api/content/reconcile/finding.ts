import type { ContentAddress } from '../../core/ports.ts';

/**
 * What can be wrong.
 * - `missing`: the store has no such object.
 * - `wrong_size`: it has another number of bytes.
 * - `wrong_checksum`: the store itself knows it by another SHA-256.
 * - `wrong_bytes`: its bytes, read again, have another SHA-256.
 * - `unreadable`: the store has it, and breaks off whenever it is read.
 * - `orphaned`: the store has it for more than a day, and nothing accounts for it.
 */
export const FINDING_KINDS = [
  'missing',
  'wrong_size',
  'wrong_checksum',
  'wrong_bytes',
  'unreadable',
  'orphaned',
] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

/** Something that is not as it should be, and still was not when it was looked at again. */
export type Finding = ObjectFinding | OrphanFinding;

/** An object that is needed, and not right in the store. */
export interface ObjectFinding extends ContentAddress {
  readonly kind: Exclude<FindingKind, 'orphaned'>;
  /** As it should be. */
  readonly sizeBytes: number;
  readonly sha256: string;
  /** What is there instead, as far as it was looked at. */
  readonly found: FoundObject;
  readonly place: ObjectPlace;
}

export interface FoundObject {
  readonly sizeBytes?: number;
  readonly sha256?: string;
}

/** What an object is for. */
export interface ObjectPlace {
  /** The title of its book or build. */
  readonly title: string;
  /** The first ten paths that show it; none where only a plan reuses it. */
  readonly files: readonly ShownFile[];
  /** How many there are. */
  readonly filesTotal: number;
  /** Where else in the store the same bytes lie, up to eight places. */
  readonly copies: readonly ContentAddress[];
}

/** A path, and the revisions in which the object stands there. */
export interface ShownFile {
  readonly path: string;
  readonly firstRevision: number;
  /** Undefined where it still does. */
  readonly lastRevision: number | undefined;
}

export interface OrphanFinding extends ContentAddress {
  readonly kind: 'orphaned';
  readonly sizeBytes: number;
  readonly modifiedAt: Date;
  /** Whether it was deleted now. */
  readonly isRemoved: boolean;
}
