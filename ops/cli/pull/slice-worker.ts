import { createHash } from 'node:crypto';
import { writevSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { codeOf } from './disk-error.ts';
import type { SliceFailure, SliceOrder, SliceReply, SliceRequest } from './slice-messages.ts';
import { createStoreReader, StoreAnswerError, StoreUnreachableError } from './store-reader.ts';

// A thread of the pool in slice-fetcher.ts: orders in, a reply for each out when it is done.

/** Written in one go: a call for each chunk takes several times as long. */
const GATHERED_BYTES = 1024 * 1024;

const reader = createStoreReader();
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
  let offset = request.offset ?? 0;
  let gathered: Buffer[] = [];
  let bytes = 0;
  const flush = () => {
    writeAll(fd, gathered, offset);
    onBytes(bytes);
    offset += bytes;
    gathered = [];
    bytes = 0;
  };
  const take = (chunk: Buffer) => {
    running.update(chunk);
    gathered.push(chunk);
    bytes += chunk.length;
    if (bytes >= GATHERED_BYTES) flush();
  };
  await reader.read(request, take, signal);
  flush();
  return running.digest();
}

/** Without yielding: nothing else waits in this thread but what comes from the net. */
function writeAll(fd: number, chunks: readonly Buffer[], offset: number): void {
  let left = chunks;
  for (let at = offset; left.length > 0; ) {
    const written = writevSync(fd, left, at);
    at += written;
    left = afterBytes(left, written);
  }
}

/** What is left of chunks once so many bytes of them are written, as a disk may write less than all. */
function afterBytes(chunks: readonly Buffer[], bytes: number): Buffer[] {
  let written = bytes;
  return chunks.flatMap((chunk) => {
    const rest = chunk.subarray(Math.min(written, chunk.length));
    written -= chunk.length - rest.length;
    return rest.length > 0 ? [rest] : [];
  });
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
