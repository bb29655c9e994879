import { createHash } from 'node:crypto';
import { writeSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { codeOf } from './disk-error.ts';
import { createQuickReader } from './quick-reader.ts';
import type { SliceFailure, SliceOrder, SliceReply, SliceRequest } from './slice-messages.ts';
import { StoreAnswerError, StoreUnreachableError } from './store-reader.ts';

// A thread of the pool in slice-fetcher.ts: orders in, a reply for each out when it is done.

/** How many bytes are told of at once: a message costs as much as reading some of them. */
const TOLD_BYTES = 1024 * 1024;

const reader = createQuickReader();
const underWay = new Map<number, AbortController>();

parentPort?.on('message', (order: SliceOrder) => {
  if (order.kind === 'stop') underWay.get(order.id)?.abort();
  else void serve(order.id, order.request);
});

async function serve(id: number, request: SliceRequest): Promise<void> {
  const controller = new AbortController();
  underWay.set(id, controller);
  try {
    const written = (count: number) => reply({ kind: 'bytes', id, count });
    const digest = await fetchSlice(request, controller.signal, written);
    reply({ kind: 'done', id, digest });
  } catch (error) {
    reply({ kind: 'failed', id, failure: failureOf(error) });
  } finally {
    underWay.delete(id);
  }
}

function reply(message: SliceReply): void {
  parentPort?.postMessage(message);
}

/** @param onBytes told how many bytes more have been written */
async function fetchSlice(
  { fd, ...request }: SliceRequest,
  signal: AbortSignal,
  onBytes: (count: number) => void,
): Promise<Uint8Array> {
  const running = createHash('sha256');
  let at = request.offset ?? 0;
  let untold = 0;
  const take = (bytes: Buffer) => {
    running.update(bytes);
    // Without yielding: nothing else waits in this thread but what comes from the net.
    for (let done = 0; done < bytes.length; ) {
      done += writeSync(fd, bytes, done, bytes.length - done, at + done);
    }
    at += bytes.length;
    untold += bytes.length;
    if (untold < TOLD_BYTES) return;
    onBytes(untold);
    untold = 0;
  };
  await reader.read(request, take, signal);
  onBytes(untold);
  return running.digest();
}

function failureOf(error: unknown): SliceFailure {
  const message = error instanceof Error ? error.message : `${error}`;
  if (error instanceof StoreAnswerError) {
    const { status, code, retryAfterSeconds } = error;
    return { kind: 'answer', status, code, retryAfterSeconds };
  }
  if (error instanceof StoreUnreachableError) return { kind: 'unreachable', message };
  const code = codeOf(error);
  return code === undefined ? { kind: 'other', message } : { kind: 'disk', code, message };
}
