import { randomBytes } from 'node:crypto';
import { copyFile, mkdir, open, opendir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ROOT } from '../../test/root.ts';

const SMALL_FILES = 10_000;
/** What a page, a picture or a sound of a book has at most. */
const MAX_SMALL_BYTES = 1024 * 1024;
const LARGE_FILES = [300, 250, 200]; // MiB
const MIB = 1024 * 1024;

/** A folder to push, and how much it holds. */
export interface BenchFolder {
  readonly path: string;
  readonly files: number;
  readonly bytes: number;
}

/** Ten thousand small files as they come: those of the packages this program is made with. */
export async function makeSmallFolder(folder: string): Promise<BenchFolder> {
  const source = path.join(ROOT, 'node_modules');
  let files = 0;
  let bytes = 0;
  for await (const entry of await opendir(source, { recursive: true })) {
    if (files === SMALL_FILES) break;
    const from = path.join(entry.parentPath, entry.name);
    if (!entry.isFile()) continue;
    const { size } = await stat(from);
    if (size > MAX_SMALL_BYTES) continue;
    const to = path.join(folder, path.relative(source, from));
    await mkdir(path.dirname(to), { recursive: true });
    await copyFile(from, to);
    files += 1;
    bytes += size;
  }
  if (files < SMALL_FILES) throw new Error(`node_modules has ${files} small files only.`);
  return { path: folder, files, bytes };
}

/** A few files of several hundred MB that nothing can compress, as videos are. */
export async function makeLargeFolder(
  folder: string,
  sizesMib: readonly number[] = LARGE_FILES,
): Promise<BenchFolder> {
  await mkdir(folder, { recursive: true });
  for (const [index, mib] of sizesMib.entries()) {
    const file = await open(path.join(folder, `video ${index + 1}.mp4`), 'w');
    for (let written = 0; written < mib; written += 1) await file.write(randomBytes(MIB));
    await file.close();
  }
  const bytes = sizesMib.reduce((sum, mib) => sum + mib * MIB, 0);
  return { path: folder, files: sizesMib.length, bytes };
}

/** Files of one size, of bytes that nothing can compress, a hundred to a folder. */
export async function makeEvenFolder(
  folder: string,
  { files, sizeBytes }: { files: number; sizeBytes: number },
): Promise<BenchFolder> {
  for (let index = 0; index < files; index += 1) {
    const within = path.join(folder, `unit ${Math.floor(index / 100)}`);
    await mkdir(within, { recursive: true });
    await writeFile(path.join(within, `page ${index}.bin`), randomBytes(sizeBytes));
  }
  return { path: folder, files, bytes: files * sizeBytes };
}
