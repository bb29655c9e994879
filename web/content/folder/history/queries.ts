import { queryOptions } from '@tanstack/solid-query';
import type { ApiClient } from '../../../../api/client/api-client.ts';
import { listAuditEvents } from '../../../../api/contract/audit.ts';
import type { ContentFolder } from '../content-folder.ts';

const SHOWN_EVENTS = 20;

export function historyQuery(api: ApiClient, folder: ContentFolder) {
  return queryOptions({
    queryKey: [...folder.key, 'history', folder.updatedAt],
    queryFn: async ({ signal }) => {
      const query = { target_id: folder.targetId, limit: SHOWN_EVENTS };
      return (await api.call(listAuditEvents, { query }, { signal })).body;
    },
  });
}
