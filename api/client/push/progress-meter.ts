import type { PushPhase, PushProgress } from './push-types.ts';

/** Counts how far a phase is, and tells of each change. */
export interface ProgressMeter {
  begin(phase: PushPhase, totals?: { files: number; bytes: number }): void;
  addTotal(files: number, bytes: number): void;
  addDone(files: number, bytes: number): void;
  setFiles(done: number, total: number): void;
}

export function createProgressMeter(tell: (progress: PushProgress) => void): ProgressMeter {
  let phase: PushPhase = 'walking';
  let files = { done: 0, total: 0 };
  let bytes = { done: 0, total: 0 };
  const told = () => tell({ phase, files: { ...files }, bytes: { ...bytes } });
  return {
    begin(next, totals = { files: 0, bytes: 0 }) {
      phase = next;
      files = { done: 0, total: totals.files };
      bytes = { done: 0, total: totals.bytes };
      told();
    },
    addTotal(moreFiles, moreBytes) {
      files.total += moreFiles;
      bytes.total += moreBytes;
      told();
    },
    addDone(moreFiles, moreBytes) {
      files.done += moreFiles;
      bytes.done += moreBytes;
      told();
    },
    setFiles(done, total) {
      files = { done, total };
      told();
    },
  };
}
