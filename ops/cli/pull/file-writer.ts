import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  open,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { promisify } from 'node:util';
import { localPath } from '../push/local-file.ts';
import { isExecutable } from './compare.ts';
import { diskError } from './disk-error.ts';
import type { FolderMaker } from './folder-maker.ts';
import { tempKey, tempName } from './temp-name.ts';
import type { WantedFile } from './wanted-folder.ts';

const openInPool = promisify(open);

const FILE_MODE = 0o666;
const EXECUTE = 0o111;

/** A file that was just written, as it was when it was closed. */
export interface WrittenFile {
  readonly path: string;
  readonly sha256: string;
  readonly mtimeNs: bigint;
  readonly inode: bigint;
}

/** A file in the making, beside where it will be. */
export interface OpenTemp {
  readonly file: WantedFile;
  readonly fd: number;
  readonly tempPath: string;
  /** Its number is another file's once it is closed. */
  isOpen: boolean;
}

/** Writes files of a folder under other names, and gives them their own once they are whole. */
export interface FileWriter {
  /** @throws CliError, as all others here */
  open(file: WantedFile): Promise<OpenTemp>;
  /** Opens one that is there already, under the name an earlier {@link open} gave it. */
  reopen(file: WantedFile): OpenTemp;
  /** All bytes in one go, for a small file. */
  writeNow(temp: OpenTemp, bytes: Buffer): void;
  /** Puts it in its place; what is there is replaced in one step. */
  finish(temp: OpenTemp): WrittenFile;
  /** Closes it, and leaves it where it is. */
  leave(temp: OpenTemp): void;
  /** Closes it and removes it. */
  drop(temp: OpenTemp): void;
}

export function createFileWriter(root: string, folders: FolderMaker): FileWriter {
  const pathOf = (file: WantedFile) => localPath(root, tempPathOf(file));
  const { O_CREAT, O_EXCL, O_RDWR } = constants;
  // Not there on Windows.
  const noFollow = constants.O_NOFOLLOW ?? 0;

  return {
    // Through the thread pool: of all that is done to a small file, making it takes by far the longest.
    async open(file) {
      folders.makeParent(file.path);
      const tempPath = pathOf(file);
      const mode = FILE_MODE | (isExecutable(file) ? EXECUTE : 0);
      try {
        const fd = await openInPool(tempPath, O_RDWR | O_CREAT | O_EXCL, mode);
        return { file, tempPath, fd, isOpen: true };
      } catch (error) {
        throw diskError(file.path, error, 'written');
      }
    },
    reopen(file) {
      const tempPath = pathOf(file);
      const fd = guarded(file, () => openSync(tempPath, O_RDWR | noFollow));
      return { file, tempPath, fd, isOpen: true };
    },
    // Without a round trip through the thread pool, which costs more than the write itself.
    writeNow({ file, fd }, bytes) {
      guarded(file, () => {
        for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done);
      });
    },
    finish(temp) {
      const { file, fd, tempPath } = temp;
      const { path, sha256 } = file;
      return guarded(file, () => {
        const { mtimeNs, ino: inode } = fstatSync(fd, { bigint: true });
        closeTemp(temp);
        renameSync(tempPath, localPath(root, path));
        return { path, sha256, mtimeNs, inode };
      });
    },
    leave: closeTemp,
    drop(temp) {
      closeTemp(temp);
      rmSync(temp.tempPath, { force: true });
    },
  };
}

function closeTemp(temp: OpenTemp): void {
  if (!temp.isOpen) return;
  temp.isOpen = false;
  closeSync(temp.fd);
}

/** Where a file is made, from the folder on. */
export function tempPathOf(file: WantedFile): string {
  const parent = file.path.slice(0, file.path.lastIndexOf('/') + 1);
  return parent + tempName(tempKey(file));
}

/** Gives or takes the right to execute a file that is there already. */
export function setExecutable(root: string, file: WantedFile): void {
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0);
  guarded(file, () => {
    const fd = openSync(localPath(root, file.path), flags);
    try {
      const { mode } = fstatSync(fd);
      // Who may read it may execute it.
      const executable = mode | ((mode & 0o444) >> 2);
      fchmodSync(fd, (isExecutable(file) ? executable : mode & ~EXECUTE) & 0o7777);
    } finally {
      closeSync(fd);
    }
  });
}

function guarded<T>({ path }: WantedFile, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw diskError(path, error, 'written');
  }
}
