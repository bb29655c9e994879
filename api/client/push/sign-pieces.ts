import { signUploadUrls } from '../../contract/uploads.ts';
import { callApi } from './call-api.ts';
import { digestPart, toHex } from './hash-file.ts';
import type { Piece } from './pieces.ts';
import type { PushContext } from './push-context.ts';
import type { SourceFile } from './source.ts';

/** Signed at once: enough that asking costs nothing, few enough that they do not lapse unused. */
const PIECES_AT_ONCE = 400;
const BYTES_AT_ONCE = 256 * 1024 * 1024;
/** A URL with less life left than this share of it is not begun with. */
const SPARE_LIFE = 0.1;

/** A piece with where to send it. */
export interface SignedPiece<F extends SourceFile = SourceFile> {
  readonly piece: Piece<F>;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** On the clock of `performance.now()`. */
  readonly goodUntil: number;
}

/** Signs pieces in batches, the next one while the one before is being sent. */
export async function* signAhead<F extends SourceFile>(
  push: PushContext<F>,
  uploadId: string,
  pieces: Iterator<Piece<F>>,
): AsyncGenerator<SignedPiece<F>> {
  const sign = () => {
    const batch = takeBatch(pieces);
    const signed = batch.length === 0 ? undefined : signPieces(push, uploadId, batch);
    // It is awaited later; should nobody come to that, its failure is nobody's.
    signed?.catch(() => {});
    return signed;
  };
  let next = sign();
  try {
    while (next !== undefined) {
      const signed = await next;
      next = sign();
      yield* keepFresh(push, uploadId, signed);
    }
  } finally {
    // Whoever stops early leaves nothing under way.
    await next?.catch(() => {});
  }
}

/** What lapses while it waits for its turn, as over a slow line, is signed again, all at once. */
async function* keepFresh<F extends SourceFile>(
  push: PushContext<F>,
  uploadId: string,
  batch: SignedPiece<F>[],
): AsyncGenerator<SignedPiece<F>> {
  let signed = batch;
  for (let index = 0; index < signed.length; index += 1) {
    if (isLapsed(signed[index])) {
      const rest = signed.slice(index).map(({ piece }) => piece);
      signed = await signPieces(push, uploadId, rest);
      index = 0;
    }
    const piece = signed[index];
    if (piece) yield piece;
  }
}

/** Whether the piece's URL may lapse before it is used. */
export function isLapsed(signed: SignedPiece | undefined): boolean {
  return signed !== undefined && performance.now() > signed.goodUntil;
}

function takeBatch<F extends SourceFile>(pieces: Iterator<Piece<F>>): Piece<F>[] {
  const batch: Piece<F>[] = [];
  for (let bytes = 0; batch.length < PIECES_AT_ONCE && bytes < BYTES_AT_ONCE; ) {
    const { value, done } = pieces.next();
    if (done) break;
    batch.push(value);
    bytes += value.slice.size;
  }
  return batch;
}

/** Asks for the pieces' URLs. @throws ApiError `upload.not_open` | `upload.paths_refused` */
export async function signPieces<F extends SourceFile>(
  push: PushContext<F>,
  uploadId: string,
  batch: readonly Piece<F>[],
): Promise<SignedPiece<F>[]> {
  // URLs asked for while it is paused would lapse unused.
  await push.gate.whenOpen(push.signal);
  const files = batch.filter(({ part }) => part === undefined);
  const parts = batch.filter(({ part }) => part !== undefined);
  const asked = performance.now();
  const wantedParts = await Promise.all(parts.map((piece) => wantedPart(push, piece)));
  const { body, headers } = await callApi(push, signUploadUrls, {
    params: { upload_id: uploadId },
    body: { files: files.map(({ hashed }) => hashed.file.path), parts: wantedParts },
  });
  // The server's own time, where it can be read; ours may be wrong.
  const serverNow = Date.parse(headers.get('date') ?? '') || Date.now();
  const lifeMs = Date.parse(body.expires_at) - serverNow;
  const goodUntil = asked + lifeMs * (1 - SPARE_LIFE);
  return [...files, ...parts].map((piece, index) => {
    const signed = body.urls[index];
    if (!signed) throw new Error('The API gave fewer URLs than it was asked for.');
    return { piece, url: signed.url, headers: signed.headers, goodUntil };
  });
}

async function wantedPart<F extends SourceFile>(push: PushContext<F>, piece: Piece<F>) {
  const { hashed, part = 1 } = piece;
  const { file } = hashed;
  const digest = hashed.parts?.[part - 1] ?? (await digestPart(push, { file, part }, push.signal));
  return { path: file.path, part, sha256: toHex(digest) };
}
