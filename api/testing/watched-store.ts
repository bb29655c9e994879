import type { Fault, FaultPlan, FaultRequest } from '../../ops/embedded/s3/faults.ts';
import type { RequestEvent } from '../../ops/embedded/s3/serve.ts';
import { startEmbeddedS3 } from '../../ops/embedded/s3/server.ts';
import type { StoreAccess } from '../adapters/config.ts';
import { createNodeBlobs } from '../adapters/node-blobs.ts';
import { prepareStore } from '../core/prepare.ts';

/** An S3 server of a test's own, which tells what it was asked. */
export interface WatchedStore {
  readonly access: StoreAccess;
  /** Every request answered or lost since it was last emptied. */
  readonly requests: RequestEvent[];
  /** What goes wrong from now on; nothing unless set. */
  faults: FaultPlan;
  /** Moves its clock. Beyond 15 minutes it refuses the API's own requests. */
  advance(seconds: number): void;
  stop(): Promise<void>;
}

export interface HeldPuts {
  /** Pieces that came so far. */
  readonly came: readonly string[];
  /** Lets them on, and all that come later. @param fault what befalls those that were held */
  letOn(fault?: Fault): void;
}

/** @param onRequest called when a request comes, and when it is answered or lost */
export async function startWatchedStore(onRequest = () => {}): Promise<WatchedStore> {
  const access = { accessKey: 'test-access', secretKey: 'test-secret', region: 'us-east-1' };
  const requests: RequestEvent[] = [];
  let aheadMs = 0;
  const server = await startEmbeddedS3({
    ...access,
    store: { kind: 'memory' },
    faults(request) {
      const fault = watched.faults(request);
      onRequest();
      return fault;
    },
    now: () => Date.now() + aheadMs,
    onRequest(event) {
      requests.push(event);
      onRequest();
    },
  });
  const watched: WatchedStore = {
    access: { ...access, endpoint: server.endpoint },
    requests,
    faults: () => null,
    advance(seconds) {
      aheadMs += seconds * 1000;
    },
    stop: () => server.stop(),
  };
  await prepareStore(createNodeBlobs(watched.access));
  return watched;
}

/** What a PUT of the store brings: its path, a part as `path#2`; undefined of other requests. */
export function pieceOf(
  request: Pick<FaultRequest, 'bucket' | 'key' | 'partNumber'> & { operation: string | null },
): string | undefined {
  const { operation, bucket, key, partNumber } = request;
  const isPut = operation === 'PutObject' || operation === 'UploadPart';
  if (!isPut || bucket === 'meta') return undefined;
  // Keys are `publisher/book_name/gen/path`.
  const path = key.split('/').slice(3).join('/');
  return partNumber ? `${path}#${partNumber}` : path;
}

/** Holds PUTs of pieces when they come, until they are let on. @param which all unless given */
export function holdPuts(
  store: WatchedStore,
  which: (piece: string) => boolean = () => true,
): HeldPuts {
  const came: string[] = [];
  const letOn = Promise.withResolvers<Fault | null>();
  let isOpen = false;
  store.faults = (request) => {
    const piece = pieceOf(request);
    if (isOpen || piece === undefined || !which(piece)) return null;
    came.push(piece);
    return letOn.promise;
  };
  return {
    came,
    letOn(fault) {
      isOpen = true;
      letOn.resolve(fault ?? null);
    },
  };
}
