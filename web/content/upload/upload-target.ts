import type { PushTarget } from '../../../api/client/push/push-types.ts';
import type { NewBook } from '../../../api/contract/books.ts';
import type { Platform } from '../../../api/contract/platforms.ts';

/** What an upload is for. Made of what IndexedDB keeps. */
export type UploadTarget = BookTarget | BuildTarget;

export interface BookTarget {
  readonly type: 'book';
  readonly bookId: string;
  readonly publisher: string;
  readonly bookName: string;
  /** Made for this upload, as a draft until its content is there; what it is to become then. */
  readonly madeFor?: NewBook['status'];
}

export interface BuildTarget {
  readonly type: 'build';
  readonly platform: Platform;
  readonly version: string;
  readonly channel: string;
}

export function pushTargetOf(target: UploadTarget): PushTarget {
  if (target.type === 'build') return target;
  return { type: 'book', bookId: target.bookId };
}
