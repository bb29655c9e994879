import type { Pace, Progress } from './progress-text.ts';

/** How far back the pace looks. */
const WINDOW_MS = 10_000;
/** Samples closer together than this tell nothing new. */
const SAMPLE_MS = 250;
/** Before this a rate is a guess. */
const LEAST_MS = 1000;

interface Sample {
  readonly atMs: number;
  readonly files: number;
  readonly bytes: number;
}

/** Tells how quickly something goes on, from how far it was in the last ten seconds. */
export interface PaceMeter {
  /** @param atMs a clock that never goes back */
  measure(progress: Progress, atMs: number): Pace;
}

export function createPaceMeter(): PaceMeter {
  let label: string | undefined;
  let samples: Sample[] = [];

  function add(progress: Progress, atMs: number): void {
    if (progress.label !== label) samples = [];
    label = progress.label;
    const last = samples.at(-1);
    if (last && atMs - last.atMs < SAMPLE_MS) return;
    samples.push({ atMs, files: progress.files.done, bytes: progress.bytes.done });
    while ((samples[1]?.atMs ?? atMs) <= atMs - WINDOW_MS) samples.shift();
  }

  return {
    measure(progress, atMs) {
      add(progress, atMs);
      const [first] = samples;
      const elapsedMs = atMs - (first?.atMs ?? atMs);
      if (!first || elapsedMs < LEAST_MS) {
        return { bytesPerSecond: undefined, secondsLeft: undefined };
      }
      const perSecond = (now: number, then: number) =>
        Math.max(0, ((now - then) / elapsedMs) * 1000);
      const bytesPerSecond = perSecond(progress.bytes.done, first.bytes);
      const filesPerSecond = perSecond(progress.files.done, first.files);
      const bytesLeft = (progress.bytes.total ?? 0) - progress.bytes.done;
      const filesLeft = (progress.files.total ?? 0) - progress.files.done;
      return {
        bytesPerSecond: progress.bytes.total === 0 ? undefined : bytesPerSecond,
        secondsLeft: secondsFor([bytesLeft, bytesPerSecond], [filesLeft, filesPerSecond]),
      };
    },
  };
}

/**
 * Many small files take what their number says rather than their bytes; but while a large file is
 * under way their number says little, so it counts for no more than twice what the bytes say.
 */
function secondsFor(
  [bytes, bytesPerSecond]: readonly [number, number],
  [files, filesPerSecond]: readonly [number, number],
): number | undefined {
  const byBytes = bytes > 0 && bytesPerSecond > 0 ? bytes / bytesPerSecond : undefined;
  const byFiles = files > 0 && filesPerSecond > 0 ? files / filesPerSecond : undefined;
  if (byBytes === undefined) return byFiles;
  return Math.max(byBytes, Math.min(byFiles ?? 0, 2 * byBytes));
}
