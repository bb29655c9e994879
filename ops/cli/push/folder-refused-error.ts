import { SourceError } from '../../../api/client/push/source.ts';

/** One thing in a folder that cannot be pushed. */
export interface FolderProblem {
  /** From the folder on, with `/`; bytes that are no text as `\xNN`. Empty for the folder itself. */
  readonly path: string;
  /** Why, and what to do: whole sentences. */
  readonly detail: string;
}

/** A folder cannot be pushed; it tells everything in it that stands in the way. */
export class FolderRefusedError extends SourceError {
  override readonly name = 'FolderRefusedError';
  readonly problems: readonly FolderProblem[];

  constructor(problems: readonly FolderProblem[]) {
    const sorted = [...problems].sort((a, b) => (a.path < b.path ? -1 : 1));
    const count = sorted.length === 1 ? 'One path' : `${sorted.length} paths`;
    super(sorted[0]?.path ?? '', `${count} of the folder cannot be pushed. Nothing was published.`);
    this.problems = sorted;
  }
}
