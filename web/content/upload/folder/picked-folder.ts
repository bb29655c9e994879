/** What a folder holds under one name, however the browser gave it. */
export type FolderNode = FileNode | DirectoryNode;

export interface FileNode {
  readonly kind: 'file';
  readonly name: string;
  /** The file as it is now. */
  open(): Promise<File>;
}

export interface DirectoryNode {
  readonly kind: 'directory';
  readonly name: string;
  children(): Promise<readonly FolderNode[]>;
}

/** A folder somebody chose or dropped. */
export interface PickedFolder {
  readonly root: DirectoryNode;
  /** Where the browser has one, it can be kept over a reload. */
  readonly handle: FileSystemDirectoryHandle | undefined;
  /** Whether reading it again shows what has changed; else it must be chosen again for that. */
  readonly isLive: boolean;
}

/** Of the files of an `<input webkitdirectory>`; undefined where there are none. */
export function folderOfFiles(files: readonly File[]): PickedFolder | undefined {
  const name = files[0]?.webkitRelativePath.split('/', 1)[0];
  if (!name) return undefined;
  const held = new Map<string, FolderNode[]>();
  const childrenOf = (path: string): FolderNode[] => {
    const known = held.get(path);
    if (known) return known;
    const children: FolderNode[] = [];
    held.set(path, children);
    const { parent, last } = partsOf(path);
    if (parent !== undefined) childrenOf(parent).push(directoryNode(last, async () => children));
    return children;
  };
  for (const file of files) {
    const { parent, last } = partsOf(file.webkitRelativePath);
    childrenOf(parent ?? name).push({ kind: 'file', name: last, open: async () => file });
  }
  const root = directoryNode(name, async () => childrenOf(name));
  return { root, handle: undefined, isLive: false };
}

/** Of what was dropped, in browsers without handles. */
export function folderOfEntry(entry: FileSystemDirectoryEntry): PickedFolder {
  return { root: entryNode(entry), handle: undefined, isLive: true };
}

export function folderOfHandle(handle: FileSystemDirectoryHandle): PickedFolder {
  return { root: handleNode(handle), handle, isLive: true };
}

function partsOf(path: string): { parent: string | undefined; last: string } {
  const cut = path.lastIndexOf('/');
  return { parent: cut < 0 ? undefined : path.slice(0, cut), last: path.slice(cut + 1) };
}

function directoryNode(name: string, children: DirectoryNode['children']): DirectoryNode {
  return { kind: 'directory', name, children };
}

function entryNode(entry: FileSystemDirectoryEntry): DirectoryNode {
  return directoryNode(entry.name, async () => (await readEntries(entry)).map(nodeOfEntry));
}

function nodeOfEntry(entry: FileSystemEntry): FolderNode {
  if (entry.isDirectory) return entryNode(entry as FileSystemDirectoryEntry); // told by isDirectory
  const file = entry as FileSystemFileEntry;
  const open = () => new Promise<File>((resolve, reject) => file.file(resolve, reject));
  return { kind: 'file', name: entry.name, open };
}

/** A call gives a hundred at most, and none once it has given all. */
async function readEntries(directory: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = directory.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, reject);
    });
    if (some.length === 0) return all;
    all.push(...some);
  }
}

function handleNode(handle: FileSystemDirectoryHandle): DirectoryNode {
  return directoryNode(handle.name, async () => {
    const children: FolderNode[] = [];
    for await (const child of handle.values()) children.push(nodeOfHandle(child));
    return children;
  });
}

function nodeOfHandle(handle: FileSystemFileHandle | FileSystemDirectoryHandle): FolderNode {
  if (handle.kind === 'directory') return handleNode(handle);
  return { kind: 'file', name: handle.name, open: () => handle.getFile() };
}
