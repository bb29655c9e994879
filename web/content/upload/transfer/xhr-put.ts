import type { PutAnswer } from '../../../../api/client/push/source.ts';
import { NoAnswerError } from '../../../../api/client/push/store-errors.ts';

/** A connection on which nothing moves for so long, once it has begun to, is given up. */
const IDLE_MS = 60_000;
/** A body given as bytes may wait long for its turn behind large ones, but not for ever. */
const BYTES_MS = 30 * 60_000;

export interface PutRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /**
   * A blob is read by the browser as it is sent, so that the page holds none of it. For small bodies
   * its bytes are quicker; of those nothing is told until they have gone out.
   */
  readonly body: Blob | ArrayBuffer;
}

/**
 * Sends a body to a presigned URL, without cookies or Authorization. By XMLHttpRequest, since `fetch`
 * tells nothing of how far a body has gone out.
 * @throws NoAnswerError, or the signal's reason
 */
export function xhrPut(
  { url, headers, body }: PutRequest,
  signal: AbortSignal,
  onBytes: (count: number) => void,
): Promise<PutAnswer> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const request = new XMLHttpRequest();
    let idle: ReturnType<typeof setTimeout> | undefined;
    let told = 0;
    const abort = () => request.abort();
    const noAnswer = () => reject(new NoAnswerError(new URL(url).host));
    const moved = ({ loaded }: ProgressEvent) => {
      onBytes(loaded - told);
      told = loaded;
      clearTimeout(idle);
      // Not from the beginning: the browser lets few requests out at once, the others wait for long.
      idle = setTimeout(abort, IDLE_MS);
    };
    if (body instanceof Blob) request.upload.addEventListener('progress', moved);
    else request.timeout = BYTES_MS;
    request.addEventListener('load', () => resolve(answerOf(request)));
    request.addEventListener('error', noAnswer);
    request.addEventListener('timeout', noAnswer);
    request.addEventListener('abort', () => (signal.aborted ? reject(signal.reason) : noAnswer()));
    request.addEventListener('loadend', () => {
      clearTimeout(idle);
      signal.removeEventListener('abort', abort);
    });
    signal.addEventListener('abort', abort, { once: true });
    request.open('PUT', url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.send(body);
  });
}

function answerOf(request: XMLHttpRequest): PutAnswer {
  const { status } = request;
  if (status < 300) return { status, code: undefined, retryAfterSeconds: undefined };
  const code = /<Code>([^<]+)<\/Code>/.exec(request.responseText)?.[1];
  // Only among all that may be read: asking for one by its name that may not is logged as an error.
  const seconds = /^retry-after: *(\d+)/im.exec(request.getAllResponseHeaders())?.[1];
  return { status, code, retryAfterSeconds: seconds === undefined ? undefined : Number(seconds) };
}
