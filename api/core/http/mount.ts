import type { Hono, MiddlewareHandler } from 'hono';
import type { H } from 'hono/types';
import { DEFAULT_BODY_LIMIT, type Endpoint, type EndpointAccess } from '../../contract/endpoint.ts';
import type { Actor } from '../context.ts';
import { DcsError } from '../errors.ts';
import { makeAnswer } from './answer.ts';
import { bearerToken } from './bearer-token.ts';
import { readJsonBody } from './body.ts';
import type { Authenticate, HttpContext, HttpEnv } from './environment.ts';
import { JsonStream, openStream, TextStream } from './json-stream.ts';
import type { Reply, Route } from './route.ts';
import { type ValidatedPart, validate } from './validate.ts';

const PARTS = [
  ['params', 'param'],
  ['query', 'query'],
  ['headers', 'header'],
  ['body', 'json'],
] as const satisfies readonly (readonly [keyof Endpoint, ValidatedPart])[];

const encoder = new TextEncoder();

/** Serves the routes: authorise first, then read the body, then parse, then handle. */
export function mount(
  app: Hono<HttpEnv>,
  routes: readonly Route[],
  authenticate: Authenticate,
): void {
  for (const { endpoint, handle } of routes) {
    const handlers: H<HttpEnv>[] = [
      authorize(endpoint.access, authenticate),
      ...(endpoint.body ? [readJsonBody(endpoint.bodyLimit ?? DEFAULT_BODY_LIMIT)] : []),
      ...PARTS.flatMap(([member, part]) => {
        const schema = endpoint[member];
        return schema ? [validate(part, schema)] : [];
      }),
      async (c) => respond(c, await handle(c.get('ctx'), parsedParts(endpoint, c), c)),
    ];
    app.on([endpoint.method], [honoPath(endpoint)], ...handlers);
  }
}

/** OpenAPI's `/books/{book_id}` as Hono writes it: `/books/:book_id`; a tail is `/*`. */
function honoPath({ path, tail }: Endpoint): string {
  const open = tail ? path.replace(/\{\w+\}$/, '*') : path;
  return open.replaceAll(/\{(\w+)\}/g, ':$1');
}

function parsedParts(endpoint: Endpoint, c: HttpContext): Record<string, unknown> {
  const parts: Record<string, unknown> = {};
  for (const [member, part] of PARTS) {
    // The validators were mounted from a table, so Hono does not know their types.
    if (endpoint[member]) parts[member] = c.req.valid(part as never);
  }
  return parts;
}

async function respond(c: HttpContext, { status, body, headers }: Reply): Promise<Response> {
  if (body === undefined) return makeAnswer(c, { status, body: null, headers });
  if (body instanceof JsonStream || body instanceof TextStream) {
    const type = body instanceof TextStream ? body.contentType : 'application/json';
    const typed = { 'Content-Type': type, ...headers };
    // Nobody would read the stream, nor end it.
    const stream = c.req.method === 'HEAD' ? null : await openStream(c, body);
    return makeAnswer(c, { status, body: stream, headers: typed });
  }
  const bytes = encoder.encode(JSON.stringify(body));
  const about = {
    'Content-Type': 'application/json',
    // Tells the compressing middleware which answers are too small to be worth it.
    'Content-Length': String(bytes.length),
  };
  return makeAnswer(c, { status, body: bytes, headers: { ...about, ...headers } });
}

function authorize(access: EndpointAccess, authenticate: Authenticate): MiddlewareHandler<HttpEnv> {
  return async (c, next) => {
    if (access !== 'open') {
      const ctx = c.get('ctx'); // `c.var` copies all there is each time
      const token = bearerToken(c.req.header('authorization'));
      const actor =
        access === 'optional'
          ? await actorIfAny(token, (given) => authenticate(ctx, given))
          : await authenticate(ctx, required(token));
      if (access === 'admin' && (actor.type !== 'user' || actor.role !== 'admin')) {
        throw new DcsError('auth.forbidden', { detail: 'This needs the role admin.' });
      }
      c.set('ctx', { ...ctx, actor });
    }
    await next();
  };
}

function required(token: string | undefined): string {
  if (token !== undefined) return token;
  throw new DcsError('auth.required', {
    detail: 'Send "Authorization: Bearer <access token>"; POST /auth/login gives one.',
    headers: { 'WWW-Authenticate': 'Bearer' },
  });
}

/** Where a token is only a courtesy, a bad one counts as none. */
async function actorIfAny(
  token: string | undefined,
  authenticate: (token: string) => Promise<Actor>,
): Promise<Actor> {
  if (token === undefined) return { type: 'anonymous' };
  return authenticate(token).catch((): Actor => ({ type: 'anonymous' }));
}
