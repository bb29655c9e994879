import { UndiciHttpHandler } from '@smithy/undici-http-handler';
import type { Blobs } from '../core/ports.ts';
import type { StoreAccess } from './config.ts';
import { createS3Blobs } from './s3-blobs.ts';
import { PATIENCE, type Patience } from './s3-patience.ts';
import { systemIds } from './system.ts';

/**
 * The object store for Node. Requests go by undici, by which one takes two thirds of the processor it
 * takes by `node:http`, the SDK's default. A book is moved by tens of thousands of them.
 * @param patience how long the store is waited for
 */
export function createNodeBlobs(access: StoreAccess, patience: Patience = PATIENCE): Blobs {
  const dispatcher = {
    connect: { timeout: patience.connectionTimeout },
    headersTimeout: patience.requestTimeout,
    bodyTimeout: patience.socketTimeout,
  };
  return createS3Blobs(access, systemIds, new UndiciHttpHandler({ dispatcher }));
}
