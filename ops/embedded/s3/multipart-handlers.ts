import { assembleObject } from './assemble-object.ts';
import type { Checksum, ChecksumAlgorithm, ChecksumType } from './checksums.ts';
import { parseAlgorithm } from './checksums.ts';
import { readCompletion } from './completion.ts';
import { checkWrite, readConditions } from './conditions.ts';
import { S3Error } from './errors.ts';
import type { HandlerContext, S3Answer, S3Request } from './exchange.ts';
import { headerOf, xmlAnswer } from './exchange.ts';
import { checkPutLength } from './object-handlers.ts';
import { checksumHeaders, readObjectHeaders } from './object-headers.ts';
import { checkBody, readText } from './request-body.ts';
import type { Upload } from './store.ts';

const MAX_PARTS = 10_000;
/** 10,000 parts with ETag and checksum take under 3 MB. */
const MAX_COMPLETION_BYTES = 8 * 1024 * 1024;

export function readPartNumber(query: URLSearchParams): number {
  const text = query.get('partNumber') ?? '';
  const partNumber = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (partNumber < 1 || partNumber > MAX_PARTS) {
    throw new S3Error('InvalidArgument', `Part number must be between 1 and ${MAX_PARTS}.`);
  }
  return partNumber;
}

function readChecksumType(request: S3Request, algorithm: ChecksumAlgorithm | null): ChecksumType {
  const asked = headerOf(request, 'x-amz-checksum-type')?.toUpperCase();
  const fallback = algorithm === 'CRC64NVME' ? 'FULL_OBJECT' : 'COMPOSITE';
  const type = asked ?? fallback;
  const isHash = algorithm === 'SHA1' || algorithm === 'SHA256';
  const impossible =
    (type === 'FULL_OBJECT' && isHash) || (type === 'COMPOSITE' && algorithm === 'CRC64NVME');
  if ((type !== 'FULL_OBJECT' && type !== 'COMPOSITE') || impossible) {
    throw new S3Error(
      'InvalidRequest',
      `The ${type} checksum type cannot be used with ${algorithm}.`,
    );
  }
  if (asked !== undefined && algorithm === null) {
    throw new S3Error('InvalidRequest', 'x-amz-checksum-type needs x-amz-checksum-algorithm.');
  }
  return type;
}

export async function createMultipartUpload(
  ctx: HandlerContext,
  request: S3Request,
): Promise<S3Answer> {
  const { bucket, key } = request;
  const asked = headerOf(request, 'x-amz-checksum-algorithm');
  const algorithm = asked === undefined ? null : parseAlgorithm(asked);
  const checksumType = readChecksumType(request, algorithm);
  const id = await ctx.store.createUpload({
    bucket,
    key,
    startedAt: ctx.now(),
    headers: readObjectHeaders(request),
    algorithm,
    checksumType,
  });
  const answer = xmlAnswer('InitiateMultipartUploadResult', {
    Bucket: bucket,
    Key: key,
    UploadId: id,
  });
  const described = algorithm && {
    'x-amz-checksum-algorithm': algorithm,
    'x-amz-checksum-type': checksumType,
  };
  return { ...answer, headers: { ...answer.headers, ...described } };
}

/** The checksum a part is kept with: the upload's algorithm, which every part must then bring. */
function partChecksum(upload: Upload, given: Checksum | null): string | null {
  if (upload.algorithm === null) {
    return null;
  }
  if (given?.algorithm !== upload.algorithm) {
    throw new S3Error(
      'InvalidRequest',
      `The upload was created with ${upload.algorithm}; this part brought ${given?.algorithm ?? 'none'}.`,
    );
  }
  return given.value;
}

export async function uploadPart(ctx: HandlerContext, request: S3Request): Promise<S3Answer> {
  checkPutLength(request);
  const { bucket, key, query } = request;
  const id = query.get('uploadId') ?? '';
  const partNumber = readPartNumber(query);
  const upload = ctx.store.findUpload(request, id);
  const body = checkBody(request.body);
  const blob = await ctx.store.stage(body.chunks);
  let checksum: string | null;
  try {
    checksum = partChecksum(upload, body.checksum());
  } catch (error) {
    await ctx.store.discard(blob);
    throw error;
  }
  const part = { partNumber, etag: body.md5Hex(), modifiedAt: ctx.now(), checksum, blob };
  await ctx.store.putPart({ bucket, key }, id, part);
  const { 'x-amz-checksum-type': _type, ...sums } = checksumHeaders(body.checksum());
  return { status: 200, headers: { etag: `"${part.etag}"`, ...sums } };
}

function withoutChecksums(headers: S3Request['headers']): S3Request['headers'] {
  const kept = Object.entries(headers).filter(([name]) => !name.startsWith('x-amz-checksum-'));
  return Object.fromEntries(kept);
}

export async function completeMultipartUpload(
  ctx: HandlerContext,
  request: S3Request,
): Promise<S3Answer> {
  const { bucket, key, query } = request;
  const id = query.get('uploadId') ?? '';
  ctx.store.findUpload(request, id);
  const conditions = readConditions(request.headers);
  // Here x-amz-checksum-* speaks of the object, not of this document.
  const headers = withoutChecksums(request.headers);
  const xml = await readText({ ...request.body, headers }, MAX_COMPLETION_BYTES);
  const completion = readCompletion(xml, request);
  const object = await ctx.store.completeUpload({ bucket, key }, id, async (upload, current) => {
    checkWrite(conditions, current);
    return await assembleObject(ctx, upload, completion);
  });
  const { checksum } = object;
  return xmlAnswer('CompleteMultipartUploadResult', {
    Location: `http://${request.headers.host}/${bucket}/${key}`,
    Bucket: bucket,
    Key: key,
    ETag: `"${object.etag}"`,
    ...(checksum && {
      [`Checksum${checksum.algorithm}`]: checksum.value,
      ChecksumType: checksum.type,
    }),
  });
}

export async function abortMultipartUpload(
  ctx: HandlerContext,
  request: S3Request,
): Promise<S3Answer> {
  const { bucket, key, query } = request;
  await ctx.store.abortUpload({ bucket, key }, query.get('uploadId') ?? '');
  return { status: 204 };
}
