import type { SortedKeys } from './sorted-keys.ts';
import { compareUtf8 } from './sorted-keys.ts';
import type { ListCursor, ListPage, ListQuery, ObjectRecord } from './store.ts';

function isPast(after: ListCursor | null, key: string): boolean {
  if (after === null) {
    return true;
  }
  const past = compareUtf8(key, after.value) > 0;
  return after.kind === 'key' ? past : past && !key.startsWith(after.value);
}

/**
 * One page of a listing (ListObjectsV2): keys and common prefixes together, in key order, at most
 * `limit`. A common prefix costs one seek however many keys it hides.
 */
export function listPage(
  keys: SortedKeys,
  objects: ReadonlyMap<string, ObjectRecord>,
  query: ListQuery,
): ListPage {
  const page: ListPage = { objects: [], prefixes: [], next: null };
  let cursor = query.after;
  for (;;) {
    const from = cursor;
    const walk = keys.from((key) => compareUtf8(key, query.prefix) < 0 || !isPast(from, key));
    const seen = takeRun(walk, { query, page, objects });
    if (seen === 'end') {
      return { ...page, next: null };
    }
    cursor = seen.cursor ?? cursor;
    if (seen.full) {
      return { ...page, next: cursor };
    }
  }
}

type Run = { query: ListQuery; page: ListPage; objects: ReadonlyMap<string, ObjectRecord> };

/** Takes keys until the end, a full page, or a common prefix, behind which the caller seeks anew. */
function takeRun(
  walk: Iterable<string>,
  run: Run,
): 'end' | { full: boolean; cursor: ListCursor | null } {
  const { query, page } = run;
  let cursor: ListCursor | null = null;
  for (const key of walk) {
    if (!key.startsWith(query.prefix)) {
      return 'end';
    }
    if (page.objects.length + page.prefixes.length >= query.limit) {
      return { full: true, cursor };
    }
    const cut = query.delimiter === '' ? -1 : key.indexOf(query.delimiter, query.prefix.length);
    if (cut >= 0) {
      const prefix = key.slice(0, cut + query.delimiter.length);
      page.prefixes.push(prefix);
      return { full: false, cursor: { kind: 'prefix', value: prefix } };
    }
    const object = run.objects.get(key);
    if (object !== undefined) {
      page.objects.push({ key, object });
    }
    cursor = { kind: 'key', value: key };
  }
  return 'end';
}
