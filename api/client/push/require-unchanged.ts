import { partPlan } from '../../contract/part-rule.ts';
import { ApiError } from '../api-error.ts';
import { hashBytes } from './hash-file.ts';
import type { PushContext } from './push-context.ts';
import type { HashedFolder } from './read-source.ts';
import { FileChangedError, type SourceFile } from './source.ts';

/**
 * Sees that files whose parts do not make the manifest's hash are worth sending anew. Their parts
 * were hashed as they were sent; so if the whole was known from earlier, it may be of other bytes.
 * @throws FileChangedError
 */
export async function requireUnchanged<F extends SourceFile>(
  push: PushContext<F>,
  { files }: HashedFolder<F>,
  error: unknown,
): Promise<void> {
  const refused = pathsOfWrongParts(error);
  if (refused.size === 0) return;
  for (const { file, sha256, parts } of files) {
    const isKnownOnly = parts === undefined && partPlan(file.sizeBytes) !== undefined;
    if (!isKnownOnly || !refused.has(file.path.normalize('NFC'))) continue;
    const hashed = await hashBytes(push, file, push.signal);
    if (hashed.sha256 !== sha256) throw new FileChangedError(file.path, { cause: error });
  }
}

function pathsOfWrongParts(error: unknown): ReadonlySet<string | undefined> {
  const entries = error instanceof ApiError ? (error.problem.errors ?? []) : [];
  const wrong = entries.filter(({ code }) => code === 'upload.size_mismatch');
  return new Set(wrong.map(({ path }) => path));
}
