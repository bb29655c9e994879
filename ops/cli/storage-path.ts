import { PLATFORMS, type Platform, platformOf } from '../../api/contract/platforms.ts';
import { isBookId } from './book-reference.ts';
import { CliError } from './cli-error.ts';
import { parseTarget, type TargetReference } from './target-reference.ts';

/** A place at the server: a target and a path in it ('' is all of it), or all builds of a platform. */
export type StoragePath =
  | { readonly type: 'target'; readonly target: TargetReference; readonly path: string }
  | { readonly type: 'platform'; readonly platform: Platform };

/** How a help text describes the argument. */
export const STORAGE_PATH_HELP =
  'publisher/book_name, a book’s id or app:platform/version, and a path in it';

const APP = /^app:/i;

/**
 * Reads `publisher/book_name/path`, `id/path`, `app:platform/version/path` or `app:platform`.
 * @throws CliError `usage` for anything else
 */
export function parseStoragePath(text: string): StoragePath {
  const segments = text.replace(/\/$/, '').split('/');
  const [first = '', second] = segments;
  if (APP.test(first) && second === undefined) return parsePlatform(first);
  const length = isBookId(first) ? 1 : 2;
  const target = parseTarget(segments.slice(0, length).join('/'));
  const rest = segments.slice(length);
  // A URL would lead elsewhere by them.
  if (rest.some((name) => ['', '.', '..'].includes(name))) {
    throw new CliError(
      'usage',
      `"${rest.join('/')}" is no path: leave out empty names, "." and "..".`,
    );
  }
  return { type: 'target', target, path: rest.join('/') };
}

function parsePlatform(text: string): StoragePath {
  const platform = platformOf(text.replace(APP, ''));
  if (platform) return { type: 'platform', platform };
  throw new CliError('usage', `"${text}" names no platform. They are ${PLATFORMS.join(', ')}.`);
}
