import type { HttpContext } from '../../core/http/environment.ts';
import { rawPath } from '../../core/http/raw-path.ts';
import { notFound } from './published.ts';

/** A place below `/storage/{bucket}`, all of it in NFC. */
export interface StoragePlace {
  /** Of the request's own path and the one asked for in its query. */
  readonly names: readonly string[];
  /** The path ends in a slash, which only a folder's may. */
  readonly trailingSlash: boolean;
}

/**
 * Where a request reads.
 * @param below the query's `path`, which goes on where the request's own ends
 * @throws DcsError `storage.not_found` for what names nothing
 */
export function storagePlace(c: HttpContext, below: string | undefined): StoragePlace {
  const raw = rawPath(c);
  if (!raw) throw notFound('A name has no slash in it.');
  const [, , ...names] = raw.segments;
  const inside = (below ?? '').normalize('NFC').replace(/\/$/, '');
  if (inside === '') return { names, trailingSlash: raw.trailingSlash };
  const more = inside.split('/');
  return { names: [...names, ...more], trailingSlash: below?.endsWith('/') ?? false };
}
