import type { TargetBody } from '../../contract/target.ts';
import { DcsError } from '../../core/errors.ts';

/** What is published of a book or a build, as its readers may see it now. */
export interface Published {
  readonly target: TargetBody;
  /** What its folder is called. */
  readonly name: string;
  readonly folderId: string;
  /** At least 1. */
  readonly headRevision: number;
  /** The first one that is kept. */
  readonly oldestRevision: number;
  /** Another one after every change that a reader could see. */
  readonly tag: string;
}

export function notFound(detail: string): DcsError {
  return new DcsError('storage.not_found', { detail });
}
