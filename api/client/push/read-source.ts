import { fixedConcurrency } from '../transfer/concurrency.ts';
import { forEach } from '../transfer/for-each.ts';
import { type HashedFile, hashBytes, withKnownHash } from './hash-file.ts';
import type { PushContext } from './push-context.ts';
import type { SourceFile, SourceLink } from './source.ts';

/** Files hashed side by side; how many are read at once is for the access to say. */
const FILES_AT_ONCE = 64;

/** A folder as it is pushed. */
export interface HashedFolder<F extends SourceFile = SourceFile> {
  /** In the order they were met: positions in a plan are those here. */
  readonly files: readonly HashedFile<F>[];
  readonly directories: readonly string[];
  readonly links: readonly Pick<SourceLink, 'path' | 'target'>[];
}

/** Walks the source, then hashes what it holds. @throws SourceError, FileChangedError */
export async function readSource<F extends SourceFile>(
  push: PushContext<F>,
): Promise<HashedFolder<F>> {
  const { files, directories, links } = await walk(push);
  const bytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  push.meter.begin('hashing', { files: files.length, bytes });
  const hashed = new Array<HashedFile<F>>(files.length);
  const unknown: [number, F][] = [];
  for (const [index, file] of files.entries()) {
    const known = withKnownHash(push, file);
    if (known) hashed[index] = known;
    else unknown.push([index, file]);
  }
  const unknownBytes = unknown.reduce((sum, [, { sizeBytes }]) => sum + sizeBytes, 0);
  push.meter.addDone(files.length - unknown.length, bytes - unknownBytes);
  await forEach(
    () => unknown,
    async ([index, file], signal) => {
      hashed[index] = await hashBytes(push, file, signal);
      push.meter.addDone(1, file.sizeBytes);
    },
    { concurrency: fixedConcurrency(FILES_AT_ONCE), signal: push.signal },
  );
  return { files: hashed, directories, links };
}

async function walk<F extends SourceFile>({ source, signal, meter }: PushContext<F>) {
  const files: F[] = [];
  const directories: string[] = [];
  const links: { path: string; target: string }[] = [];
  meter.begin('walking');
  for await (const entry of source.entries(signal)) {
    switch (entry.kind) {
      case 'file':
        files.push(entry as F); // a source gives files of its access's own kind
        meter.addTotal(1, entry.sizeBytes);
        break;
      case 'directory':
        directories.push(entry.path);
        break;
      case 'link':
        links.push({ path: entry.path, target: entry.target });
        break;
    }
  }
  return { files, directories, links };
}
