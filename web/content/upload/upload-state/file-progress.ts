import { numbersIn } from '../../../../api/contract/ranges.ts';
import type { UploadPlanBody } from '../../../../api/contract/upload-bodies.ts';
import type { BrowserFile, FolderListing } from '../folder/read-folder.ts';

/** One file that is sent. */
export interface SentFile {
  readonly path: string;
  readonly sizeBytes: number;
  /** In this upload, so far. */
  readonly sentBytes: number;
  readonly isSent: boolean;
}

/** How far each of the files to send is. Holds nothing of its own but for what is under way. */
export interface FileProgress {
  begin(listing: FolderListing, plan: Pick<UploadPlanBody, 'send'>): void;
  add(path: string, bytes: number): void;
  sent(path: string): void;
  readonly count: number;
  at(index: number): SentFile | undefined;
}

export function createFileProgress(): FileProgress {
  let files: readonly BrowserFile[] = [];
  /** Positions in `files`. */
  let toSend = new Uint32Array();
  const done = new Set<string>();
  const underWay = new Map<string, number>();
  return {
    begin(listing, { send }) {
      files = listing.files;
      toSend = Uint32Array.from(numbersIn(send));
      done.clear();
      underWay.clear();
    },
    add(path, bytes) {
      underWay.set(path, (underWay.get(path) ?? 0) + bytes);
    },
    sent(path) {
      underWay.delete(path);
      done.add(path);
    },
    get count() {
      return toSend.length;
    },
    at(index) {
      const position = toSend[index];
      const file = position === undefined ? undefined : files[position];
      if (!file) return undefined;
      const { path, sizeBytes } = file;
      const isSent = done.has(path);
      return { path, sizeBytes, isSent, sentBytes: isSent ? sizeBytes : (underWay.get(path) ?? 0) };
    },
  };
}
