import { queryOptions } from '@tanstack/solid-query';
import type { ApiClient } from '../../../api/client/api-client.ts';
import { listOperations } from '../../../api/contract/operations.ts';
import { health } from '../../../api/contract/service.ts';
import { listUploads } from '../../../api/contract/uploads.ts';

const OFTEN_MS = 2000;
const SELDOM_MS = 15_000;
const HEALTH_MS = 30_000;
const MOST = 20;

export const underWayKey = ['under-way'] as const;

/** Uploads and operations under way: asked for often while there are any. */
export function underWayQuery(api: ApiClient) {
  return queryOptions({
    queryKey: underWayKey,
    queryFn: async ({ signal }) => {
      const [uploads, operations] = await Promise.all([
        api.call(
          listUploads,
          { query: { state: ['open', 'finalizing'], limit: MOST } },
          { signal },
        ),
        api.call(
          listOperations,
          { query: { state: ['queued', 'running', 'needs_person'], limit: MOST } },
          { signal },
        ),
      ]);
      return { uploads: uploads.body.items, operations: operations.body.items };
    },
    refetchInterval: ({ state: { data } }) => (data?.operations.length ? OFTEN_MS : SELDOM_MS),
  });
}

export function healthQuery(api: ApiClient) {
  return queryOptions({
    queryKey: ['health'],
    // A service that is not well answers so, with what is wrong.
    queryFn: async ({ signal }) => (await api.call(health, {}, { signal })).body,
    refetchInterval: HEALTH_MS,
  });
}
