import type { ApiClient } from '../../../../api/client/api-client.ts';
import { ApiError } from '../../../../api/client/api-error.ts';
import { getBook } from '../../../../api/contract/books.ts';
import { getBuild } from '../../../../api/contract/builds.ts';
import type { BuildTarget, UploadTarget } from '../upload-target.ts';

/** The revision a book or build is at now; 0 before its first. */
export async function headRevision(
  api: ApiClient,
  target: UploadTarget,
  signal: AbortSignal,
): Promise<number> {
  if (target.type === 'build') return headOfBuild(api, target, signal);
  const params = { book_id: target.bookId };
  const book = await api.call(getBook, { params, headers: {} }, { signal });
  if (book.status !== 200)
    throw new Error('The API answered as to a known ETag, of which none was given.');
  return book.body.revision;
}

async function headOfBuild(
  api: ApiClient,
  { platform, version }: BuildTarget,
  signal: AbortSignal,
): Promise<number> {
  const params = { platform, version };
  try {
    return (await api.call(getBuild, { params }, { signal })).body.revision;
  } catch (error) {
    // It is made by its first upload.
    if (error instanceof ApiError && error.code === 'build.not_found') return 0;
    throw error;
  }
}
