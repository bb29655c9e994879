import type { TargetBody } from '../../contract/target.ts';
import type { Tx } from '../../core/database.ts';
import { DcsError } from '../../core/errors.ts';

/** What a folder belongs to, as far as uploads and operations ask. */
export interface Target {
  /** The book's or build's own id. */
  readonly id: string;
  /** What people call it. */
  readonly title: string;
  /** As on the wire. */
  readonly body: TargetBody;
  readonly inTrash: boolean;
  /** Path of the manifest, of the current revision unless one is asked for. */
  readonly manifestPath: string;
  /** Path of the tree. */
  readonly treePath: string;
  /** Notes, in the transaction that publishes it, that a revision was made. */
  noteRevision(tx: Tx): Promise<void>;
}

/** @throws DcsError `book.in_trash` | `build.in_trash` */
export function requireOutOfTrash({ inTrash, body, title }: Target): void {
  if (!inTrash) return;
  throw new DcsError(`${body.type}.in_trash`, { detail: `Restore ${title} before you upload.` });
}
