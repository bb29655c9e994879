import { createSignal } from 'solid-js';
import type { PushEvent, PushPhase, PushProgress } from '../../../../api/client/push/push-types.ts';
import type { FoundSoFar } from '../folder/read-folder.ts';
import { createTransferRate } from './transfer-rate.ts';

/** How often what is shown changes at most. */
const SHOWN_EVERY_MS = 200;
/** What a file costs beside its bytes, as many as a request takes as long for. */
const BYTES_OF_A_FILE = 64 * 1024;

/** How far an upload is, as it is shown. */
export interface ShownProgress extends PushProgress {
  /** Of what is sent; undefined while it cannot be told. */
  readonly bytesPerSecond: number | undefined;
  readonly secondsLeft: number | undefined;
  /** Of the work of this phase, from 0 to 1; undefined while nobody knows. */
  readonly share: number | undefined;
  /** Something failed, and is tried again by itself. */
  readonly isRetrying: boolean;
}

const NOTHING_TOLD = { bytesPerSecond: undefined, secondsLeft: undefined };
const NONE = { done: 0, total: 0 };
const START: ShownProgress = {
  phase: 'walking',
  files: NONE,
  bytes: NONE,
  ...NOTHING_TOLD,
  share: undefined,
  isRetrying: false,
};

/** Follows a push's events, of which there may be thousands a second, and shows a few of them. */
export interface ProgressView {
  shown(): ShownProgress;
  follow(event: PushEvent): void;
  /** Of a folder that is walked. */
  found(found: FoundSoFar): void;
  /** Begins anew. */
  reset(): void;
}

export function createProgressView(): ProgressView {
  const [shown, setShown] = createSignal<ShownProgress>(START);
  let latest: PushProgress = START;
  let rates = createRates();
  let isRetrying = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function show(): void {
    clearTimeout(timer);
    timer = undefined;
    const isSending = latest.phase === 'sending';
    if (isSending) rates.add(latest);
    const told = isSending ? rates.told(latest) : NOTHING_TOLD;
    setShown({ ...latest, ...told, share: shareOf(latest), isRetrying });
  }

  function enter(phase: PushPhase): void {
    if (phase === shown().phase) return;
    rates = createRates();
    show();
  }

  return {
    shown,
    follow(event) {
      if (event.type === 'progress') {
        if (event.progress.bytes.done > latest.bytes.done) isRetrying = false;
        latest = event.progress;
        enter(latest.phase);
      }
      if (event.type === 'retrying') isRetrying = true;
      // A pause is no slowness.
      if (event.type === 'resumed') rates = createRates();
      timer ??= setTimeout(show, SHOWN_EVERY_MS);
    },
    found({ files, sizeBytes }) {
      latest = {
        phase: 'walking',
        files: { done: 0, total: files },
        bytes: { done: 0, total: sizeBytes },
      };
      timer ??= setTimeout(show, SHOWN_EVERY_MS);
    },
    reset() {
      latest = START;
      isRetrying = false;
      rates = createRates();
      show();
    },
  };
}

function work(files: number, bytes: number): number {
  return files * BYTES_OF_A_FILE + bytes;
}

function shareOf({ phase, files, bytes }: PushProgress): number | undefined {
  const total = work(files.total, bytes.total);
  const isMeasured = (phase === 'hashing' || phase === 'sending') && total > 0;
  return isMeasured ? work(files.done, bytes.done) / total : undefined;
}

/** How quickly bytes go, and how long the rest will take: of many small files that is not the same. */
function createRates() {
  const bytesRate = createTransferRate();
  const workRate = createTransferRate();
  return {
    add({ files, bytes }: PushProgress): void {
      const now = performance.now();
      bytesRate.add(bytes.done, now);
      workRate.add(work(files.done, bytes.done), now);
    },
    told({ files, bytes }: PushProgress) {
      const workLeft = work(files.total - files.done, bytes.total - bytes.done);
      const workPerSecond = workRate.bytesPerSecond();
      return {
        bytesPerSecond: bytesRate.bytesPerSecond(),
        secondsLeft: workPerSecond ? workLeft / workPerSecond : undefined,
      };
    },
  };
}
