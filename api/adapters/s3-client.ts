import { S3Client } from '@aws-sdk/client-s3';
import type { StoreAccess } from './config.ts';
import { PATIENCE, type Patience } from './s3-patience.ts';

const MAX_ATTEMPTS = 2;

/** Buckets are addressed by path, as MinIO wants it. */
export function createS3Client(
  { endpoint, region, accessKey, secretKey }: StoreAccess,
  patience: Patience = PATIENCE,
): S3Client {
  return new S3Client({
    endpoint,
    region,
    credentials: { accessKeyId: accessKey, secretAccessKey: secretKey },
    forcePathStyle: true,
    maxAttempts: MAX_ATTEMPTS,
    requestHandler: { ...patience, throwOnRequestTimeout: true }, // Node's needs to be told to give up
    // Otherwise the SDK adds a CRC32 of its own beside our SHA-256.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
}
