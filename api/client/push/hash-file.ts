import { partPlan, partSlice } from '../../contract/part-rule.ts';
import { fixedConcurrency } from '../transfer/concurrency.ts';
import { forEach } from '../transfer/for-each.ts';
import type { PushContext } from './push-context.ts';
import type { SourceFile } from './source.ts';

const DIGEST_BYTES = 32;
/** Parts of one file hashed side by side: a file may have ten thousand. */
const PARTS_AT_ONCE = 16;

/** A file and the hash of its bytes. */
export interface HashedFile<F extends SourceFile = SourceFile> {
  readonly file: F;
  /** As on the wire: of several parts S3's composite. */
  readonly sha256: string;
  /** SHA-256 of each part of a file of several, where they are known. */
  readonly parts: readonly Uint8Array[] | undefined;
}

/** The file with the hash that is known from earlier, if one is. */
export function withKnownHash<F extends SourceFile>(
  { access }: Pick<PushContext<F>, 'access'>,
  file: F,
): HashedFile<F> | undefined {
  const sha256 = access.hashes?.get(file);
  return sha256 === undefined ? undefined : { file, sha256, parts: undefined };
}

/** The hash of the file's bytes, which is known from then on. @throws FileChangedError */
export async function hashBytes<F extends SourceFile>(
  { access }: Pick<PushContext<F>, 'access'>,
  file: F,
  signal: AbortSignal,
): Promise<HashedFile<F>> {
  const count = partPlan(file.sizeBytes)?.parts;
  const parts =
    count === undefined ? undefined : await digestParts({ access }, { file, count }, signal);
  const sha256 = parts
    ? await compositeOf(parts)
    : toHex(await digestPart({ access }, { file, part: 1 }, signal));
  access.hashes?.set(file, sha256);
  return { file, sha256, parts };
}

async function digestParts<F extends SourceFile>(
  push: Pick<PushContext<F>, 'access'>,
  { file, count }: { file: F; count: number },
  signal: AbortSignal,
): Promise<Uint8Array[]> {
  const digests = new Array<Uint8Array>(count);
  await forEach(
    () => digests.keys(),
    async (index, either) => {
      digests[index] = await digestPart(push, { file, part: index + 1 }, either);
    },
    { concurrency: fixedConcurrency(PARTS_AT_ONCE), signal },
  );
  return digests;
}

/** SHA-256 of one part. @param part from 1; a file of one PUT is its part 1 */
export function digestPart<F extends SourceFile>(
  { access }: Pick<PushContext<F>, 'access'>,
  { file, part }: { file: F; part: number },
  signal: AbortSignal,
): Promise<Uint8Array> {
  const slice = partSlice(file.sizeBytes, part);
  if (!slice) throw new RangeError(`${file.path} has no part ${part}.`);
  return access.digest(file, slice, signal);
}

/** S3's composite: the SHA-256 of the parts' digests, and how many there are. */
async function compositeOf(parts: readonly Uint8Array[]): Promise<string> {
  const joined = new Uint8Array(parts.length * DIGEST_BYTES);
  for (const [index, digest] of parts.entries()) joined.set(digest, index * DIGEST_BYTES);
  const composite = await crypto.subtle.digest('SHA-256', joined);
  return `${toHex(new Uint8Array(composite))}-${parts.length}`;
}

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
