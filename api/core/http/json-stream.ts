import type { HttpContext } from './environment.ts';

const encoder = new TextEncoder();

/** JSON that is made while it is sent, for answers too large to be held. */
export class JsonStream<Body> {
  /** Pieces of the text. What they read from stays until the last one is taken, or nobody wants more. */
  readonly pieces: AsyncIterator<string, void>;
  /** Never there; the type of what the pieces spell. */
  declare readonly spells?: Body;

  constructor(pieces: AsyncIterator<string, void>) {
    this.pieces = pieces;
  }
}

/** Text of another type that is made while it is sent, for those whose `Accept` asks for it. */
export class TextStream {
  readonly contentType: string;
  readonly pieces: AsyncIterator<string, void>;

  constructor(contentType: string, pieces: AsyncIterator<string, void>) {
    this.contentType = contentType;
    this.pieces = pieces;
  }
}

/**
 * The bytes of a stream, each piece made when the one before is gone. The first is made at once: what
 * fails there can still be answered as a problem. What fails later breaks the connection, since a
 * status has been sent by then.
 */
export async function openStream(
  c: HttpContext,
  { pieces }: JsonStream<unknown> | TextStream,
): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  const over = Promise.withResolvers<void>();
  c.set('bodySent', over.promise);
  const first = await pieces.next().catch((error: unknown) => {
    over.resolve();
    throw error;
  });
  let next: Promise<IteratorResult<string, void>> | undefined = Promise.resolve(first);
  return new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        try {
          const { done, value } = await (next ?? pieces.next());
          next = undefined;
          if (!done) return controller.enqueue(encoder.encode(value));
          controller.close();
        } catch (error) {
          const { log, requestId } = c.get('ctx');
          log.error('the answer broke off', { request_id: requestId, error: String(error) });
          // Listeners may show the message, so it tells nothing.
          controller.error(new Error('The answer broke off.'));
        }
        over.resolve();
      },
      async cancel() {
        await pieces.return?.().catch(() => {});
        over.resolve();
      },
    },
    // Nothing is read ahead of the client, and an error comes when somebody waits for bytes.
    { highWaterMark: 0 },
  );
}
