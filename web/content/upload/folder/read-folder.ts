import { isLitter } from '../../../../api/client/push/litter.ts';
import { type Source, SourceError, type SourceFile } from '../../../../api/client/push/source.ts';
import type { DirectoryNode, FileNode, FolderNode } from './picked-folder.ts';

/** Files opened side by side. */
const OPENED_AT_ONCE = 64;
/** The page is kept waiting no longer: a browser that is asked for a file's size first looks it up. */
const TURN_MS = 30;

/** A file of a picked folder, as it was when it was met. */
export interface BrowserFile extends SourceFile {
  readonly file: File;
  readonly metAtMs: number;
}

/** All that a picked folder holds. */
export interface FolderListing {
  readonly files: readonly BrowserFile[];
  /** Those that hold nothing, so far as the browser shows them. */
  readonly directories: readonly string[];
  readonly sizeBytes: number;
  /** Names left out as litter, and how often. */
  readonly litter: ReadonlyMap<string, number>;
}

/** How far reading is. */
export interface FoundSoFar {
  readonly files: number;
  readonly sizeBytes: number;
}

export interface ReadOptions {
  readonly signal: AbortSignal;
  /** Called after each few files. */
  readonly onFound: (found: FoundSoFar) => void;
}

interface Directory {
  /** From the picked folder on; '' for itself. */
  readonly path: string;
  readonly node: DirectoryNode;
}

/** Walks a picked folder, in the order of its names. @throws SourceError when something in it cannot be read */
export async function readFolder(
  root: DirectoryNode,
  { signal, onFound }: ReadOptions,
): Promise<FolderListing> {
  const files: BrowserFile[] = [];
  const directories: string[] = [];
  const litter = new Map<string, number>();
  let sizeBytes = 0;
  const endLongTurn = createTurns();
  const ahead: Directory[] = [{ path: '', node: root }];
  for (let at = ahead.pop(); at; at = ahead.pop()) {
    const { path } = at;
    const content = sorted(await orRefused(path, at.node.children()));
    for (const node of content.folders.toReversed())
      ahead.push({ path: join(path, node.name), node });
    for (const name of content.litter) count(litter, name);
    if (path !== '' && content.files.length + content.folders.length === 0) directories.push(path);
    for (let index = 0; index < content.files.length; index += OPENED_AT_ONCE) {
      signal.throwIfAborted();
      const some = content.files.slice(index, index + OPENED_AT_ONCE);
      for (const file of await Promise.all(some.map((one) => open(join(path, one.name), one)))) {
        files.push(file);
        sizeBytes += file.sizeBytes;
      }
      onFound({ files: files.length, sizeBytes });
      await endLongTurn();
    }
  }
  return { files, directories, sizeBytes, litter };
}

/** Ends the page's turn if it has taken long, so that the page answers meanwhile. */
function createTurns(): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < TURN_MS) return;
    await new Promise((resolve) => setTimeout(resolve));
    since = performance.now();
  };
}

function sorted(children: readonly FolderNode[]) {
  const names = new Set(children.map(({ name }) => name));
  const files: FileNode[] = [];
  const folders: DirectoryNode[] = [];
  const litter: string[] = [];
  for (const child of children.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    if (child.kind === 'directory') folders.push(child);
    else if (isLitter(child.name, names)) litter.push(child.name);
    else files.push(child);
  }
  return { files, folders, litter };
}

/** What was read, for the engine; links and who may execute are not for a browser to see. */
export function sourceOf({ files, directories }: FolderListing): Source {
  return {
    async *entries() {
      yield* files;
      for (const path of directories) yield { kind: 'directory', path };
    },
  };
}

async function open(path: string, node: FileNode): Promise<BrowserFile> {
  const metAtMs = Date.now();
  const file = await orRefused(path, node.open());
  return { kind: 'file', path, sizeBytes: file.size, executable: false, file, metAtMs };
}

function orRefused<T>(path: string, reading: Promise<T>): Promise<T> {
  return reading.catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new SourceError(path, `${path} cannot be read: ${reason}`, { cause });
  });
}

function join(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
