import type { Checksum } from './checksums.ts';
import { checksumHeader } from './checksums.ts';
import { S3Error } from './errors.ts';
import type { S3Request } from './exchange.ts';
import type { ObjectRecord } from './store.ts';

const KEPT = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
];
const DEFAULT_TYPE = 'binary/octet-stream';
const META_PREFIX = 'x-amz-meta-';
const MAX_META_BYTES = 2048;

/** Asked for and not kept, these would be a silent broken promise. */
const REFUSED_PREFIXES = ['x-amz-server-side-encryption', 'x-amz-object-lock-', 'x-amz-tagging'];

const OVERRIDES: Record<string, string> = {
  'response-cache-control': 'cache-control',
  'response-content-disposition': 'content-disposition',
  'response-content-encoding': 'content-encoding',
  'response-content-language': 'content-language',
  'response-content-type': 'content-type',
  'response-expires': 'expires',
};

/** `aws-chunked` says how a body travelled, not what it is. */
function withoutAwsChunked(encoding: string): string {
  return encoding
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== 'aws-chunked' && part !== '')
    .join(',');
}

/** The headers of a PUT, copy or create-multipart request that GET will give back. */
export function readObjectHeaders(request: S3Request): Record<string, string> {
  const kept: Record<string, string> = { 'content-type': DEFAULT_TYPE };
  let metaBytes = 0;
  for (const [name, value] of Object.entries(request.headers)) {
    if (REFUSED_PREFIXES.some((prefix) => name.startsWith(prefix))) {
      throw new S3Error('NotImplemented', `The header ${name} is not supported.`);
    }
    if (typeof value !== 'string') {
      continue;
    }
    if (name.startsWith(META_PREFIX)) {
      metaBytes += name.length - META_PREFIX.length + value.length;
      kept[name] = value;
    } else if (KEPT.includes(name)) {
      kept[name] = name === 'content-encoding' ? withoutAwsChunked(value) : value;
    }
  }
  if (metaBytes > MAX_META_BYTES) {
    throw new S3Error('MetadataTooLarge', 'Your metadata headers exceed 2 KB.');
  }
  return Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== ''));
}

export function checksumHeaders(checksum: Checksum | null): Record<string, string> {
  return checksum === null
    ? {}
    : {
        [checksumHeader(checksum.algorithm)]: checksum.value,
        'x-amz-checksum-type': checksum.type,
      };
}

/** ETag, Last-Modified and what was kept: common to GET, HEAD and 304. */
export function describeObject(object: ObjectRecord): Record<string, string> {
  return {
    ...object.headers,
    etag: `"${object.etag}"`,
    'last-modified': new Date(object.modifiedAt).toUTCString(),
    'accept-ranges': 'bytes',
  };
}

/** The `response-*` parameters as headers; signed like the rest of the query. */
export function readOverrides(query: URLSearchParams): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [parameter, name] of Object.entries(OVERRIDES)) {
    const value = query.get(parameter);
    if (value === null) {
      continue;
    }
    // biome-ignore lint/suspicious/noControlCharactersInRegex: a line break would forge a header.
    if (/[\u0000-\u001f\u007f]/.test(value)) {
      throw new S3Error('InvalidArgument', `${parameter} has a control character.`);
    }
    // Node writes headers as Latin-1; these bytes are the value in UTF-8.
    headers[name] = Buffer.from(value, 'utf8').toString('latin1');
  }
  return headers;
}
