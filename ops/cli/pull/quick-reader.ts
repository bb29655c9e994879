import { connect, type Socket } from 'node:net';
import {
  answerErrorOf,
  type BytesTaker,
  createStoreReader,
  type ReadRequest,
  type StoreReader,
  StoreUnreachableError,
} from './store-reader.ts';

/** What is read at once. It stays in the processor's cache while it is hashed and written. */
const BUFFER_BYTES = 128 * 1024;
const MAX_HEAD_BYTES = 16 * 1024;
/** A connection on which nothing moves for so long is given up. */
const IDLE_MS = 60_000;
/** Far more than an S3 error has. */
const MAX_ERROR_BYTES = 64 * 1024;
const HEAD_END = '\r\n\r\n';

/**
 * A store reader that over plain TCP reads into the same memory again and again, which takes half of
 * the processor time that node:http takes. That is for the answer everybody hopes for: with TLS, or
 * when the store answers anything else, the ordinary reader is asked instead.
 */
export function createQuickReader(idleMs = IDLE_MS): StoreReader {
  const others = createStoreReader(idleMs);
  const idle = new Map<string, PlainConnection[]>();
  /** Hosts that answer in another way, as a proxy in front of a store may. */
  const unlike = new Set<string>();
  return {
    async read(request, take, signal) {
      signal.throwIfAborted();
      const url = new URL(request.url);
      if (url.protocol !== 'http:' || unlike.has(url.host))
        return others.read(request, take, signal);
      const free = idle.get(url.host) ?? [];
      idle.set(url.host, free);
      const connection = free.pop() ?? new PlainConnection(url, idleMs);
      const abort = () => connection.destroy();
      signal.addEventListener('abort', abort, { once: true });
      let outcome: Outcome;
      try {
        outcome = await connection.read(url, request, take);
      } catch (error) {
        connection.destroy();
        throw signal.aborted ? signal.reason : error;
      } finally {
        signal.removeEventListener('abort', abort);
      }
      if (outcome === 'read') return void free.push(connection);
      if (outcome === 'unlike') unlike.add(url.host);
      connection.destroy();
      return others.read(request, take, signal);
    },
    close() {
      for (const connection of [...idle.values()].flat()) connection.destroy();
      others.close();
    },
  };
}

/** Of an exchange in which nothing was taken, unless all was. */
type Outcome = 'read' | 'lost' | 'unlike';

/** Who waits for what comes over a connection. */
interface Waiting {
  received(bytes: Buffer): void;
  lost(why: string): void;
}

/** A kept connection (RFC 9112 §9.3) that is asked for one range at a time. */
class PlainConnection {
  readonly #socket: Socket;
  #isKept = false;
  #waiting: Waiting | undefined;

  constructor({ hostname, port }: URL, idleMs: number) {
    const buffer = Buffer.allocUnsafeSlow(BUFFER_BYTES);
    const callback = (count: number) => {
      if (this.#waiting) this.#waiting.received(buffer.subarray(0, count));
      else this.#socket.destroy(); // nobody asked for it
      return true;
    };
    const host = hostname.replace(/^\[|\]$/g, '');
    this.#socket = connect({ host, port: Number(port || 80), onread: { buffer, callback } });
    this.#socket.setNoDelay(true);
    this.#socket.setTimeout(idleMs, () =>
      this.#lose('nothing moved on the connection for too long'),
    );
    this.#socket.on('error', ({ message }) => this.#lose(message));
    this.#socket.on('close', () => this.#lose('the connection was closed'));
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #lose(why: string): void {
    this.#waiting?.lost(why);
    this.#socket.destroy();
  }

  /** @throws StoreAnswerError, StoreUnreachableError, or the taker's */
  async read(url: URL, { offset, size }: ReadRequest, take: BytesTaker): Promise<Outcome> {
    const isKept = this.#isKept;
    this.#isKept = true;
    const { promise, resolve, reject } = Promise.withResolvers<Outcome>();
    const answer = new Answer({ status: offset === undefined ? 200 : 206, size, take });
    this.#waiting = {
      received(bytes) {
        try {
          const result = answer.add(bytes);
          if (result !== undefined) resolve(result ? 'read' : 'unlike');
        } catch (error) {
          reject(error);
        }
      },
      lost(why) {
        // A store may close a kept connection at any time, also while it is asked.
        if (isKept && !answer.hasBegun) resolve('lost');
        else
          reject(
            new StoreUnreachableError(`The store at ${url.host} did not give the bytes: ${why}.`),
          );
      },
    };
    if (this.#socket.destroyed) this.#waiting.lost('the connection was closed');
    const range = offset === undefined ? '' : `Range: bytes=${offset}-${offset + size - 1}\r\n`;
    this.#socket.write(
      `GET ${url.pathname}${url.search} HTTP/1.1\r\nHost: ${url.host}\r\n${range}\r\n`,
    );
    try {
      return await promise;
    } finally {
      this.#waiting = undefined;
    }
  }
}

interface Wanted {
  readonly status: number;
  readonly size: number;
  readonly take: BytesTaker;
}

/** An answer while it comes. */
class Answer {
  readonly #wanted: Wanted;
  #head = '';
  /** Of an answer that is not wanted. */
  #text: string | undefined;
  #left: number | undefined;

  constructor(wanted: Wanted) {
    this.#wanted = wanted;
  }

  get hasBegun(): boolean {
    return this.#head !== '';
  }

  /**
   * @returns true once all is taken, false when another reader has to ask
   * @throws StoreAnswerError, StoreUnreachableError, or the taker's
   */
  add(bytes: Buffer): boolean | undefined {
    if (this.#left !== undefined) return this.#addBody(bytes);
    this.#head += bytes.toString('latin1');
    const end = this.#head.indexOf(HEAD_END);
    if (end < 0) return this.#head.length > MAX_HEAD_BYTES ? false : undefined;
    const body = this.#head.slice(end + HEAD_END.length);
    this.#head = this.#head.slice(0, end);
    const { status, size } = this.#wanted;
    const length = lengthOf(this.#head);
    if (length === undefined) return this.#leave(body);
    if (statusOf(this.#head) !== status) this.#text = '';
    else if (length !== size) throw new StoreUnreachableError(`${length} bytes came, not ${size}.`);
    this.#left = length;
    return this.#addBody(Buffer.from(body, 'latin1'));
  }

  /** Another reader has to ask; but not at once where the store is overloaded. */
  #leave(body: string): false {
    const status = statusOf(this.#head);
    if (status !== 429 && !(status >= 500)) return false;
    throw answerErrorOf(status, headerOf(this.#head, 'retry-after'), body);
  }

  #addBody(bytes: Buffer): boolean | undefined {
    const left = (this.#left ?? 0) - bytes.length;
    if (left < 0) throw new StoreUnreachableError('More came than was asked for.');
    this.#left = left;
    if (this.#text !== undefined) this.#text += bytes.toString('latin1');
    else if (bytes.length > 0) this.#wanted.take(bytes);
    const isTooLong = (this.#text ?? '').length > MAX_ERROR_BYTES;
    if (left > 0 && !isTooLong) return undefined;
    if (this.#text === undefined) return true;
    throw answerErrorOf(statusOf(this.#head), headerOf(this.#head, 'retry-after'), this.#text);
  }
}

/** Of a kept connection, of a known length and as it is; undefined for any other answer. */
function lengthOf(head: string): number | undefined {
  const isOther =
    headerOf(head, 'transfer-encoding') !== undefined ||
    headerOf(head, 'content-encoding') !== undefined ||
    headerOf(head, 'connection')?.toLowerCase() === 'close';
  const length = headerOf(head, 'content-length');
  if (isOther || !head.startsWith('HTTP/1.1 ') || !/^\d+$/.test(length ?? '')) return undefined;
  return Number(length);
}

function statusOf(head: string): number {
  return Number(head.slice('HTTP/1.1 '.length, 'HTTP/1.1 '.length + 3));
}

function headerOf(head: string, name: string): string | undefined {
  return new RegExp(`^${name}: *(.*?) *\r?$`, 'im').exec(head)?.[1];
}
