import type { Context as HonoContext, MiddlewareHandler } from 'hono';
import type { Db } from '../../../db/client.ts';
import type { Actor, Context, RequestContext } from '../context.ts';
import type { Blobs, Clock, Ids, Logger } from '../ports.ts';

/** What Hono carries from middleware to handler. */
export interface HttpEnv {
  Variables: {
    ctx: RequestContext;
    /** The request's own, parsed. */
    url: URL;
    /** The answer has a body, which may be compressed. */
    answersBody?: boolean;
    /** Resolves when a streamed body is over; what it reads from must last until then. */
    bodySent?: Promise<void>;
  };
}

export type HttpContext = HonoContext<HttpEnv>;

/** A database for one request, and what to do when the request is over. */
export interface DatabaseLease {
  readonly db: Db;
  release(): Promise<void>;
}

/** What a runtime gives the app: everything that differs between Node and an edge runtime. */
export interface Services {
  leaseDatabase(): DatabaseLease;
  readonly blobs: Blobs;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Logger;
  /** The caller's network address as far as it can be trusted, or null. */
  callerAddress(c: HttpContext): string | null;
  /** Whether the caller reached us over TLS. */
  isSecure(c: HttpContext): boolean;
  /** Keeps the runtime from stopping before the work is done, which never fails. */
  keepFor(c: HttpContext, work: Promise<void>): void;
  /** Begins a tick at once, where the runtime can. */
  wakeTicks(): void;
  /** Serves the panel's files under `/panel/`; undefined where something else does. */
  readonly panel: MiddlewareHandler<HttpEnv> | undefined;
  /** Other origins whose pages may call the API with their cookies. */
  readonly panelOrigins: readonly string[];
  /** Whether the runtime compresses answers itself; the app doing so too would compress them twice. */
  readonly compressesAnswers: boolean;
}

/**
 * Who a bearer token speaks for.
 * @throws DcsError `auth.token_invalid` | `auth.token_expired`
 */
export type Authenticate = (ctx: Context, token: string) => Promise<Actor>;
