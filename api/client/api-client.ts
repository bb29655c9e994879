import type { Endpoint, EndpointInput, EndpointReply } from '../contract/endpoint.ts';
import { errorOf, jsonOf, type Received, UnreachableError } from './api-error.ts';

/** Bodies above this many bytes are sent gzipped. */
const GZIP_ABOVE_BYTES = 64 * 1024;

/** Where access tokens come from. */
export interface TokenSource {
  /** The token to send, or none. */
  get(): Promise<string | undefined>;
  /** Called when the API refused `stale`; gives another, or none. */
  renew(stale: string): Promise<string | undefined>;
}

export interface ApiClientOptions {
  /** Absolute URL of the API, with or without a trailing slash. */
  readonly baseUrl: string;
  readonly tokens?: TokenSource;
  /** The runtime's own unless given. */
  readonly fetch?: typeof fetch;
}

export interface CallOptions {
  readonly signal?: AbortSignal;
}

/** One of the statuses an endpoint answers, with its body and headers. */
export type ApiAnswer<E extends Endpoint> = EndpointReply<E> & { readonly headers: Headers };

/** Calls the API with the contract's own types. */
export interface ApiClient {
  readonly baseUrl: string;
  /**
   * @throws ApiError when the API answers with a problem
   * @throws UnreachableError when nothing of ours answers
   */
  call<E extends Endpoint>(
    endpoint: E,
    input: EndpointInput<E>,
    options?: CallOptions,
  ): Promise<ApiAnswer<E>>;
  /**
   * Asks for one of the other content types an endpoint answers.
   * @returns its bytes as they come; a stream that fails did not bring all
   * @throws like `call`
   */
  download<E extends Endpoint>(
    endpoint: E,
    input: EndpointInput<E>,
    contentType: string,
  ): Promise<ReadableStream<Uint8Array>>;
}

/** Makes a client. It keeps no state beside its token source. */
export function createApiClient(options: ApiClientOptions): ApiClient {
  const baseUrl = options.baseUrl.replace(/\/+$/, '');
  const send = options.fetch ?? fetch;

  async function request<T>({ url, init, read }: Asked<T>, token?: string): Promise<T> {
    const headers = new Headers(init.headers);
    if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
    try {
      // No redirect is followed: the token or a password would go along.
      return await read(await send(url, { ...init, headers, redirect: 'manual' }));
    } catch (cause) {
      if (init.signal?.aborted) throw cause;
      throw new UnreachableError(`${baseUrl} cannot be reached${because(cause)}`, { cause });
    }
  }

  /** Asks, and once more when the token was refused and there is another. */
  async function ask<T extends { readonly status: number }>(
    { access }: Endpoint,
    asked: Asked<T>,
  ): Promise<T> {
    const token = access === 'open' ? undefined : await options.tokens?.get();
    const answer = await request(asked, token);
    if (answer.status !== 401 || token === undefined) return answer;
    const renewed = await options.tokens?.renew(token);
    return renewed === undefined ? answer : request(asked, renewed);
  }

  return {
    baseUrl,
    async call(endpoint, input, { signal } = {}) {
      const url = baseUrl + pathOf(endpoint, input);
      const init = { ...(await requestInit(endpoint, input)), ...(signal ? { signal } : {}) };
      const received = await ask(endpoint, { url, init, read: (from) => receive(url, from) });
      const { status, headers } = received;
      if (!(status in endpoint.answers)) throw errorOf(received);
      const body = received.text === '' ? undefined : jsonOf(received);
      // The server holds its answers to the same endpoint's types.
      return { status, headers, body } as ApiAnswer<typeof endpoint>;
    },
    async download(endpoint, input, contentType) {
      const url = baseUrl + pathOf(endpoint, input);
      const init = await requestInit(endpoint, input, contentType);
      const isIt = ({ ok, headers }: Response) =>
        ok && headers.get('content-type')?.startsWith(contentType);
      const read = async (from: Response) => (isIt(from) ? from : receive(url, from));
      const received = await ask<Received | Response>(endpoint, { url, init, read });
      if (!(received instanceof Response)) throw errorOf(received);
      return received.body ?? new Blob().stream();
    },
  };
}

interface Asked<T> {
  readonly url: string;
  readonly init: RequestInit;
  readonly read: (response: Response) => Promise<T>;
}

async function receive(url: string, response: Response): Promise<Received> {
  const { status, headers } = response;
  return { url, status, headers, text: await response.text() };
}

type AnyInput = Partial<Record<'params' | 'query' | 'headers' | 'body', unknown>>;

function pathOf(endpoint: Endpoint, { params, query }: AnyInput): string {
  const values = (params ?? {}) as Record<string, unknown>;
  const path = endpoint.path.replaceAll(/(\/?)\{(\w+)\}/g, (match, slash: string, name: string) => {
    const value = String(values[name] ?? '');
    if (!endpoint.tail || !endpoint.path.endsWith(match)) return slash + encodeURIComponent(value);
    // The slashes of a tail part its segments, and an empty one has none.
    return value === '' ? '' : slash + value.split('/').map(encodeURIComponent).join('/');
  });
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value === undefined) continue;
    for (const one of Array.isArray(value) ? value : [value]) search.append(name, String(one));
  }
  return search.size === 0 ? path : `${path}?${search}`;
}

async function requestInit(
  endpoint: Endpoint,
  { headers, body }: AnyInput,
  accept = 'application/json',
): Promise<RequestInit> {
  const sent = new Headers({ accept });
  for (const [name, value] of Object.entries(headers ?? {})) {
    if (value !== undefined) sent.set(name, String(value));
  }
  if (!endpoint.body) return { method: endpoint.method, headers: sent };
  sent.set('content-type', 'application/json');
  const bytes = new TextEncoder().encode(JSON.stringify(body ?? {}));
  if (bytes.length <= GZIP_ABOVE_BYTES) {
    return { method: endpoint.method, headers: sent, body: bytes };
  }
  sent.set('content-encoding', 'gzip');
  const gzipped = new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'));
  return { method: endpoint.method, headers: sent, body: await new Response(gzipped).blob() };
}

function because(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  if (!(cause instanceof Error)) return '.';
  const code = 'code' in cause ? String(cause.code) : '';
  return `: ${cause.message || code}`;
}
