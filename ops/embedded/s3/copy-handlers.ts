import type { Checksum, ChecksumAlgorithm } from './checksums.ts';
import { makeHasher, parseAlgorithm } from './checksums.ts';
import { checkCopySource, checkWrite, readConditions } from './conditions.ts';
import { S3Error } from './errors.ts';
import type { HandlerContext, S3Answer, S3Request } from './exchange.ts';
import { headerOf, isoTime, xmlAnswer } from './exchange.ts';
import type { Hasher } from './hasher.ts';
import { readPartNumber } from './multipart-handlers.ts';
import { MAX_PUT_BYTES } from './object-handlers.ts';
import { readObjectHeaders } from './object-headers.ts';
import type { Blob, ByteRange, ObjectRecord, OpenObject } from './store.ts';
import { parseCopySource } from './uri.ts';

/** Opens the source a copy names, once its x-amz-copy-source-if-* conditions hold. */
function openSource(ctx: HandlerContext, request: S3Request): OpenObject {
  const source = ctx.store.openObject(
    parseCopySource(headerOf(request, 'x-amz-copy-source') ?? ''),
  );
  if (source === null) {
    throw new S3Error('NoSuchKey', 'The specified key does not exist.');
  }
  try {
    checkCopySource(readConditions(request.headers, 'x-amz-copy-source-'), source.object);
  } catch (error) {
    source.close();
    throw error;
  }
  return source;
}

async function* hashing(
  chunks: AsyncIterable<Uint8Array>,
  hashers: Hasher[],
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    for (const hasher of hashers) {
      hasher.update(chunk);
    }
    yield chunk;
  }
}

type Copied = { blob: Blob; etag: string; checksum: Checksum | null };

/** Copies a source's bytes into a blob of their own, hashing on the way. */
async function copyBytes(
  ctx: HandlerContext,
  source: { open: OpenObject; range?: ByteRange | undefined },
  algorithm: ChecksumAlgorithm | null,
): Promise<Copied> {
  const md5 = makeHasher('MD5');
  const hasher = algorithm === null ? null : makeHasher(algorithm);
  const hashers = hasher === null ? [md5] : [md5, hasher];
  const blob = await ctx.store.stage(hashing(source.open.read(source.range), hashers));
  const checksum: Checksum | null =
    algorithm === null || hasher === null
      ? null
      : { algorithm, value: hasher.digest().toString('base64'), type: 'FULL_OBJECT' };
  return { blob, etag: md5.digest().toString('hex'), checksum };
}

function readDirective(request: S3Request): 'COPY' | 'REPLACE' {
  const directive = headerOf(request, 'x-amz-metadata-directive') ?? 'COPY';
  if (directive !== 'COPY' && directive !== 'REPLACE') {
    throw new S3Error('InvalidArgument', 'x-amz-metadata-directive must be COPY or REPLACE.');
  }
  return directive;
}

/** The checksum of a copy: the one asked for, else the source's algorithm, over all its bytes. */
function copyAlgorithm(request: S3Request, source: ObjectRecord): ChecksumAlgorithm | null {
  const asked = headerOf(request, 'x-amz-checksum-algorithm');
  return asked === undefined ? (source.checksum?.algorithm ?? null) : parseAlgorithm(asked);
}

export async function copyObject(ctx: HandlerContext, request: S3Request): Promise<S3Answer> {
  const { bucket, key } = request;
  const conditions = readConditions(request.headers);
  const guard = (current: ObjectRecord | null) => checkWrite(conditions, current);
  guard(ctx.store.findObject(request));
  const directive = readDirective(request);
  const source = openSource(ctx, request);
  try {
    const { object } = source;
    if (object.sizeBytes > MAX_PUT_BYTES) {
      throw new S3Error('InvalidRequest', 'The copy source is larger than 5 GiB.');
    }
    if (directive === 'COPY' && ctx.store.findObject(request) === object) {
      throw new S3Error('InvalidRequest', 'A copy onto itself must change the metadata.');
    }
    const headers = directive === 'COPY' ? object.headers : readObjectHeaders(request);
    const copied = await copyBytes(ctx, { open: source }, copyAlgorithm(request, object));
    const modifiedAt = ctx.now();
    const { blob, etag, checksum } = copied;
    const copy = { sizeBytes: blob.sizeBytes, etag, modifiedAt, headers, checksum, blobs: [blob] };
    await ctx.store.putObject({ bucket, key }, copy, guard);
    return xmlAnswer('CopyObjectResult', {
      LastModified: isoTime(modifiedAt),
      ETag: `"${etag}"`,
      ...checksumElements(checksum),
    });
  } finally {
    source.close();
  }
}

function checksumElements(checksum: Checksum | null): Record<string, string> {
  return checksum === null
    ? {}
    : { [`Checksum${checksum.algorithm}`]: checksum.value, ChecksumType: checksum.type };
}

/** `bytes=first-last`, both given and inside the source, or undefined without the header. */
function readCopyRange(request: S3Request, source: ObjectRecord): ByteRange | undefined {
  const header = headerOf(request, 'x-amz-copy-source-range');
  if (header === undefined) {
    return undefined;
  }
  const match = /^bytes=(\d{1,16})-(\d{1,16})$/.exec(header);
  const first = Number(match?.[1]);
  const last = Number(match?.[2]);
  if (match === null || last < first) {
    throw new S3Error('InvalidArgument', 'x-amz-copy-source-range must be bytes=first-last.');
  }
  if (last >= source.sizeBytes) {
    throw new S3Error('InvalidRange', `The source has ${source.sizeBytes} bytes.`);
  }
  return { first, last };
}

export async function uploadPartCopy(ctx: HandlerContext, request: S3Request): Promise<S3Answer> {
  const { bucket, key, query } = request;
  const id = query.get('uploadId') ?? '';
  const partNumber = readPartNumber(query);
  const upload = ctx.store.findUpload(request, id);
  const source = openSource(ctx, request);
  try {
    const range = readCopyRange(request, source.object);
    const sizeBytes = range ? range.last - range.first + 1 : source.object.sizeBytes;
    if (sizeBytes > MAX_PUT_BYTES) {
      throw new S3Error('InvalidRequest', 'A part may have at most 5 GiB.');
    }
    const { blob, etag, checksum } = await copyBytes(
      ctx,
      { open: source, range },
      upload.algorithm,
    );
    const modifiedAt = ctx.now();
    const part = { partNumber, etag, modifiedAt, checksum: checksum?.value ?? null, blob };
    await ctx.store.putPart({ bucket, key }, id, part);
    const { ChecksumType: _type, ...element } = checksumElements(checksum);
    const answer = { LastModified: isoTime(modifiedAt), ETag: `"${etag}"`, ...element };
    return xmlAnswer('CopyPartResult', answer);
  } finally {
    source.close();
  }
}
