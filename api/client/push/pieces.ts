import { type PartSlice, partSlice } from '../../contract/part-rule.ts';
import { numbersIn } from '../../contract/ranges.ts';
import type { UploadPlanBody } from '../../contract/upload-bodies.ts';
import type { HashedFile } from './hash-file.ts';
import type { HashedFolder } from './read-source.ts';
import type { SourceFile } from './source.ts';

/** Small files sent for each part of a large one, so that neither waits for all of the other. */
const FILES_BESIDE_A_PART = 8;

/** What one PUT sends. */
export interface Piece<F extends SourceFile = SourceFile> {
  readonly hashed: HashedFile<F>;
  /** From 1; undefined for a file of one PUT. */
  readonly part: number | undefined;
  readonly slice: PartSlice;
}

type Plan = Pick<UploadPlanBody, 'send' | 'multipart'>;

/** All that a plan wants sent; parts of large files are mixed with small files. */
export function* piecesOf<F extends SourceFile>(
  plan: Plan,
  folder: HashedFolder<F>,
): Generator<Piece<F>> {
  const files = wholeFiles(plan, folder);
  for (const part of parts(plan, folder)) {
    yield part;
    for (let count = 0; count < FILES_BESIDE_A_PART; count += 1) {
      const { value } = files.next();
      if (value) yield value;
    }
  }
  yield* files;
}

function* wholeFiles<F extends SourceFile>(
  { send, multipart }: Plan,
  folder: HashedFolder<F>,
): Generator<Piece<F>, undefined> {
  const inParts = new Set(multipart.map(({ index }) => index));
  for (const index of numbersIn(send)) {
    if (!inParts.has(index)) yield pieceOf(fileAt(folder, index), undefined);
  }
}

function* parts<F extends SourceFile>(
  { multipart }: Plan,
  folder: HashedFolder<F>,
): Generator<Piece<F>> {
  for (const { index, missing } of multipart) {
    for (const part of numbersIn(missing)) yield pieceOf(fileAt(folder, index), part);
  }
}

function pieceOf<F extends SourceFile>(hashed: HashedFile<F>, part: number | undefined): Piece<F> {
  const slice = partSlice(hashed.file.sizeBytes, part ?? 1);
  if (!slice) throw new RangeError(`${hashed.file.path} has no part ${part}.`);
  return { hashed, part, slice };
}

function fileAt<F extends SourceFile>({ files }: HashedFolder<F>, index: number): HashedFile<F> {
  const file = files[index];
  if (file) return file;
  throw new RangeError(`The plan speaks of file ${index}, which the manifest has not.`);
}
