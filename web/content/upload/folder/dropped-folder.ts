import { handleOf } from './file-system-access.ts';
import { folderOfEntry, folderOfHandle, type PickedFolder } from './picked-folder.ts';

/** Why nothing can be made of what was dropped. */
export type DropRefusal = 'several' | 'not-a-folder';

/**
 * The folder that was dropped. Called while the event is handled: afterwards the browser has
 * forgotten what it was.
 */
export function droppedFolder(transfer: DataTransfer): Promise<PickedFolder | DropRefusal> {
  const items = [...transfer.items].filter(({ kind }) => kind === 'file');
  const [item] = items;
  if (!item || items.length > 1) return Promise.resolve(item ? 'several' : 'not-a-folder');
  const entry = item.webkitGetAsEntry();
  return handleOf(item).then((handle) => {
    if (handle instanceof FileSystemDirectoryHandle) return folderOfHandle(handle);
    if (entry?.isDirectory) return folderOfEntry(entry as FileSystemDirectoryEntry);
    return 'not-a-folder';
  });
}

/** Whether files are dragged; which ones is told only once they are dropped. */
export function hasFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') ?? false;
}
