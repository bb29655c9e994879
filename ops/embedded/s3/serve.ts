import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { errorAnswer, sendAnswer, toS3Error } from './answer.ts';
import { corsHeaders, preflightHeaders } from './cors.ts';
import { S3Error } from './errors.ts';
import type { HandlerContext, S3Answer, S3Request } from './exchange.ts';
import type { Fault, FaultPlan, FaultRequest } from './faults.ts';
import { cutShort } from './faults.ts';
import { HANDLERS } from './handlers.ts';
import type { Operation } from './operations.ts';
import { matchOperation } from './operations.ts';
import type { Credentials } from './sigv4.ts';
import { verifySignature } from './sigv4.ts';
import { parseTarget } from './uri.ts';

/** One request as it went, told once its answer is sent or lost. */
export type RequestEvent = {
  method: string;
  /** Null when it could not be told (a malformed or unknown request). */
  operation: Operation | null;
  bucket: string;
  key: string;
  partNumber: number | null;
  uploadId: string | null;
  status: number;
  /** S3's error code, or null for success. */
  code: string | null;
  /** Body bytes read, as sent on the wire. */
  receivedBytes: number;
  /** False when the client was not given the answer: it hung up, or a fault lost it. */
  acknowledged: boolean;
};

export type ServeOptions = HandlerContext & {
  credentials: Credentials;
  faults: FaultPlan | undefined;
  onRequest: ((event: RequestEvent) => void) | undefined;
  /** Told of errors that became a 500. */
  onError: (error: unknown) => void;
};

/** Thrown to break the connection instead of answering. */
class DroppedConnection extends Error {}

type Exchange = {
  incoming: IncomingMessage;
  outgoing: ServerResponse;
  waitsForContinue: boolean;
  event: RequestEvent;
};

/** Reads the body, asking for it first if the client waits. Leaving early keeps the socket. */
async function* readBody(exchange: Exchange): AsyncGenerator<Uint8Array> {
  if (exchange.waitsForContinue) {
    exchange.waitsForContinue = false;
    exchange.outgoing.writeContinue();
  }
  for await (const chunk of exchange.incoming.iterator({ destroyOnReturn: false })) {
    exchange.event.receivedBytes += chunk.length;
    yield chunk;
  }
  if (!exchange.incoming.complete) {
    throw new S3Error('IncompleteBody', 'The request body was cut short.');
  }
}

type Routed = Omit<S3Request, 'body' | 'operation'> & {
  path: string;
  /** Thrown only once the signature held: a stranger learns nothing of what is not supported. */
  operation: Operation | S3Error;
};

function route(exchange: Exchange): Routed {
  const { incoming, event } = exchange;
  const target = parseTarget(incoming.url ?? '');
  const { bucket, key, query, path } = target;
  const partNumber = Number(query.get('partNumber') ?? Number.NaN);
  Object.assign(event, {
    bucket,
    key,
    uploadId: query.get('uploadId'),
    partNumber: Number.isInteger(partNumber) ? partNumber : null,
  });
  const isCopy = incoming.headers['x-amz-copy-source'] !== undefined;
  const operation = matchOperation({ method: event.method, target, isCopy });
  event.operation = operation instanceof S3Error ? null : operation;
  return { operation, bucket, key, query, path, headers: incoming.headers };
}

/** Serves requests of a store: routes, verifies, injects faults, answers, and tells of each. */
export class S3Service {
  #options: ServeOptions;
  #counts = new Map<Operation, number>();

  constructor(options: ServeOptions) {
    this.#options = options;
  }

  /** Never rejects. `waitsForContinue`: the client sent `Expect: 100-continue`. */
  async serve(
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    waitsForContinue: boolean,
  ): Promise<void> {
    const event: RequestEvent = {
      method: incoming.method ?? '',
      operation: null,
      bucket: '',
      key: '',
      partNumber: null,
      uploadId: null,
      status: 0,
      code: null,
      receivedBytes: 0,
      acknowledged: false,
    };
    const exchange = { incoming, outgoing, waitsForContinue, event };
    try {
      const answer = await this.#answer(exchange);
      event.status = answer.status;
      if (exchange.waitsForContinue) {
        // The body was not asked for, so what comes next on this connection may be it or not.
        outgoing.setHeader('connection', 'close');
      }
      await sendAnswer(outgoing, answer);
      event.acknowledged = true;
    } catch (error) {
      if (!(error instanceof DroppedConnection) && !outgoing.destroyed) {
        this.#options.onError(error);
      }
      outgoing.destroy();
    }
    // What the client still sends of a refused body is read and dropped, or it would never look up.
    incoming.resume();
    this.#options.onRequest?.(event);
  }

  async #answer(exchange: Exchange): Promise<S3Answer> {
    const { incoming, outgoing, event } = exchange;
    const requestId = randomUUID();
    outgoing.setHeader('x-amz-request-id', requestId);
    outgoing.setHeader('server', 'embedded-s3');
    if (incoming.method === 'OPTIONS') {
      return { status: 204, headers: preflightHeaders(incoming.headers) };
    }
    for (const [name, value] of Object.entries(corsHeaders(incoming.headers))) {
      outgoing.setHeader(name, value);
    }
    try {
      return await this.#handle(exchange);
    } catch (thrown) {
      if (thrown instanceof DroppedConnection || outgoing.destroyed) {
        throw new DroppedConnection('The connection is gone.', { cause: thrown });
      }
      const error = toS3Error(thrown);
      if (error !== thrown) {
        this.#options.onError(thrown);
      }
      event.code = error.code;
      return errorAnswer(error, incoming.url ?? '', requestId);
    }
  }

  async #handle(exchange: Exchange): Promise<S3Answer> {
    const { incoming, event } = exchange;
    const { path, operation, ...routed } = route(exchange);
    const { credentials, now } = this.#options;
    const { headersDistinct: headers } = incoming;
    const signable = { method: event.method, path, query: routed.query, headers };
    const signature = verifySignature(signable, credentials, now());
    if (operation instanceof S3Error) {
      throw operation;
    }
    const body = { headers: incoming.headers, signature, source: () => readBody(exchange) };
    const fault = await this.#decideFault({ ...routed, operation, partNumber: event.partNumber });
    if (fault?.kind === 'drop') {
      throw new DroppedConnection('Dropped on purpose.');
    }
    if (fault?.kind === 'error') {
      const { code, retryAfterSeconds } = fault;
      const headers =
        retryAfterSeconds === undefined ? {} : { 'retry-after': `${retryAfterSeconds}` };
      throw new S3Error(code, 'Injected.', { headers });
    }
    const answer = await HANDLERS[operation](this.#options, { ...routed, operation, body });
    return applyFault(answer, fault);
  }

  async #decideFault(request: Omit<FaultRequest, 'count'>): Promise<Fault | null> {
    const { operation, bucket, key, partNumber } = request;
    const count = (this.#counts.get(operation) ?? 0) + 1;
    this.#counts.set(operation, count);
    const plan = this.#options.faults;
    return (await plan?.({ operation, bucket, key, partNumber, count })) ?? null;
  }
}

function applyFault(answer: S3Answer, fault: Fault | null): S3Answer {
  const { body } = answer;
  if (fault?.kind === 'cut_answer' && typeof body === 'object') {
    return { ...answer, body: { ...body, chunks: cutShort(body.chunks, fault.afterBytes) } };
  }
  if (fault?.kind === 'lose_acknowledgement' || fault?.kind === 'error_after') {
    if (typeof body === 'object') {
      body.close();
    }
    throw fault.kind === 'error_after'
      ? new S3Error(fault.code, 'Injected after the fact.')
      : new DroppedConnection('Acknowledgement lost on purpose.');
  }
  return answer;
}
