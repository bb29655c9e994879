import { queryOptions } from '@tanstack/solid-query';
import type { ApiClient } from '../../api/client/api-client.ts';
import type { EndpointInput } from '../../api/contract/endpoint.ts';
import { listSessions } from '../../api/contract/sessions.ts';
import { listUsers } from '../../api/contract/users.ts';

export type UserListQuery = EndpointInput<typeof listUsers>['query'];

export type SessionListQuery = EndpointInput<typeof listSessions>['query'];

export const userKeys = { all: ['users'] as const };
export const sessionKeys = { all: ['sessions'] as const };

export function userListQuery(api: ApiClient, query: UserListQuery) {
  return queryOptions({
    queryKey: [...userKeys.all, query],
    queryFn: async ({ signal }) => (await api.call(listUsers, { query }, { signal })).body,
  });
}

export function sessionListQuery(api: ApiClient, query: SessionListQuery) {
  return queryOptions({
    queryKey: [...sessionKeys.all, query],
    queryFn: async ({ signal }) =>
      (await api.call(listSessions, { query, headers: {} }, { signal })).body,
  });
}
