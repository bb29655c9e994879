import type { TargetBody } from '../../contract/target.ts';
import type { NewPlace } from '../../contract/trash.ts';
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
  /** Where the objects of its folder lie by its name, without a slash at the end. */
  readonly prefix: string;
  /** Path of the manifest, of the current revision unless one is asked for. */
  readonly manifestPath: string;
  /** Path of the tree. */
  readonly treePath: string;
  /** Notes, in the transaction that publishes it, that a revision was made. */
  noteRevision(tx: Tx): Promise<void>;
  /**
   * Hides it from readers and gives its name free.
   * @returns the status it comes back to; null where it has none
   */
  hide(tx: Tx): Promise<BookStatus | null>;
  /**
   * Shows it to its readers again.
   * @returns it as it is now
   * @throws DcsError `request.invalid` where it cannot come back as `as` says; what PostgreSQL throws
   *   when the name was taken
   */
  show(tx: Tx, status: BookStatus | null, as: NewPlace | undefined): Promise<Target>;
}

/** What a book outside the trash is. */
export type BookStatus = 'draft' | 'published';

/** @throws DcsError `book.in_trash` | `build.in_trash` */
export function requireOutOfTrash({ inTrash, body, title }: Target): void {
  if (!inTrash) return;
  throw new DcsError(`${body.type}.in_trash`, { detail: `Restore ${title} first.` });
}

/** @throws DcsError `request.invalid` at `/as` */
export function refuseOtherKind(wanted: string): never {
  const detail = `It comes back under another name by ${wanted}.`;
  throw new DcsError('request.invalid', {
    detail,
    entries: [{ code: 'field.invalid', detail, pointer: '/as' }],
  });
}
