import { queryOptions } from '@tanstack/solid-query';
import type { ApiClient } from '../../../api/client/api-client.ts';
import { type BuildBody, listBuilds } from '../../../api/contract/builds.ts';
import { buildKeys } from '../builds/queries.ts';

const BUILDS_AT_ONCE = 200;

/** A build, or null where there is none: lists are all the API tells of builds. */
export function buildQuery(
  api: ApiClient,
  { platform, version }: { readonly platform: string; readonly version: string },
) {
  return queryOptions({
    queryKey: [...buildKeys.all, 'one', platform, version],
    queryFn: async ({ signal }): Promise<BuildBody | null> => {
      let cursor: string | undefined;
      do {
        const query = { platform: [platform], q: version, limit: BUILDS_AT_ONCE, cursor };
        const { body } = await api.call(listBuilds, { query }, { signal });
        const found = body.items.find((build) => build.version === version);
        if (found) return found;
        cursor = body.next_cursor ?? undefined;
      } while (cursor !== undefined);
      return null;
    },
  });
}
