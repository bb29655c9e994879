const NAMES = new Set(['.ds_store', 'thumbs.db', 'desktop.ini']);
const APPLE_DOUBLE = '._';

/** What a help text calls it. */
export const LITTER_HELP = '.DS_Store, Thumbs.db, desktop.ini, and ._name beside name';

/**
 * Whether operating systems leave files of this name behind in folders that people look at.
 * @param siblings the names in the same folder: `._name` holds what macOS could not keep with `name`
 */
export function isLitter(name: string, siblings: ReadonlySet<string>): boolean {
  if (NAMES.has(name.toLowerCase())) return true;
  return name.startsWith(APPLE_DOUBLE) && siblings.has(name.slice(APPLE_DOUBLE.length));
}
