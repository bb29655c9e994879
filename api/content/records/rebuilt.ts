import type { Context } from '../../core/context.ts';

/** How much there is again. */
export interface RebuiltCounts {
  folders: number;
  /** Rows of files, those of all revisions. */
  files: number;
  books: number;
  builds: number;
  trash: number;
}

export interface RebuiltLibrary extends RebuiltCounts {
  /** Moves and purges that go on. */
  readonly operations: number;
  /** What had to be mended since the records end in the middle of a change; for people. */
  readonly repairs: readonly string[];
}

export type RebuildContext = Omit<Context, 'clock' | 'log'>;

/** The database is none to rebuild into, or a record cannot be read. Its message is for people. */
export class RebuildRefusedError extends Error {
  override readonly name = 'RebuildRefusedError';
}
