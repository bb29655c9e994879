import { queryOptions } from '@tanstack/solid-query';
import type { ApiClient } from '../../../api/client/api-client.ts';
import { listAuditEvents } from '../../../api/contract/audit.ts';
import type { EndpointInput } from '../../../api/contract/endpoint.ts';
import type { ListParams } from '../../ui/table/list-params.ts';
import { startOfDay } from './start-of-day.ts';

export type AuditListQuery = EndpointInput<typeof listAuditEvents>['query'];

export function auditListQuery(api: ApiClient, query: AuditListQuery) {
  return queryOptions({
    queryKey: ['audit', query],
    queryFn: async ({ signal }) => (await api.call(listAuditEvents, { query }, { signal })).body,
  });
}

/** What the URL narrows the trail down to; its days are those of the browser. */
export function wantedEvents(params: ListParams): AuditListQuery {
  return {
    actor: params.get('actor'),
    action: params.get('action'),
    target_id: params.get('target_id'),
    from: startOfDay(params.get('from')),
    to: startOfDay(params.get('to'), 1),
  };
}
