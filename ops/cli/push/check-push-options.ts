import { isBookId } from '../book-reference.ts';
import { CliError } from '../cli-error.ts';
import type { TargetReference } from '../target-reference.ts';
import type { NewBookDetails } from './find-push-target.ts';

/** Options that only go with others, or with one kind of target. */
export interface OptionsToCheck extends NewBookDetails {
  readonly create?: boolean;
  readonly channel?: string;
  readonly merge?: boolean;
  readonly remove?: readonly string[];
}

/** @throws CliError `usage` for options that do not go together */
export function checkPushOptions(reference: TargetReference, options: OptionsToCheck): void {
  const wrong = wrongOf(reference, options);
  if (wrong) throw new CliError('usage', `${wrong} See "dcs push --help".`);
}

function wrongOf(reference: TargetReference, options: OptionsToCheck): string | undefined {
  const { create, channel, merge, remove, language, category, bookVersion } = options;
  const hasDetails = [language, category, bookVersion].some((detail) => detail !== undefined);
  if (reference.type === 'build' && (create || hasDetails)) {
    return '--create and a book’s details are for books: an app build is made by its first push.';
  }
  if (reference.type === 'book' && channel !== undefined) return '--channel is for app builds.';
  if (hasDetails && !create) return '--language, --category and --book-version go with --create.';
  if (create && reference.type === 'book' && isBookId(reference.reference)) {
    return 'A book is made with its names, not with an id: give --create with publisher/book_name.';
  }
  if (remove && !merge) {
    return '--remove goes with --merge: otherwise all is removed that the folder does not hold.';
  }
  return undefined;
}
