import type { ProgressDisplay } from '../progress-display.ts';
import type { Progress } from '../progress-text.ts';
import { createRetryTeller } from '../retry-teller.ts';
import type { WantedFile } from './wanted-folder.ts';

/** Counts what a pull does, and shows it. */
export interface PullWatch {
  /** Begins something that goes through these files. */
  begin(label: string, files: readonly WantedFile[]): void;
  /** A file is done with. */
  file(): void;
  /** @param count of bytes; negative for what came in vain */
  bytes(count: number): void;
  /** Something failed and is tried again. */
  retry(error: unknown): void;
  /** How far what was begun last is. */
  progress(): Progress;
}

export function createPullWatch(display: ProgressDisplay): PullWatch {
  const retries = createRetryTeller(display);
  let label = '';
  let total = { files: 0, bytes: 0 };
  let done = { files: 0, bytes: 0 };

  const progress = () => ({
    label,
    files: { done: done.files, total: total.files },
    bytes: { done: done.bytes, total: total.bytes },
  });

  return {
    begin(now, files) {
      label = now;
      total = { files: files.length, bytes: files.reduce((sum, { size }) => sum + size, 0) };
      done = { files: 0, bytes: 0 };
      if (files.length > 0) display.show(progress());
    },
    file() {
      done.files += 1;
      display.show(progress());
    },
    bytes(count) {
      done.bytes += count;
      display.show(progress());
    },
    retry(error) {
      retries.tell(error instanceof Error ? error.message : `${error}`);
    },
    progress,
  };
}
