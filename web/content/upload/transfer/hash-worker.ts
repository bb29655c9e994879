import { type DigestRequest, digestSlice } from './digest-slice.ts';

// A worker of the pool in slice-hasher.ts: batches in, a reply for each request out, in order.
self.addEventListener('message', async ({ data }: MessageEvent<readonly DigestRequest[]>) => {
  const replies = await Promise.all(data.map(digestSlice));
  const transfer = replies.flatMap((reply) =>
    reply.kind === 'digest' && reply.bytes ? [reply.bytes] : [],
  );
  self.postMessage(replies, { transfer });
});
