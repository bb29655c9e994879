import { saveFile } from '../../../ui/save-file.ts';

/** Where a zip in the making goes. */
export interface ZipSink {
  /** Takes all of it; what a signal cuts off leaves nothing behind. */
  write(zip: ReadableStream<Uint8Array>, signal: AbortSignal): Promise<void>;
}

interface FilePicking {
  showSaveFilePicker(options: { readonly suggestedName: string }): Promise<FileSystemFileHandle>;
}

/** Whether zips are written to the disk as they grow; elsewhere they have to fit into memory. */
export function canWriteToDisk(): boolean {
  return picksFiles(window);
}

/** @returns undefined where somebody chose no place after all */
export async function openSink(fileName: string): Promise<ZipSink | undefined> {
  if (!picksFiles(window)) return memorySink(fileName);
  try {
    return diskSink(await window.showSaveFilePicker({ suggestedName: fileName }));
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return undefined;
    return memorySink(fileName); // a picker is refused where the click was too long ago
  }
}

function diskSink(file: FileSystemFileHandle): ZipSink {
  return {
    async write(zip, signal) {
      await zip.pipeTo(await file.createWritable(), { signal });
    },
  };
}

/** A Blob of Blobs, since the browser may keep those elsewhere than in memory. */
function memorySink(fileName: string): ZipSink {
  return {
    async write(zip, signal) {
      const parts: Blob[] = [];
      // Bytes of a stream never lie in memory that is shared.
      const write = (chunk: Uint8Array) => void parts.push(new Blob([chunk as BlobPart]));
      await zip.pipeTo(new WritableStream({ write }), { signal });
      saveFile(fileName, new Blob(parts));
    },
  };
}

function picksFiles<Page extends object>(page: Page): page is Page & FilePicking {
  return 'showSaveFilePicker' in page;
}
