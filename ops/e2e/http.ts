import { once } from 'node:events';
import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import { request as requestByTls } from 'node:https';
import { gunzipSync } from 'node:zlib';

const LIMIT_MS = 60_000;

export interface Call {
  /** GET unless there is a body; then POST. */
  readonly method?: string;
  /** Sent as JSON, or as it is when it is a string or bytes. */
  readonly body?: unknown;
  readonly token?: string;
  /** One that is undefined is not sent. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  /** The authority to trust at an https URL, in PEM. */
  readonly ca?: string;
}

export interface Answer<Body> {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
  /** Parsed where it is JSON, text otherwise, undefined where there is none. */
  readonly body: Body;
}

/**
 * One HTTP/1.1 request over a connection of its own. Unlike `fetch` it sends the target as it is,
 * normalises nothing and inflates nothing behind one's back.
 * @param target what stands in the request line, `/books?limit=1`
 */
export async function call<Body = Record<string, unknown>>(
  baseUrl: string,
  target: string,
  { method, body, token, headers = {}, ca }: Call = {},
): Promise<Answer<Body>> {
  const { protocol, hostname, port } = new URL(baseUrl);
  const payload = payloadOf(body);
  const all = {
    ...(payload ? { 'content-type': 'application/json', 'content-length': payload.length } : {}),
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...headers,
  };
  const send = protocol === 'https:' ? requestByTls : request;
  const outgoing = send({
    agent: false,
    ...(ca === undefined ? {} : { ca }),
    hostname,
    port,
    path: target,
    method: method ?? (payload ? 'POST' : 'GET'),
    headers: Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)),
    timeout: LIMIT_MS,
  });
  outgoing.on('timeout', () => outgoing.destroy(new Error(`No answer to ${target} in time.`)));
  outgoing.end(payload);
  // The event carries exactly this.
  const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  const { statusCode: status = 0, headers: received } = incoming;
  // What it holds is for the caller to say; tests look.
  return { status, headers: received, bytes, body: parsed(bytes, received) as Body };
}

function payloadOf(body: unknown): Buffer | undefined {
  if (body === undefined) return undefined;
  if (body instanceof Uint8Array) return Buffer.from(body);
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
}

function parsed(bytes: Buffer, headers: IncomingHttpHeaders): unknown {
  if (bytes.length === 0) return undefined;
  const plain = headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes;
  const text = plain.toString('utf8');
  return /[/+]json/.test(headers['content-type'] ?? '') ? JSON.parse(text) : text;
}
