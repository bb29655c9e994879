import { BuildVersion } from '../../api/contract/build-names.ts';
import { PLATFORMS, type Platform, platformOf } from '../../api/contract/platforms.ts';
import { isBookId, parseBookNames } from './book-reference.ts';
import { CliError } from './cli-error.ts';

const BUILD = /^app:/i;

/** What a person means by a target: a book, or one version of the app on one platform. */
export type TargetReference =
  /** `reference` is for `findBookId`. */
  | { readonly type: 'book'; readonly reference: string }
  | { readonly type: 'build'; readonly platform: Platform; readonly version: string };

/** How a help text describes the argument. */
export const TARGET_HELP =
  'publisher/book_name in quotes if it has spaces, a book’s id, or app:platform/version';

/**
 * Reads `publisher/book_name`, a book's id, or `app:platform/version`.
 * @throws CliError `usage` for anything else
 */
export function parseTarget(text: string): TargetReference {
  if (BUILD.test(text)) return parseBuild(text);
  if (!isBookId(text)) parseBookNames(text);
  return { type: 'book', reference: text };
}

/** The target as a person may type it again. */
export function targetText(target: TargetReference): string {
  return target.type === 'book' ? target.reference : `app:${target.platform}/${target.version}`;
}

function parseBuild(text: string): TargetReference {
  const refuse = (why: string) =>
    new CliError('usage', `"${text}" names no app build. ${why} Write it like app:windows/2.4.0.`);
  const [platformText = '', version, ...rest] = text.replace(BUILD, '').split('/');
  if (version === undefined || rest.length > 0) throw refuse('It takes a platform and a version.');
  const platform = platformOf(platformText);
  if (!platform) throw refuse(`The platforms are ${PLATFORMS.join(', ')}.`);
  const parsed = BuildVersion.safeParse(version);
  if (parsed.success) return { type: 'build', platform, version };
  throw refuse(parsed.error.issues.map(({ message }) => message).join(' '));
}
