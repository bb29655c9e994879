import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Fetch } from './node-listener.ts';

const PREFIX = '/_s3';
/** A page of another origin asks first. */
const METHODS = ['PUT', 'OPTIONS'];
/** Where a server that listens on every address is reached. */
const WILDCARDS = ['0.0.0.0', '[::]'];

/** A store in this process. */
export interface LocalStore {
  /** What its signatures are made for. */
  readonly endpoint: string;
  serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void>;
}

/** Where uploads share the panel's origin. @param listenerUrl as the listener tells it */
export function uploadsUrl(listenerUrl: string): string {
  const url = new URL(PREFIX, listenerUrl);
  if (WILDCARDS.includes(url.hostname)) url.hostname = '127.0.0.1';
  return url.href;
}

/**
 * Lets uploads to a local store share the panel's origin, which saves browsers a preflight for each:
 * under `/_s3/`, by PUT alone, since what is read from there is foreign. As a reverse proxy would, it
 * sets the host that was signed and drops `Authorization`, which is not meant for the store.
 */
export function withStoreUploads(fetch: Fetch, store: LocalStore): Fetch {
  const { host } = new URL(store.endpoint);
  return async (request, bindings) => {
    const { incoming, outgoing } = bindings as HttpBindings; // as Node's listener gives them
    if (!incoming.url?.startsWith(`${PREFIX}/`)) return fetch(request, bindings);
    if (!METHODS.includes(incoming.method ?? '')) {
      return new Response(null, { status: 405, headers: { allow: METHODS.join(', ') } });
    }
    incoming.url = incoming.url.slice(PREFIX.length);
    incoming.headers.host = host;
    incoming.headersDistinct.host = [host];
    delete incoming.headers.authorization;
    delete incoming.headersDistinct.authorization;
    await store.serve(incoming as IncomingMessage, outgoing as ServerResponse);
    return RESPONSE_ALREADY_SENT;
  };
}
