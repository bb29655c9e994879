import type { ApiClient } from '../../../api/client/api-client.ts';
import { ApiError } from '../../../api/client/api-error.ts';
import type { Platform } from '../../../api/contract/platforms.ts';
import { listTrash, restoreFromTrash, type TrashItemBody } from '../../../api/contract/trash.ts';

/** Clocks of one database, read at two moments of one transaction. */
const SAME_MS = 1000;

/** What was deleted, by the name it had. */
export type Deleted =
  | { readonly type: 'book'; readonly publisher: string; readonly book_name: string }
  | { readonly type: 'build'; readonly platform: Platform; readonly version: string };

/**
 * Brings back from the trash what lies there under this name: what was deleted last, since a name may lie
 * there more than once.
 * @param since RFC 3339; nothing that was deleted before, where the deletion itself is to be undone
 * @returns false where it is not there any more
 * @throws ApiError `trash.name_taken` | `trash.purging`
 */
export async function restoreDeleted(
  api: ApiClient,
  deleted: Deleted,
  since?: string,
): Promise<boolean> {
  const { items } = (await api.call(listTrash, { query: queryFor(deleted) })).body;
  const item = items.find((one) => isNamed(one, deleted));
  if (!item || (since !== undefined && isBefore(item.deleted_at, since))) return false;
  try {
    await api.call(restoreFromTrash, { body: { trash_id: item.id } });
    return true;
  } catch (error) {
    if (error instanceof ApiError && error.code === 'trash.not_found') return false;
    throw error;
  }
}

function queryFor(deleted: Deleted) {
  const { type } = deleted;
  const [above, name] =
    type === 'book' ? [deleted.publisher, deleted.book_name] : [deleted.platform, deleted.version];
  return { type, q: `${above}/${name}` };
}

function isNamed(item: TrashItemBody, deleted: Deleted): boolean {
  return deleted.type === 'book'
    ? item.publisher === deleted.publisher && item.book_name === deleted.book_name
    : item.platform === deleted.platform && item.version === deleted.version;
}

function isBefore(time: string, since: string): boolean {
  return Date.parse(time) < Date.parse(since) - SAME_MS;
}
