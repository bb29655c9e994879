import type { MiddlewareHandler } from 'hono';
import { DcsError } from '../errors.ts';
import type { HttpEnv } from './environment.ts';

const JSON_TYPE = /^application\/json\s*(?:;|$)/i;
const EMPTY_OBJECT = new TextEncoder().encode('{}');

/**
 * Reads a JSON request body, inflating gzip, for the validators after it. The limit counts
 * inflated bytes while they are inflated, so a small bomb is refused before it fills the memory.
 *
 * @param limitBytes largest inflated body
 * @throws DcsError `request.unsupported_type` | `request.too_large` | `request.malformed`
 */
export function readJsonBody(limitBytes: number): MiddlewareHandler<HttpEnv> {
  return async (c, next) => {
    const type = c.req.header('content-type');
    if (type !== undefined && !JSON_TYPE.test(type)) throw unsupportedType(type);
    const inflated = inflate(c.req.raw, c.req.header('content-encoding'));
    const bytes = inflated ? await readUpTo(inflated, limitBytes) : new Uint8Array();
    if (bytes.length > 0 && type === undefined) throw unsupportedType();
    requireUtf8(bytes);
    c.req.raw = new Request(c.req.url, {
      method: c.req.method,
      headers: { ...c.req.header() },
      // An empty body says nothing was given: the validators see an empty object.
      body: bytes.length === 0 ? EMPTY_OBJECT : bytes,
    });
    await next();
  };
}

function inflate(request: Request, encoding = 'identity'): ReadableStream<Uint8Array> | null {
  switch (encoding.toLowerCase()) {
    case 'identity':
      return request.body;
    case 'gzip':
      return request.body?.pipeThrough(new DecompressionStream('gzip')) ?? null;
    default:
      throw new DcsError('request.unsupported_type', {
        detail: `The Content-Encoding "${encoding}" is not taken; send gzip or none.`,
        headers: { 'Accept-Encoding': 'gzip' },
      });
  }
}

async function readUpTo(
  stream: ReadableStream<Uint8Array>,
  limitBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = stream.getReader();
  while (true) {
    const { done, value } = await reader.read().catch((cause: unknown) => {
      throw new DcsError('request.malformed', {
        detail: 'The body broke off, or is not the gzip it claims to be.',
        cause,
      });
    });
    if (done) break;
    size += value.length;
    if (size > limitBytes) {
      await reader.cancel().catch(() => {});
      throw new DcsError('request.too_large', {
        detail: `This route takes at most ${limitBytes} bytes of JSON, inflated.`,
        headers: { Connection: 'close' },
      });
    }
    chunks.push(value);
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

function requireUtf8(bytes: Uint8Array): void {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new DcsError('request.malformed', { detail: 'The body is not valid UTF-8.', cause });
  }
}

export function unsupportedType(type = 'none'): DcsError {
  return new DcsError('request.unsupported_type', {
    detail: `The body must have the Content-Type application/json, not ${type.slice(0, 100)}.`,
  });
}
