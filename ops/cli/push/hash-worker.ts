import { parentPort } from 'node:worker_threads';
import { type DigestRequest, digestSlice } from './digest-slice.ts';

// A thread of the pool in slice-hasher.ts: batches in, a reply for each request out, in order.
parentPort?.on('message', (batch: readonly DigestRequest[]) => {
  parentPort?.postMessage(batch.map(digestSlice));
});
