import type { IncomingHttpHeaders } from 'node:http';

const EXPOSED = [
  'Accept-Ranges',
  'Content-Disposition',
  'Content-Encoding',
  'Content-Length',
  'Content-Range',
  'Date',
  'ETag',
  'Last-Modified',
  'Location',
  'x-amz-bucket-region',
  'x-amz-checksum-crc32',
  'x-amz-checksum-crc32c',
  'x-amz-checksum-crc64nvme',
  'x-amz-checksum-sha1',
  'x-amz-checksum-sha256',
  'x-amz-checksum-type',
  'x-amz-request-id',
].join(', ');
const METHODS = 'GET, HEAD, PUT, POST, DELETE';
/** Browsers cap it (Chromium at two hours); sending none costs an OPTIONS for each request. */
const MAX_AGE_SECONDS = 86_400;

/** Any origin may use a request it holds the signature for; no cookies are involved, so `*`. */
export function corsHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  return headers.origin === undefined
    ? {}
    : { 'access-control-allow-origin': '*', 'access-control-expose-headers': EXPOSED };
}

/** The answer to a preflight (Fetch standard): what was asked for is allowed. */
export function preflightHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const asked = headers['access-control-request-headers'];
  return {
    ...corsHeaders(headers),
    'access-control-allow-methods': METHODS,
    'access-control-max-age': String(MAX_AGE_SECONDS),
    vary: 'Access-Control-Request-Headers, Access-Control-Request-Method',
    ...(asked === undefined ? {} : { 'access-control-allow-headers': asked }),
  };
}
