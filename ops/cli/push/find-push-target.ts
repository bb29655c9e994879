import type { ApiClient } from '../../../api/client/api-client.ts';
import type { PushTarget } from '../../../api/client/push/push-types.ts';
import { createBook } from '../../../api/contract/books.ts';
import { findBookId, parseBookNames } from '../book-reference.ts';
import { CliError } from '../cli-error.ts';
import type { TargetReference } from '../target-reference.ts';

/** What a book is made with where there is none. */
export interface NewBookDetails {
  readonly language?: string;
  readonly category?: string;
  readonly bookVersion?: string;
}

export interface WantedTarget {
  readonly reference: TargetReference;
  /** Of a build; the API's default unless given. */
  readonly channel?: string;
  /** Undefined where a missing book stays missing. */
  readonly create?: NewBookDetails;
  /** Nothing is made. */
  readonly dryRun: boolean;
}

export interface FoundTarget {
  readonly target: PushTarget;
  /** Whether a book was made. */
  readonly isNew: boolean;
}

/**
 * Where a push goes; makes the book if that was asked for.
 * @throws CliError `missing` for a book that is not there, `usage` if it cannot be made
 */
export async function findPushTarget(
  client: ApiClient,
  wanted: WantedTarget,
): Promise<FoundTarget> {
  const { reference, channel, create, dryRun } = wanted;
  if (reference.type === 'build') {
    return { target: { ...reference, ...(channel ? { channel } : {}) }, isNew: false };
  }
  try {
    const bookId = await findBookId(client, reference.reference);
    return { target: { type: 'book', bookId }, isNew: false };
  } catch (error) {
    if (!(error instanceof CliError) || error.outcome !== 'missing') throw error;
    if (!create) throw withAdvice(error);
    if (dryRun) throw nothingToCompare(reference.reference, error);
    const bookId = await makeBook(client, reference.reference, create);
    return { target: { type: 'book', bookId }, isNew: true };
  }
}

function withAdvice(error: CliError): CliError {
  const advice = 'To make it, add --create --language … --category … --book-version ….';
  return new CliError('missing', `${error.message} ${advice}`, { cause: error });
}

function nothingToCompare(reference: string, cause: CliError): CliError {
  const why = `There is no book ${reference} yet, so a dry run has nothing to compare with.`;
  return new CliError('missing', `${why} Without --dry-run it is made.`, { cause });
}

async function makeBook(
  client: ApiClient,
  reference: string,
  details: NewBookDetails,
): Promise<string> {
  const names = parseBookNames(reference);
  const { language, category, bookVersion: version } = details;
  const missing = [
    ...(language === undefined ? ['--language'] : []),
    ...(category === undefined ? ['--category'] : []),
    ...(version === undefined ? ['--book-version'] : []),
  ];
  if (language === undefined || category === undefined || version === undefined) {
    throw new CliError(
      'usage',
      `There is no book ${reference} yet. To make it, give ${missing.join(', ')} as well.`,
    );
  }
  const { body } = await client.call(createBook, {
    body: { ...names, language, category, version },
  });
  return body.id;
}
