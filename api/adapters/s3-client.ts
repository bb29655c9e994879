import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import type { StoreAccess } from './config.ts';
import { PATIENCE } from './s3-patience.ts';

const MAX_ATTEMPTS = 2;

/** How requests reach the store. */
export type S3Transport = NonNullable<S3ClientConfig['requestHandler']>;

/**
 * Buckets are addressed by path, as MinIO wants it.
 * @param transport the SDK's own for the runtime unless given
 */
export function createS3Client(
  { endpoint, region, accessKey, secretKey }: StoreAccess,
  transport: S3Transport = { ...PATIENCE, throwOnRequestTimeout: true },
): S3Client {
  return new S3Client({
    endpoint,
    region,
    credentials: { accessKeyId: accessKey, secretAccessKey: secretKey },
    forcePathStyle: true,
    maxAttempts: MAX_ATTEMPTS,
    requestHandler: transport,
    // Otherwise the SDK adds a CRC32 of its own beside our SHA-256.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
}
