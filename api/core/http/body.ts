import type { MiddlewareHandler } from 'hono';
import { DcsError } from '../errors.ts';
import type { HttpEnv } from './environment.ts';

const JSON_TYPE = /^application\/json\s*(?:;|$)/i;

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
    const text = inflated ? await readUpTo(inflated, limitBytes) : '';
    if (text !== '' && type === undefined) throw unsupportedType();
    // The validators take it from here. An empty body says nothing was given: they see an empty object.
    const body = Promise.resolve(text === '' ? '{}' : text);
    c.req.bodyCache.text = body as unknown as string; // Hono keeps a promise here, whatever its type says
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

/** The text of the stream, decoded as it comes, so that a large body is not held as bytes as well. */
async function readUpTo(stream: ReadableStream<Uint8Array>, limitBytes: number): Promise<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const pieces: string[] = [];
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
    pieces.push(decode(decoder, value));
  }
  pieces.push(decode(decoder));
  return pieces.join('');
}

/** @param bytes the next ones; none at the end */
function decode(decoder: TextDecoder, bytes?: Uint8Array): string {
  try {
    return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode();
  } catch (cause) {
    throw new DcsError('request.malformed', { detail: 'The body is not valid UTF-8.', cause });
  }
}

export function unsupportedType(type = 'none'): DcsError {
  return new DcsError('request.unsupported_type', {
    detail: `The body must have the Content-Type application/json, not ${type.slice(0, 100)}.`,
  });
}
