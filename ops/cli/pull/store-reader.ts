import * as http from 'node:http';
import * as https from 'node:https';

/** A connection on which nothing moves for so long is given up. */
const IDLE_MS = 60_000;
/** Far more than an S3 error has. */
const MAX_ERROR_BYTES = 64 * 1024;

export interface ReadRequest {
  /** Presigned for GET. */
  readonly url: string;
  /** What the answer has to have, in bytes. */
  readonly size: number;
  /** Where to begin, of a file that is read in ranges; the whole file unless given. */
  readonly offset?: number;
}

/**
 * Takes what arrives, in order. Where it gives a promise, nothing more is read until that resolves;
 * the memory of a chunk is the taker's own.
 */
export type ChunkTaker = (chunk: Buffer) => void | Promise<void>;

/** Reads objects of the store by presigned URLs. */
export interface StoreReader {
  /**
   * Exactly `size` bytes. Redirects are not followed, and `HTTP_PROXY` is not looked at. It does not
   * end, not even by an error, while a chunk is being taken.
   * @throws StoreAnswerError, StoreUnreachableError, or what the taker throws
   */
  read(request: ReadRequest, take: ChunkTaker, signal: AbortSignal): Promise<void>;
  /** Closes every connection. */
  close(): void;
}

/** The store answered something else than the bytes. */
export class StoreAnswerError extends Error {
  override readonly name = 'StoreAnswerError';
  readonly status: number;
  /** S3's, such as `NoSuchKey`, where it gave one. */
  readonly code: string | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(status: number, code: string | undefined, retryAfterSeconds?: number) {
    super(`The store answered ${status}${code ? ` (${code})` : ''}.`);
    this.status = status;
    this.code = code;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** No whole answer came: the connection, or what is in between. Worth trying again. */
export class StoreUnreachableError extends Error {
  override readonly name = 'StoreUnreachableError';
}

/** Over node:http, which takes about a third of the processor time that `fetch` takes for a small file. */
export function createStoreReader(idleMs = IDLE_MS): StoreReader {
  const options = { keepAlive: true, timeout: idleMs, scheduling: 'lifo' } as const;
  const plain = new http.Agent(options);
  const secure = new https.Agent(options);

  return {
    async read(request, take, signal) {
      signal.throwIfAborted();
      const { url, offset, size } = request;
      const headers = offset === undefined ? {} : { range: `bytes=${offset}-${offset + size - 1}` };
      const exchange = url.startsWith('https:')
        ? https.get(url, { headers, agent: secure })
        : http.get(url, { headers, agent: plain });
      const abort = () => exchange.destroy(asError(signal.reason));
      signal.addEventListener('abort', abort, { once: true });
      let taking: Promise<void> | undefined;
      const followed: ChunkTaker = (chunk) => {
        taking = take(chunk) || undefined;
        return taking;
      };
      try {
        await exchanged(exchange, request, followed);
        await taking; // an answer may end while its last chunk is being taken
      } catch (error) {
        // Or it would still be written to a file that is closed by then.
        await taking?.catch(() => {});
        throw signal.aborted ? signal.reason : error;
      } finally {
        signal.removeEventListener('abort', abort);
      }
    },
    close() {
      plain.destroy();
      secure.destroy();
    },
  };
}

function exchanged(
  exchange: http.ClientRequest,
  request: ReadRequest,
  take: ChunkTaker,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => {
      exchange.destroy();
      reject(error);
    };
    const lost = (cause: Error) => reject(unreachable(exchange.host, cause.message, cause));
    exchange.on('error', lost);
    exchange.on('timeout', () => {
      fail(unreachable(exchange.host, 'nothing moved on the connection for too long'));
    });
    exchange.on('response', (response) => {
      const expected = request.offset === undefined ? 200 : 206;
      if (response.statusCode !== expected) {
        answerError(response).then(reject, lost);
        return;
      }
      response.on('error', lost);
      const { size } = request;
      const lose = (why: string) => fail(unreachable(exchange.host, why));
      consume(response, { size, take, resolve, lose, fail });
    });
  });
}

interface Consumer {
  readonly size: number;
  readonly take: ChunkTaker;
  readonly resolve: () => void;
  readonly lose: (why: string) => void;
  readonly fail: (error: unknown) => void;
}

/** By events, since an async iterator costs more than a small file does. */
function consume(response: http.IncomingMessage, consumer: Consumer): void {
  const { size, take, resolve, lose, fail } = consumer;
  let received = 0;
  response.on('data', (chunk: Buffer) => {
    received += chunk.length;
    if (received > size) return lose(`more than the file's ${size} bytes arrived`);
    try {
      const taken = take(chunk);
      if (!taken) return;
      response.pause();
      taken.then(() => void response.resume(), fail);
    } catch (error) {
      fail(error);
    }
  });
  response.on('end', () => {
    if (received < size) lose(`${received} of ${size} bytes arrived`);
    else resolve();
  });
}

async function answerError(response: http.IncomingMessage): Promise<StoreAnswerError> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    size += chunk.length;
    if (size > MAX_ERROR_BYTES) break;
    chunks.push(chunk);
  }
  const code = /<Code>([^<]+)<\/Code>/.exec(Buffer.concat(chunks).toString('utf8'))?.[1];
  const retryAfter = response.headers['retry-after'] ?? '';
  const seconds = /^\d+$/.test(retryAfter) ? Number(retryAfter) : undefined;
  return new StoreAnswerError(response.statusCode ?? 0, code, seconds);
}

function unreachable(host: string, why: string, cause?: Error): StoreUnreachableError {
  return new StoreUnreachableError(`The store at ${host} did not give the bytes: ${why}.`, {
    cause,
  });
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(`${reason}`);
}
