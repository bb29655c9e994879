/** What is in memory is there in microseconds; a disk that takes longer is waited for. */
const QUICK_MS = 2;
/** How many calls in a row are waited for before the disk is tried again. */
const PATIENCE = 100;

/**
 * Decides between calling the file system directly and through the thread pool: a round trip through
 * the pool costs several times what a quick call takes, and a slow one would hold everything up.
 */
export interface DiskPace {
  /** Whether to make the next call directly. Ask once for each call. */
  isQuick(): boolean;
  /** Makes it, and notes what it takes. */
  call<T>(act: () => T): T;
}

/** @param quickMs what a call may take that is not waited for, milliseconds */
export function createDiskPace(quickMs = QUICK_MS): DiskPace {
  let patience = 0;
  return {
    isQuick() {
      if (patience === 0) return true;
      patience -= 1;
      return false;
    },
    call(act) {
      const began = performance.now();
      try {
        return act();
      } finally {
        if (performance.now() - began > quickMs) patience = PATIENCE;
      }
    },
  };
}
