import { renameSync } from 'node:fs';
import { partPlan, partSlice } from '../../../api/contract/part-rule.ts';
import { localPath } from '../push/local-file.ts';
import { WrongBytesError } from './fetch-error.ts';
import { type FileWriter, type OpenTemp, tempPathOf, type WrittenFile } from './file-writer.ts';
import { type LocalHashes, wireHash } from './local-hashes.ts';
import { localFile } from './local-tree.ts';
import { createPartList, type PartList } from './part-list.ts';
import { partsName } from './temp-name.ts';
import type { WantedFile } from './wanted-folder.ts';

/** A file of several parts in the making. */
export interface PartedFile {
  readonly temp: OpenTemp;
  /** Part → its digest, of the parts that are there. */
  readonly digests: ReadonlyMap<number, Buffer>;
  /** Keeps that a part is there, also for a pull that comes after this one is killed. */
  add(part: number, digest: Buffer): void;
  /**
   * Checks the whole by the digests of its parts and puts it in its place.
   * @throws WrongBytesError; then nothing of it is left
   */
  finish(): WrittenFile;
  /** Stops here; parts that are there stay for another pull. */
  leave(): void;
}

export interface PartedTools {
  readonly root: string;
  readonly writer: FileWriter;
  readonly hashes: LocalHashes;
  readonly signal: AbortSignal;
}

/**
 * Begins a file, or goes on with what an earlier pull left of it.
 * @param leftover where that is, from the folder on
 */
export async function openParted(
  tools: PartedTools,
  file: WantedFile,
  leftover: string | undefined,
): Promise<PartedFile> {
  const { root, writer } = tools;
  const tempPath = tempPathOf(file);
  const list = createPartList(localPath(root, partsName(tempPath)));
  if (leftover !== undefined && takeOver(root, leftover, tempPath)) {
    const digests = await soundParts(tools, { file, tempPath, listed: list.read() });
    return partedFile(writer, { temp: writer.reopen(file), list, digests });
  }
  list.remove();
  return partedFile(writer, { temp: await writer.open(file), list, digests: new Map() });
}

interface Parted {
  readonly temp: OpenTemp;
  readonly list: PartList;
  readonly digests: Map<number, Buffer>;
}

function partedFile(writer: FileWriter, { temp, list, digests }: Parted): PartedFile {
  const { file } = temp;
  return {
    temp,
    digests,
    add(part, digest) {
      list.add(part, digest);
      digests.set(part, digest);
    },
    finish() {
      const inOrder = [...digests].sort(([a], [b]) => a - b).map(([, digest]) => digest);
      const isRight = wireHash(inOrder) === file.sha256;
      list.remove();
      if (isRight) return writer.finish(temp);
      writer.drop(temp);
      throw new WrongBytesError();
    },
    leave() {
      if (digests.size > 0) writer.leave(temp);
      else writer.drop(temp);
    },
  };
}

/** Renaming is what decides between two pulls that both find it. */
function takeOver(root: string, leftover: string, tempPath: string): boolean {
  try {
    if (leftover !== tempPath) {
      renameSync(localPath(root, partsName(leftover)), localPath(root, partsName(tempPath)));
      renameSync(localPath(root, leftover), localPath(root, tempPath));
    }
    return true;
  } catch {
    return false;
  }
}

interface Found {
  readonly file: WantedFile;
  readonly tempPath: string;
  readonly listed: ReadonlyMap<number, Buffer>;
}

/** The listed parts whose bytes are on the disk, read again: a list survives more than bytes do. */
async function soundParts(
  { root, hashes, signal }: PartedTools,
  { file, tempPath, listed }: Found,
): Promise<Map<number, Buffer>> {
  const sound = new Map<number, Buffer>();
  const temp = localFile(root, tempPath);
  if (!temp) return sound;
  const looks = Array.from(listed, async ([part, digest]) => {
    const slice = partSlice(file.size, part);
    if (!slice || slice.offset + slice.size > temp.sizeBytes) return;
    const here = await hashes.ofSlice(temp, slice, signal);
    if (here && digest.equals(here)) sound.set(part, digest);
  });
  await Promise.all(looks);
  return sound;
}

/** Parts, from 1, that are not there. */
export function missingParts(file: WantedFile, { digests }: PartedFile): number[] {
  const parts = partPlan(file.size)?.parts ?? 1;
  return Array.from({ length: parts }, (_, index) => index + 1).filter((n) => !digests.has(n));
}

/** Whether a file is brought in parts. */
export function isParted({ size }: WantedFile): boolean {
  return partPlan(size) !== undefined;
}
