import { queryOptions } from '@tanstack/solid-query';
import type { ApiClient } from '../../../api/client/api-client.ts';
import { listBuilds } from '../../../api/contract/builds.ts';
import type { EndpointInput } from '../../../api/contract/endpoint.ts';

export type BuildListQuery = EndpointInput<typeof listBuilds>['query'];

/** Keys of what is known of builds: `all` invalidates every list and every build. */
export const buildKeys = {
  all: ['builds'] as const,
  lists: ['builds', 'list'] as const,
};

export function buildListQuery(api: ApiClient, query: BuildListQuery) {
  return queryOptions({
    queryKey: [...buildKeys.lists, query],
    queryFn: async ({ signal }) => (await api.call(listBuilds, { query }, { signal })).body,
  });
}
