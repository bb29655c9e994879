import { type ApiClient, createApiClient } from '../../api/client/api-client.ts';
import type { Cli } from './cli.ts';
import { send } from './send.ts';
import { apiUrl, tokensFor } from './sign-in.ts';

/** Options that every command speaking to the API has. */
export interface ApiOptions {
  readonly url?: string;
  readonly json?: boolean;
}

/** The API the options and the environment name, signed in. */
export async function openApi(cli: Cli, options: ApiOptions): Promise<ApiClient> {
  const baseUrl = await apiUrl(cli, options.url);
  return createApiClient({ baseUrl, tokens: await tokensFor(cli, baseUrl), fetch: send });
}

/** The same without signing in. */
export async function openApiUnsigned(cli: Cli, options: ApiOptions): Promise<ApiClient> {
  return createApiClient({ baseUrl: await apiUrl(cli, options.url), fetch: send });
}
