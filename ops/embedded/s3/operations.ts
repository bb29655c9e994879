import { S3Error } from './errors.ts';
import type { Target } from './uri.ts';

/** The S3 API actions this server answers. */
export type Operation =
  | 'AbortMultipartUpload'
  | 'CompleteMultipartUpload'
  | 'CopyObject'
  | 'CreateBucket'
  | 'CreateMultipartUpload'
  | 'DeleteBucket'
  | 'DeleteObject'
  | 'DeleteObjects'
  | 'GetBucketLocation'
  | 'GetBucketVersioning'
  | 'GetObject'
  | 'HeadBucket'
  | 'HeadObject'
  | 'ListBuckets'
  | 'ListMultipartUploads'
  | 'ListObjectsV2'
  | 'ListParts'
  | 'PutObject'
  | 'UploadPart'
  | 'UploadPartCopy';

/** Subresources S3 knows and this server does not: refused, lest `PUT ?tagging` replace the object. */
const REFUSED = new Set([
  'accelerate',
  'acl',
  'analytics',
  'append',
  'attributes',
  'cors',
  'encryption',
  'intelligent-tiering',
  'inventory',
  'legal-hold',
  'lifecycle',
  'logging',
  'metadataConfiguration',
  'metadataTable',
  'metrics',
  'notification',
  'object-lock',
  'ownershipControls',
  'partNumber',
  'policy',
  'policyStatus',
  'publicAccessBlock',
  'renameObject',
  'replication',
  'requestPayment',
  'restore',
  'retention',
  'select',
  'session',
  'tagging',
  'torrent',
  'versionId',
  'versions',
  'website',
]);

type Match = { method: string; target: Target; isCopy: boolean };

function bucketOperation({ method, target: { query } }: Match): Operation | null {
  switch (method) {
    case 'PUT':
      return query.has('versioning') ? null : 'CreateBucket';
    case 'HEAD':
      return 'HeadBucket';
    case 'DELETE':
      return 'DeleteBucket';
    case 'POST':
      return query.has('delete') ? 'DeleteObjects' : null;
    case 'GET':
      if (query.has('location')) {
        return 'GetBucketLocation';
      }
      if (query.has('versioning')) {
        return 'GetBucketVersioning';
      }
      if (query.has('uploads')) {
        return 'ListMultipartUploads';
      }
      return query.get('list-type') === '2' ? 'ListObjectsV2' : null;
    default:
      return null;
  }
}

function putOperation(hasUpload: boolean, isCopy: boolean): Operation {
  if (hasUpload) {
    return isCopy ? 'UploadPartCopy' : 'UploadPart';
  }
  return isCopy ? 'CopyObject' : 'PutObject';
}

function objectOperation({ method, target: { query }, isCopy }: Match): Operation | null {
  const hasUpload = query.has('uploadId');
  switch (method) {
    case 'GET':
      return hasUpload ? 'ListParts' : 'GetObject';
    case 'HEAD':
      return 'HeadObject';
    case 'PUT':
      return putOperation(hasUpload, isCopy);
    case 'DELETE':
      return hasUpload ? 'AbortMultipartUpload' : 'DeleteObject';
    case 'POST':
      if (query.has('uploads')) {
        return 'CreateMultipartUpload';
      }
      return hasUpload ? 'CompleteMultipartUpload' : null;
    default:
      return null;
  }
}

function isRefused(target: Target): boolean {
  return [...target.query].some(
    ([name, value]) =>
      REFUSED.has(name) &&
      !(name === 'versionId' && value === 'null') &&
      !(name === 'partNumber' && target.query.has('uploadId')),
  );
}

/** Names the action a request asks for; a NotImplemented error for one this server does not have. */
export function matchOperation(match: Match): Operation | S3Error {
  const { method, target } = match;
  let operation: Operation | null = null;
  if (!isRefused(target)) {
    if (target.bucket === '') {
      operation = method === 'GET' ? 'ListBuckets' : null;
    } else {
      operation = target.key === '' ? bucketOperation(match) : objectOperation(match);
    }
  }
  return (
    operation ??
    new S3Error('NotImplemented', 'A request you made needs what this server does not have.')
  );
}
