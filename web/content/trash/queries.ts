import { queryOptions } from '@tanstack/solid-query';
import type { ApiClient } from '../../../api/client/api-client.ts';
import type { EndpointInput } from '../../../api/contract/endpoint.ts';
import { listTrash, type TrashItemBody } from '../../../api/contract/trash.ts';

export type TrashListQuery = EndpointInput<typeof listTrash>['query'];

/** How often a list is asked for while something in it is on its way. */
const POLL_MS = 2000;

export const trashKeys = { all: ['trash'] as const };

export function trashListQuery(api: ApiClient, query: TrashListQuery) {
  return queryOptions({
    queryKey: [...trashKeys.all, query],
    queryFn: async ({ signal }) => (await api.call(listTrash, { query }, { signal })).body,
    // Rows that stay keep their place in the page, and with it the focus in them.
    refetchInterval: ({ state }) => (state.data?.items.some(isMoving) ? POLL_MS : false),
  });
}

function isMoving({ state }: TrashItemBody): boolean {
  return state !== 'trashed';
}
