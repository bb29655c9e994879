import type { ApiClient } from '../../../api/client/api-client.ts';
import { listTrash, type TrashQuery } from '../../../api/contract/trash.ts';
import { eachPage } from '../each-page.ts';

/** The most the API gives. */
const WHOLE_PAGE = 200;

/** What is in the trash, what was deleted last first. */
export function trashPages(
  client: ApiClient,
  filters: Partial<Pick<TrashQuery, 'q' | 'type' | 'deleted_by'>>,
) {
  return eachPage(async (cursor) => {
    const query = { ...filters, limit: WHOLE_PAGE, cursor };
    return (await client.call(listTrash, { query })).body;
  });
}
