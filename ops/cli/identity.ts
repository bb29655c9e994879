import type { ApiClient } from '../../api/client/api-client.ts';
import { me } from '../../api/contract/access.ts';

/** Whom the API takes us for, and which API. */
export async function readIdentity(client: ApiClient) {
  const { body } = await client.call(me, {});
  return { url: client.baseUrl, ...body };
}
