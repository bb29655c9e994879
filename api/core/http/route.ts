import type { Endpoint, EndpointReply, EndpointRequest } from '../../contract/endpoint.ts';
import type { RequestContext } from '../context.ts';
import type { HttpContext } from './environment.ts';
import type { JsonStream, TextStream } from './json-stream.ts';

/** An answer, whatever its endpoint. */
export interface Reply<Status extends number = number, Body = unknown> {
  readonly status: Status;
  readonly body: Body;
  readonly headers: Readonly<Record<string, string>>;
}

/** Makes an answer; its status stays a literal, so that it can be held against the endpoint. */
export function reply<Status extends number, Body = undefined>(
  status: Status,
  body?: Body,
  headers: Readonly<Record<string, string>> = {},
): Reply<Status, Body> {
  // Without the argument, Body is undefined.
  return { status, body: body as Body, headers };
}

/** The same statuses, whose bodies may be streamed as well. */
type Streamable<R> = R extends { readonly status: infer Status; readonly body: infer Body }
  ? { readonly status: Status; readonly body: Body | JsonStream<Body> | TextStream }
  : never;

/** Handles a parsed request. Only what no schema covers, such as cookies, is read from `c`. */
export type Handler<E extends Endpoint> = (
  ctx: RequestContext,
  request: EndpointRequest<E>,
  c: HttpContext,
) => Promise<Reply & Streamable<EndpointReply<E>>>;

/** An endpoint of the contract and what answers it. */
export interface Route {
  readonly endpoint: Endpoint;
  handle(ctx: RequestContext, request: Record<string, unknown>, c: HttpContext): Promise<Reply>;
}

/** Binds a handler to an endpoint; types hold the two together. */
export function route<E extends Endpoint>(endpoint: E, handle: Handler<E>): Route {
  return {
    endpoint,
    // `mount` parses with this endpoint's schemas before it calls.
    handle: (ctx, request, c) => handle(ctx, request as EndpointRequest<E>, c),
  };
}
