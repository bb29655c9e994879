import type { IncomingHttpHeaders } from 'node:http';
import type { Operation } from './operations.ts';
import type { RawBody } from './request-body.ts';
import type { ObjectStore } from './store.ts';
import type { XmlElement } from './xml.ts';
import { buildXml } from './xml.ts';

/** A request that has been routed and whose signature held. */
export type S3Request = {
  operation: Operation;
  bucket: string;
  key: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: RawBody;
};

/** What goes back. `close` releases what `body` reads from, sent whole or not. */
export type S3Answer = {
  status: number;
  headers?: Record<string, string>;
  body?: string | { chunks: AsyncIterable<Uint8Array>; close: () => void };
};

export type HandlerContext = { store: ObjectStore; region: string; now: () => number };
export type Handler = (ctx: HandlerContext, request: S3Request) => Promise<S3Answer>;

export function xmlAnswer(root: string, content: XmlElement): S3Answer {
  return {
    status: 200,
    headers: { 'content-type': 'application/xml' },
    body: buildXml(root, content),
  };
}

export function isoTime(timeMs: number): string {
  return new Date(timeMs).toISOString();
}

/** A header's single value, or undefined. */
export function headerOf(request: S3Request, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}
