import { type DigestRequest, digestSlice } from './digest-slice.ts';

// A worker of the pool in slice-hasher.ts: batches in, a reply for each request out, in order.
self.addEventListener('message', async ({ data }: MessageEvent<readonly DigestRequest[]>) => {
  self.postMessage(await Promise.all(data.map(digestSlice)));
});
