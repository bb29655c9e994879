import { type ApiClient, createApiClient } from '../../api/client/api-client.ts';
import type { Cli } from './cli.ts';
import { apiUrl, storedSession, tokensFor } from './sign-in.ts';

/** Options that every command speaking to the API has. */
export interface ApiOptions {
  readonly url?: string;
  readonly json?: boolean;
}

/** The API the options and the environment name, signed in. */
export async function openApi(cli: Cli, options: ApiOptions): Promise<ApiClient> {
  const stored = storedSession(cli);
  const baseUrl = await apiUrl(cli.env, options.url, stored);
  return createApiClient({ baseUrl, tokens: await tokensFor(cli, baseUrl, stored) });
}

/** The same without signing in. */
export async function openApiUnsigned(cli: Cli, options: ApiOptions): Promise<ApiClient> {
  const baseUrl = await apiUrl(cli.env, options.url, storedSession(cli));
  return createApiClient({ baseUrl });
}
