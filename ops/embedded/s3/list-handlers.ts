import { S3Error } from './errors.ts';
import type { HandlerContext, S3Answer, S3Request } from './exchange.ts';
import { isoTime, xmlAnswer } from './exchange.ts';
import { compareUtf8 } from './sorted-keys.ts';
import type { ListCursor, PartRecord, UploadRecord } from './store.ts';
import { uriEncodePath } from './uri.ts';

const PAGE_LIMIT = 1000;

/** A whole number in the query, at most 1,000 (S3's page), or InvalidArgument. */
function readCount(query: URLSearchParams, name: string, fallback: number): number {
  const text = query.get(name) ?? String(fallback);
  if (!/^\d{1,10}$/.test(text)) {
    throw new S3Error('InvalidArgument', `${name} must be a whole number.`);
  }
  return Number(text);
}

function readPageSize(query: URLSearchParams, name: string): number {
  return Math.min(readCount(query, name, PAGE_LIMIT), PAGE_LIMIT);
}

/** How names are written: as they are, or percent-encoded when encoding-type=url asks for it. */
function readEncoding(query: URLSearchParams): (name: string) => string {
  const encoding = query.get('encoding-type');
  if (encoding !== null && encoding !== 'url') {
    throw new S3Error('InvalidArgument', 'encoding-type must be url.');
  }
  return encoding === null ? (name) => name : uriEncodePath;
}

function encodeToken(cursor: ListCursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

function badToken(cause?: unknown): S3Error {
  return new S3Error('InvalidArgument', 'The continuation token provided is incorrect.', { cause });
}

function decodeToken(token: string): ListCursor {
  let cursor: unknown;
  try {
    cursor = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
  } catch (cause) {
    throw badToken(cause);
  }
  if (typeof cursor === 'object' && cursor !== null && 'kind' in cursor && 'value' in cursor) {
    const { kind, value } = cursor;
    if ((kind === 'key' || kind === 'prefix') && typeof value === 'string') {
      return { kind, value };
    }
  }
  throw badToken();
}

function readCursor(query: URLSearchParams): ListCursor | null {
  const token = query.get('continuation-token');
  if (token !== null) {
    return decodeToken(token);
  }
  const startAfter = query.get('start-after') ?? '';
  return startAfter === '' ? null : { kind: 'key', value: startAfter };
}

export async function listObjectsV2(ctx: HandlerContext, request: S3Request): Promise<S3Answer> {
  const { query, bucket } = request;
  const encode = readEncoding(query);
  const limit = readPageSize(query, 'max-keys');
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const startAfter = query.get('start-after');
  const after = readCursor(query);
  const page = ctx.store.listObjects(bucket, { prefix, delimiter, after, limit });
  return xmlAnswer('ListBucketResult', {
    Name: bucket,
    Prefix: encode(prefix),
    Delimiter: delimiter === '' ? undefined : encode(delimiter),
    StartAfter: startAfter === null ? undefined : encode(startAfter),
    ContinuationToken: query.get('continuation-token') ?? undefined,
    NextContinuationToken: page.next === null ? undefined : encodeToken(page.next),
    EncodingType: query.get('encoding-type') ?? undefined,
    KeyCount: page.objects.length + page.prefixes.length,
    MaxKeys: limit,
    IsTruncated: page.next !== null,
    Contents: page.objects.map(({ key, object }) => ({
      Key: encode(key),
      LastModified: isoTime(object.modifiedAt),
      ETag: `"${object.etag}"`,
      ChecksumAlgorithm: object.checksum?.algorithm,
      ChecksumType: object.checksum?.type,
      Size: object.sizeBytes,
      StorageClass: 'STANDARD',
    })),
    CommonPrefixes: page.prefixes.map((commonPrefix) => ({ Prefix: encode(commonPrefix) })),
  });
}

function byKeyThenId(a: UploadRecord, b: UploadRecord): number {
  return compareUtf8(a.key, b.key) || compareUtf8(a.id, b.id);
}

/** Whether an upload comes after the markers: a later key, or the same key and a later id. */
function isPastMarkers(upload: UploadRecord, keyMarker: string, idMarker: string): boolean {
  const order = compareUtf8(upload.key, keyMarker);
  return order > 0 || (order === 0 && idMarker !== '' && compareUtf8(upload.id, idMarker) > 0);
}

export async function listMultipartUploads(
  ctx: HandlerContext,
  request: S3Request,
): Promise<S3Answer> {
  const { query, bucket } = request;
  if (query.get('delimiter')) {
    throw new S3Error('NotImplemented', 'ListMultipartUploads takes no delimiter here.');
  }
  const encode = readEncoding(query);
  const limit = readPageSize(query, 'max-uploads');
  const prefix = query.get('prefix') ?? '';
  const keyMarker = query.get('key-marker') ?? '';
  const idMarker = query.get('upload-id-marker') ?? '';
  const found = ctx.store
    .listUploads(bucket)
    .filter((upload) => upload.key.startsWith(prefix) && isPastMarkers(upload, keyMarker, idMarker))
    .sort(byKeyThenId);
  const page = found.slice(0, limit);
  const last = found.length > limit ? page.at(-1) : undefined;
  return xmlAnswer('ListMultipartUploadsResult', {
    Bucket: bucket,
    KeyMarker: encode(keyMarker),
    UploadIdMarker: idMarker,
    NextKeyMarker: last && encode(last.key),
    NextUploadIdMarker: last?.id,
    EncodingType: query.get('encoding-type') ?? undefined,
    Prefix: encode(prefix),
    MaxUploads: limit,
    IsTruncated: last !== undefined,
    Upload: page.map((upload) => ({
      Key: encode(upload.key),
      UploadId: upload.id,
      Initiated: isoTime(upload.startedAt),
      StorageClass: 'STANDARD',
      ChecksumAlgorithm: upload.algorithm ?? undefined,
      ChecksumType: upload.algorithm === null ? undefined : upload.checksumType,
    })),
  });
}

export async function listParts(ctx: HandlerContext, request: S3Request): Promise<S3Answer> {
  const { query, bucket, key } = request;
  const upload = ctx.store.findUpload(request, query.get('uploadId') ?? '');
  const limit = readPageSize(query, 'max-parts');
  const marker = readCount(query, 'part-number-marker', 0);
  const parts: PartRecord[] = [...upload.parts.values()]
    .filter((part) => part.partNumber > marker)
    .sort((a, b) => a.partNumber - b.partNumber);
  const page = parts.slice(0, limit);
  const isTruncated = parts.length > page.length;
  return xmlAnswer('ListPartsResult', {
    Bucket: bucket,
    Key: readEncoding(query)(key),
    UploadId: upload.id,
    PartNumberMarker: marker,
    NextPartNumberMarker: page.at(-1)?.partNumber ?? 0,
    MaxParts: limit,
    IsTruncated: isTruncated,
    ChecksumAlgorithm: upload.algorithm ?? undefined,
    ChecksumType: upload.algorithm === null ? undefined : upload.checksumType,
    Part: page.map((part) => ({
      PartNumber: part.partNumber,
      LastModified: isoTime(part.modifiedAt),
      ETag: `"${part.etag}"`,
      Size: part.blob.sizeBytes,
      ...(upload.algorithm === null || part.checksum === null
        ? {}
        : { [`Checksum${upload.algorithm}`]: part.checksum }),
    })),
  });
}
