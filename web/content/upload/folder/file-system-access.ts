/** Of the File System Access API what TypeScript's DOM does not know; not every browser has it. */
interface AskableHandle {
  requestPermission?(wanted: { mode: 'read' }): Promise<PermissionState>;
}

interface DirectoryPicker {
  showDirectoryPicker?(wanted: { mode: 'read'; id: string }): Promise<FileSystemDirectoryHandle>;
}

interface HandleItem {
  getAsFileSystemHandle?(): Promise<FileSystemHandle | null>;
}

/** Asks whether a folder kept over a reload may be read again; only in answer to a click. */
export async function mayRead(handle: FileSystemDirectoryHandle): Promise<boolean> {
  const state = await (handle as AskableHandle).requestPermission?.({ mode: 'read' });
  return state === 'granted';
}

export function canPickDirectory(): boolean {
  return (window as DirectoryPicker).showDirectoryPicker !== undefined;
}

/** @returns undefined where nothing was chosen */
export async function pickDirectory(): Promise<FileSystemDirectoryHandle | undefined> {
  try {
    return await (window as DirectoryPicker).showDirectoryPicker?.({ mode: 'read', id: 'upload' });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return undefined;
    throw error;
  }
}

/** The handle of what was dropped; undefined where the browser has none, or keeps it to itself. */
export async function handleOf(item: DataTransferItem): Promise<FileSystemHandle | undefined> {
  try {
    return (await (item as HandleItem).getAsFileSystemHandle?.()) ?? undefined;
  } catch {
    return undefined;
  }
}
