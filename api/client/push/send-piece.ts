import { retry, type Transient } from '../transfer/retry.ts';
import type { PushContext } from './push-context.ts';
import { isLapsed, type SignedPiece, signPieces } from './sign-pieces.ts';
import { FileChangedError, type PutAnswer, SourceError, type SourceFile } from './source.ts';
import { StoreBusyError, StoreRefusedError, UploadGoneError } from './store-errors.ts';

/** What S3 answers to bytes that are not those of the signed hash. */
const WRONG_BYTES = ['BadDigest', 'XAmzContentChecksumMismatch', 'XAmzContentSHA256Mismatch'];
/** Answered with 400 though it passes: the store waited for bytes in vain. */
const STALLED = ['RequestTimeout', 'IncompleteBody'];

/**
 * Sends one piece until the store has it.
 * @throws FileChangedError when its bytes are not those that were hashed
 * @throws UploadGoneError when the store knows nothing of the multipart upload
 * @throws StoreRefusedError when the store will not have it
 */
export function sendPiece<F extends SourceFile>(
  push: PushContext<F>,
  { uploadId, signed }: { uploadId: string; signed: SignedPiece<F> },
  signal: AbortSignal,
): Promise<void> {
  const { path } = signed.piece.hashed.file;
  let current = signed;
  const renew = async (passing: AbortSignal) => {
    const [again] = await signPieces({ ...push, signal: passing }, uploadId, [current.piece]);
    if (again) current = again;
  };
  const attempt = async (passing: AbortSignal) => {
    if (isLapsed(current)) await renew(passing);
    let answer = await put(push, current, passing);
    // Refused although it should be good: clocks may differ, or have slept, so another is asked for.
    if (answer.status === 403) {
      await renew(passing);
      answer = await put(push, current, passing);
    }
    requireTaken(path, answer);
  };
  return retry(() => push.gate.pass(attempt, signal), {
    signal,
    transient,
    // Whoever pauses for a night has not been waiting for the store all that time.
    now: () => push.gate.now(),
    onRetry(error, delayMs) {
      // A connection that breaks is chance, and says nothing of how much is too much.
      if (error instanceof StoreBusyError) push.concurrency.ease();
      const reason = error instanceof Error ? error.message : String(error);
      push.emit({ type: 'retrying', path, reason, delayMs });
    },
  });
}

/** One PUT; what it counted is taken back unless the store took it. */
async function put<F extends SourceFile>(
  { access, meter }: PushContext<F>,
  { piece, url, headers }: SignedPiece<F>,
  signal: AbortSignal,
): Promise<PutAnswer> {
  const { hashed, slice } = piece;
  let counted = 0;
  let isTaken = false;
  let isOver = false;
  const count = (bytes: number) => {
    // Some runtimes tell of bytes still when the answer is there.
    if (isOver) return;
    counted += bytes;
    meter.addDone(0, bytes);
  };
  try {
    const answer = await access.put({ file: hashed.file, slice, url, headers }, signal, count);
    isTaken = isSuccess(answer);
    return answer;
  } finally {
    count((isTaken ? slice.size : 0) - counted);
    isOver = true;
  }
}

function requireTaken(path: string, answer: PutAnswer): void {
  const { status, code = '', retryAfterSeconds } = answer;
  if (isSuccess(answer)) return;
  if (status === 400 && WRONG_BYTES.includes(code)) throw new FileChangedError(path);
  if (status === 404 && code === 'NoSuchUpload') throw new UploadGoneError(path);
  const passes = status === 408 || status === 429 || status >= 500 || STALLED.includes(code);
  const what = `The store answered ${status}${code && ` ${code}`} to ${path}.`;
  throw passes ? new StoreBusyError(what, retryAfterSeconds) : new StoreRefusedError(what);
}

function isSuccess({ status }: PutAnswer): boolean {
  return status >= 200 && status < 300;
}

/** Whatever else is thrown while sending is the network's, and passes. */
function transient(error: unknown): Transient | undefined {
  if (error instanceof StoreBusyError) return error;
  const isFinal = [SourceError, UploadGoneError, StoreRefusedError].some(
    (kind) => error instanceof kind,
  );
  // Calls of the API have been tried again by themselves.
  return isFinal || isApiFailure(error) ? undefined : {};
}

function isApiFailure(error: unknown): boolean {
  return error instanceof Error && (error.name === 'ApiError' || error.name === 'UnreachableError');
}
