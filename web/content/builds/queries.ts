import { queryOptions } from '@tanstack/solid-query';
import type { ApiClient } from '../../../api/client/api-client.ts';
import { getBuild, listBuilds } from '../../../api/contract/builds.ts';
import type { EndpointInput } from '../../../api/contract/endpoint.ts';

export type BuildListQuery = EndpointInput<typeof listBuilds>['query'];

/** What a URL calls a build. */
export interface BuildName {
  readonly platform: string;
  readonly version: string;
}

/** Keys of what is known of builds: `all` invalidates every list and every build. */
export const buildKeys = {
  all: ['builds'] as const,
  lists: ['builds', 'list'] as const,
  one: ({ platform, version }: BuildName) => ['builds', 'one', platform, version] as const,
};

export function buildListQuery(api: ApiClient, query: BuildListQuery) {
  return queryOptions({
    queryKey: [...buildKeys.lists, query],
    queryFn: async ({ signal }) => (await api.call(listBuilds, { query }, { signal })).body,
  });
}

export function buildQuery(api: ApiClient, params: BuildName) {
  return queryOptions({
    queryKey: buildKeys.one(params),
    queryFn: async ({ signal }) => (await api.call(getBuild, { params }, { signal })).body,
  });
}
