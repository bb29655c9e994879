import { S3Error } from './errors.ts';
import type { HandlerContext, S3Answer, S3Request } from './exchange.ts';
import { isoTime, xmlAnswer } from './exchange.ts';
import { readText } from './request-body.ts';
import { checkKey } from './uri.ts';
import type { XmlElement } from './xml.ts';
import { childrenOf, parseXml, textOf } from './xml.ts';

const OWNER = { ID: 'embedded', DisplayName: 'embedded' };
const MAX_CONFIGURATION_BYTES = 64 * 1024;
const MAX_DELETE_KEYS = 1000;
/** 1,000 keys of 1,024 bytes, each byte escaped as six. */
const MAX_DELETE_BYTES = 8 * 1024 * 1024;

function requireBucket(ctx: HandlerContext, request: S3Request): void {
  if (!ctx.store.hasBucket(request.bucket)) {
    throw new S3Error('NoSuchBucket', 'The specified bucket does not exist.');
  }
}

export async function listBuckets(ctx: HandlerContext): Promise<S3Answer> {
  const buckets = ctx.store
    .listBuckets()
    .map(({ name, createdAt }) => ({ Name: name, CreationDate: isoTime(createdAt) }));
  return xmlAnswer('ListAllMyBucketsResult', { Owner: OWNER, Buckets: { Bucket: buckets } });
}

export async function createBucket(ctx: HandlerContext, request: S3Request): Promise<S3Answer> {
  if (request.headers['x-amz-bucket-object-lock-enabled'] === 'true') {
    throw new S3Error('NotImplemented', 'Object lock is not supported.');
  }
  if (Number(request.headers['content-length'] ?? 0) > 0) {
    // A region in it makes no difference here, but the body must be what was signed.
    await readText(request.body, MAX_CONFIGURATION_BYTES);
  }
  await ctx.store.createBucket(request.bucket);
  return { status: 200, headers: { location: `/${request.bucket}` } };
}

export async function headBucket(ctx: HandlerContext, request: S3Request): Promise<S3Answer> {
  requireBucket(ctx, request);
  return { status: 200, headers: { 'x-amz-bucket-region': ctx.region } };
}

export async function deleteBucket(ctx: HandlerContext, request: S3Request): Promise<S3Answer> {
  await ctx.store.deleteBucket(request.bucket);
  return { status: 204 };
}

export async function getBucketLocation(
  ctx: HandlerContext,
  request: S3Request,
): Promise<S3Answer> {
  requireBucket(ctx, request);
  // S3 names its first region by an empty element.
  return xmlAnswer('LocationConstraint', ctx.region === 'us-east-1' ? {} : { '#text': ctx.region });
}

export async function getBucketVersioning(
  ctx: HandlerContext,
  request: S3Request,
): Promise<S3Answer> {
  requireBucket(ctx, request);
  return xmlAnswer('VersioningConfiguration', {});
}

/** DeleteObjects: each key is answered for itself. */
export async function deleteObjects(ctx: HandlerContext, request: S3Request): Promise<S3Answer> {
  requireBucket(ctx, request);
  const root = parseXml(await readText(request.body, MAX_DELETE_BYTES), ['Delete']);
  const keys = childrenOf(root, 'Object').map((object) => textOf(object, 'Key') ?? '');
  if (keys.length === 0 || keys.length > MAX_DELETE_KEYS || keys.includes('')) {
    throw new S3Error('MalformedXML', 'Delete needs between 1 and 1000 objects with a key.');
  }
  const quiet = textOf(root, 'Quiet') === 'true';
  const outcomes = await Promise.all(keys.map((key) => deleteOne(ctx, request.bucket, key)));
  return xmlAnswer('DeleteResult', {
    Deleted: quiet ? [] : outcomes.flatMap(({ deleted }) => deleted),
    Error: outcomes.flatMap(({ error }) => error),
  });
}

async function deleteOne(
  ctx: HandlerContext,
  bucket: string,
  key: string,
): Promise<{ deleted: XmlElement[]; error: XmlElement[] }> {
  try {
    checkKey(key);
    await ctx.store.deleteObject({ bucket, key }, () => undefined);
    return { deleted: [{ Key: key }], error: [] };
  } catch (error) {
    const { code, message } =
      error instanceof S3Error ? error : { code: 'InternalError', message: 'Please try again.' };
    return { deleted: [], error: [{ Key: key, Code: code, Message: message }] };
  }
}
