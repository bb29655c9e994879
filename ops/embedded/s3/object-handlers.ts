import {
  checkWrite,
  evaluateRead,
  preconditionFailed,
  rangeStillValid,
  readConditions,
} from './conditions.ts';
import { S3Error } from './errors.ts';
import type { HandlerContext, S3Answer, S3Request } from './exchange.ts';
import { headerOf } from './exchange.ts';
import {
  checksumHeaders,
  describeObject,
  readObjectHeaders,
  readOverrides,
} from './object-headers.ts';
import { resolveRange } from './range.ts';
import { checkBody, declaredLength } from './request-body.ts';
import type { ObjectRecord } from './store.ts';

/** S3's limit for one PUT, one part and one copy. */
export const MAX_PUT_BYTES = 5 * 1024 ** 3;

export function checkPutLength(request: S3Request): void {
  if (declaredLength(request.body) > MAX_PUT_BYTES) {
    throw new S3Error('EntityTooLarge', 'Your proposed upload exceeds the maximum size of 5 GiB.');
  }
}

export async function putObject(ctx: HandlerContext, request: S3Request): Promise<S3Answer> {
  checkPutLength(request);
  const conditions = readConditions(request.headers);
  const guard = (current: ObjectRecord | null) => checkWrite(conditions, current);
  guard(ctx.store.findObject(request));
  const headers = readObjectHeaders(request);
  const body = checkBody(request.body);
  const blob = await ctx.store.stage(body.chunks);
  const checksum = body.checksum();
  const object: ObjectRecord = {
    sizeBytes: blob.sizeBytes,
    etag: body.md5Hex(),
    modifiedAt: ctx.now(),
    headers,
    checksum,
    blobs: [blob],
  };
  await ctx.store.putObject({ bucket: request.bucket, key: request.key }, object, guard);
  return { status: 200, headers: { etag: `"${object.etag}"`, ...checksumHeaders(checksum) } };
}

export async function deleteObject(ctx: HandlerContext, request: S3Request): Promise<S3Answer> {
  const conditions = readConditions(request.headers);
  const { bucket, key } = request;
  await ctx.store.deleteObject({ bucket, key }, (current) => {
    if (current !== null) {
      checkWrite({ ifMatch: conditions.ifMatch }, current);
    }
  });
  return { status: 204 };
}

/** GetObject and HeadObject: the same answer, a HEAD's without its body. */
export async function readObject(ctx: HandlerContext, request: S3Request): Promise<S3Answer> {
  const overrides = readOverrides(request.query);
  const opened = ctx.store.openObject(request);
  if (opened === null) {
    throw new S3Error('NoSuchKey', 'The specified key does not exist.');
  }
  try {
    const plan = planRead(request, opened.object, overrides);
    if (plan.range === null || request.operation === 'HeadObject') {
      opened.close();
      return { status: plan.status, headers: plan.headers };
    }
    const chunks = opened.read(plan.range);
    return { status: plan.status, headers: plan.headers, body: { chunks, close: opened.close } };
  } catch (error) {
    opened.close();
    throw error;
  }
}

type ReadPlan = {
  status: number;
  headers: Record<string, string>;
  range: { first: number; last: number } | null;
};

function planRead(
  request: S3Request,
  object: ObjectRecord,
  overrides: Record<string, string>,
): ReadPlan {
  const described = describeObject(object);
  const outcome = evaluateRead(readConditions(request.headers), object);
  if (outcome === 'failed') {
    throw preconditionFailed();
  }
  if (outcome === 'not_modified') {
    const { 'content-type': _type, 'content-encoding': _encoding, ...headers } = described;
    return { status: 304, headers, range: null };
  }
  const headers = { ...described, ...overrides };
  const range = requestedRange(request, object);
  if (range !== null) {
    return {
      status: 206,
      headers: {
        ...headers,
        'content-length': String(range.last - range.first + 1),
        'content-range': `bytes ${range.first}-${range.last}/${object.sizeBytes}`,
      },
      range,
    };
  }
  const wantsChecksum = headerOf(request, 'x-amz-checksum-mode')?.toUpperCase() === 'ENABLED';
  return {
    status: 200,
    headers: {
      ...headers,
      'content-length': String(object.sizeBytes),
      ...(wantsChecksum ? checksumHeaders(object.checksum) : {}),
    },
    range: { first: 0, last: object.sizeBytes - 1 },
  };
}

/** The part asked for, or null for the whole; throws InvalidRange with the size (416). */
function requestedRange(
  request: S3Request,
  object: ObjectRecord,
): { first: number; last: number } | null {
  if (!rangeStillValid(headerOf(request, 'if-range'), object)) {
    return null;
  }
  const range = resolveRange(headerOf(request, 'range'), object.sizeBytes);
  if (range.kind === 'unsatisfiable') {
    throw new S3Error('InvalidRange', 'The requested range is not satisfiable', {
      headers: { 'content-range': `bytes */${object.sizeBytes}`, 'accept-ranges': 'bytes' },
    });
  }
  return range.kind === 'whole' ? null : range;
}
