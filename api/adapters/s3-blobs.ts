import {
  CreateBucketCommand,
  DeleteObjectCommand,
  HeadBucketCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { DcsError } from '../core/errors.ts';
import type { Blobs, Ids } from '../core/ports.ts';
import type { StoreAccess } from './config.ts';

const MAX_ATTEMPTS = 2;
/** SHA-256 of no bytes at all, so a wrong one for any. */
const SHA256_OF_NOTHING = '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';

/** The object store through the AWS SDK; buckets are addressed by path, as MinIO wants it. */
export function createS3Blobs(settings: StoreAccess, ids: Ids): Blobs {
  const client = new S3Client({
    endpoint: settings.endpoint,
    region: settings.region,
    credentials: { accessKeyId: settings.accessKey, secretAccessKey: settings.secretKey },
    forcePathStyle: true,
    maxAttempts: MAX_ATTEMPTS,
    // Otherwise the SDK adds a CRC32 of its own beside our SHA-256.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  return {
    async ensureBucket(bucket) {
      if (await hasBucket(client, bucket)) return;
      await client.send(new CreateBucketCommand({ Bucket: bucket })).catch((error: unknown) => {
        // Another replica may have been quicker.
        if (!isNamed(error, 'BucketAlreadyOwnedByYou', 'BucketAlreadyExists')) {
          throw unavailable(error);
        }
      });
    },

    async ping(bucket) {
      if (await hasBucket(client, bucket)) return;
      throw new DcsError('storage.unavailable', { detail: `The bucket ${bucket} is missing.` });
    },

    async refusesWrongChecksum(bucket) {
      const object = { Bucket: bucket, Key: `probe/${ids.uuid()}` };
      const put = new PutObjectCommand({
        ...object,
        Body: 'These bytes have another SHA-256.',
        ChecksumSHA256: SHA256_OF_NOTHING,
      });
      try {
        await client.send(put);
      } catch (error) {
        if (statusOf(error) === 400) return true;
        throw unavailable(error);
      }
      await client.send(new DeleteObjectCommand(object));
      return false;
    },
  };
}

async function hasBucket(client: S3Client, bucket: string): Promise<boolean> {
  try {
    await client.send(new HeadBucketCommand({ Bucket: bucket }));
    return true;
  } catch (error) {
    if (statusOf(error) === 404) return false;
    throw unavailable(error);
  }
}

function statusOf(error: unknown): number | undefined {
  return error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
}

function isNamed(error: unknown, ...names: string[]): boolean {
  return error instanceof Error && names.includes(error.name);
}

function unavailable(cause: unknown): DcsError {
  const status = statusOf(cause);
  const detail =
    status === 403
      ? 'The object store refuses our credentials.'
      : 'The object store does not answer.';
  return new DcsError('storage.unavailable', { detail, cause });
}
