import { queryOptions } from '@tanstack/solid-query';
import type { ApiClient } from '../../../../api/client/api-client.ts';
import { listAuditEvents } from '../../../../api/contract/audit.ts';

const SHOWN_EVENTS = 20;

export function historyQuery(api: ApiClient, targetId: string) {
  return queryOptions({
    queryKey: ['audit', 'of', targetId],
    queryFn: async ({ signal }) => {
      const query = { target_id: targetId, limit: SHOWN_EVENTS };
      return (await api.call(listAuditEvents, { query }, { signal })).body;
    },
  });
}
