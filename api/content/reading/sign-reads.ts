import type { ReadUrlsBody } from '../../contract/read-urls.ts';
import type { ContentContext } from '../context.ts';
import { notFound } from './published.ts';
import { type Revision, rowsAt } from './revision-rows.ts';
import { readWindow, signRead } from './sign-read.ts';

export interface ReadsWanted {
  /** In any Unicode form. */
  readonly paths: readonly string[];
  /** Whether the store's origin is another than this API's. */
  readonly apart: boolean;
}

/**
 * URLs of many files of a revision, in the order asked; none if one of them is no file there.
 * @throws DcsError `storage.not_found`
 */
export async function signReads(
  ctx: ContentContext,
  revision: Revision,
  { paths, apart }: ReadsWanted,
): Promise<ReadUrlsBody> {
  const stored = paths.map((path) => path.normalize('NFC'));
  const rows = await rowsAt(ctx, revision, [...new Set(stored)]);
  const byPath = new Map(rows.map((row) => [row.path, row]));
  const window = readWindow(ctx);
  const urls = stored.map((path, index) => {
    const row = byPath.get(path);
    if (!row?.bucket || row.key === null) throw notFound(`There is no file ${path}.`);
    const { bucket, key } = row;
    const file = { bucket, key, path, method: 'GET', download: false, apart } as const;
    return { path: paths[index] ?? path, url: signRead(ctx, file, window) };
  });
  return { revision: revision.revision, expires_at: window.expiresAt.toISOString(), urls };
}
