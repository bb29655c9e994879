import { S3Error } from './errors.ts';

/** Percent-encodes all but RFC 3986's unreserved characters: what SigV4 calls UriEncode. */
export function uriEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** uriEncode with `/` kept: a canonical path, and a key in a listing with encoding-type=url. */
export function uriEncodePath(path: string): string {
  return path.split('/').map(uriEncode).join('/');
}

/** Decodes once, as UTF-8; `+` stays a plus. Throws InvalidURI for bad escapes or bad UTF-8. */
function uriDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (cause) {
    throw badUri(cause);
  }
}

function badUri(cause: unknown): S3Error {
  return new S3Error('InvalidURI', 'The specified URI could not be parsed.', { cause });
}

export type Target = { path: string; bucket: string; key: string; query: URLSearchParams };

const MAX_KEY_BYTES = 1024;
const BUCKET_NAME = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/**
 * Refuses keys no client should hold: over 1,024 bytes, with a NUL, or with a `.` or `..` segment
 * (between `/` or `\`), which would climb out of a folder once the key is used as a path.
 */
export function checkKey(key: string): void {
  if (Buffer.byteLength(key) > MAX_KEY_BYTES) {
    throw new S3Error('KeyTooLongError', 'Your key is too long.');
  }
  const traverses = key.split(/[/\\]/).some((segment) => segment === '.' || segment === '..');
  if (traverses || key.includes('\0')) {
    throw new S3Error('InvalidArgument', 'The key has a NUL or a segment "." or "..".');
  }
}

function checkBucketName(bucket: string): void {
  if (!BUCKET_NAME.test(bucket) || bucket.includes('..')) {
    throw new S3Error('InvalidBucketName', 'The specified bucket is not valid.');
  }
}

/** Splits a raw request target, path style: `/bucket/key?query`. */
export function parseTarget(url: string): Target {
  const mark = url.indexOf('?');
  const rawPath = mark < 0 ? url : url.slice(0, mark);
  if (!rawPath.startsWith('/')) {
    throw new S3Error('InvalidURI', 'The request target must be a path.');
  }
  const path = uriDecode(rawPath);
  const slash = path.indexOf('/', 1);
  const bucket = slash < 0 ? path.slice(1) : path.slice(1, slash);
  const key = slash < 0 ? '' : path.slice(slash + 1);
  if (bucket !== '' || key !== '') {
    checkBucketName(bucket);
  }
  checkKey(key);
  return { path, bucket, key, query: new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1)) };
}

/** Reads `x-amz-copy-source`: `/bucket/key` or `bucket/key`, percent-encoded. */
export function parseCopySource(header: string): { bucket: string; key: string } {
  const [rawPath = '', rawQuery = ''] = header.split('?', 2);
  const version = new URLSearchParams(rawQuery).get('versionId');
  if (version !== null && version !== 'null') {
    throw new S3Error('NotImplemented', 'Versions are not kept here.');
  }
  const path = uriDecode(rawPath).replace(/^\//, '');
  const slash = path.indexOf('/');
  if (slash < 1 || slash === path.length - 1) {
    throw new S3Error('InvalidArgument', 'Copy Source must mention the source bucket and key.');
  }
  const source = { bucket: path.slice(0, slash), key: path.slice(slash + 1) };
  checkBucketName(source.bucket);
  checkKey(source.key);
  return source;
}
