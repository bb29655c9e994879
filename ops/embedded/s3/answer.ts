import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { S3Error } from './errors.ts';
import type { S3Answer } from './exchange.ts';
import { buildErrorXml } from './xml.ts';

/** Anything thrown as an S3Error; what is not one is a 500 that shows no internals. */
export function toS3Error(error: unknown): S3Error {
  return error instanceof S3Error
    ? error
    : new S3Error('InternalError', 'We encountered an internal error, please try again.', {
        cause: error,
      });
}

export function errorAnswer(error: S3Error, resource: string, requestId: string): S3Answer {
  return {
    status: error.status,
    headers: { ...error.headers, 'content-type': 'application/xml' },
    body: buildErrorXml({
      Code: error.code,
      Message: error.message,
      Resource: resource,
      RequestId: requestId,
    }),
  };
}

/** Sends an answer; a HEAD's goes without its body. Rejects when the connection breaks. */
export async function sendAnswer(outgoing: ServerResponse, answer: S3Answer): Promise<void> {
  const { body } = answer;
  const isHead = outgoing.req.method === 'HEAD';
  for (const [name, value] of Object.entries(answer.headers ?? {})) {
    outgoing.setHeader(name, value);
  }
  outgoing.statusCode = answer.status;
  if (typeof body === 'object') {
    try {
      await pipeline(Readable.from(body.chunks, { objectMode: false }), outgoing);
    } finally {
      body.close();
    }
    return;
  }
  const text = isHead || body === undefined ? '' : body;
  const bodiless = isHead || answer.status === 204 || answer.status === 304;
  if (!bodiless) {
    outgoing.setHeader('content-length', Buffer.byteLength(text));
  }
  outgoing.end(text);
}
