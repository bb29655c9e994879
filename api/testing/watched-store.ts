import type { FaultPlan } from '../../ops/embedded/s3/faults.ts';
import type { RequestEvent } from '../../ops/embedded/s3/serve.ts';
import { startEmbeddedS3 } from '../../ops/embedded/s3/server.ts';
import type { StoreAccess } from '../adapters/config.ts';
import { createS3Blobs } from '../adapters/s3-blobs.ts';
import { systemIds } from '../adapters/system.ts';
import { prepareStore } from '../core/prepare.ts';

/** An S3 server of a test's own, which tells what it was asked. */
export interface WatchedStore {
  readonly access: StoreAccess;
  /** Every request answered or lost since it was last emptied. */
  readonly requests: RequestEvent[];
  /** What goes wrong from now on; nothing unless set. */
  faults: FaultPlan;
  stop(): Promise<void>;
}

export async function startWatchedStore(): Promise<WatchedStore> {
  const access = { accessKey: 'test-access', secretKey: 'test-secret', region: 'us-east-1' };
  const requests: RequestEvent[] = [];
  const server = await startEmbeddedS3({
    ...access,
    store: { kind: 'memory' },
    faults: (request) => watched.faults(request),
    onRequest: (event) => requests.push(event),
  });
  const watched: WatchedStore = {
    access: { ...access, endpoint: server.endpoint },
    requests,
    faults: () => null,
    stop: () => server.stop(),
  };
  await prepareStore(createS3Blobs(watched.access, systemIds));
  return watched;
}
