import type { PushEvent, PushPhase, PushProgress } from '../../../api/client/push/push-types.ts';
import type { UploadPlanBody } from '../../../api/contract/upload-bodies.ts';
import type { ProgressDisplay } from '../progress-display.ts';
import type { Progress } from '../progress-text.ts';
import { bytesText, countedText, countText } from '../quantity-text.ts';
import { createRetryTeller } from '../retry-teller.ts';

const LABELS: Readonly<Record<PushPhase, string>> = {
  walking: 'Reading the folder',
  hashing: 'Hashing',
  planning: 'Comparing',
  sending: 'Sending',
  finalizing: 'Publishing',
};

/** Follows a push and shows it. */
export interface PushWatch {
  readonly onEvent: (event: PushEvent) => void;
  /** The upload, once there is one. */
  readonly plan: () => UploadPlanBody | undefined;
  /** How far sending came; undefined where nothing was sent. */
  readonly sent: () => PushProgress | undefined;
  readonly sendingSeconds: () => number;
}

export function createPushWatch(display: ProgressDisplay): PushWatch {
  const retries = createRetryTeller(display);
  let plan: UploadPlanBody | undefined;
  let sent: PushProgress | undefined;
  let firstSentMs = 0;
  let lastSentMs = 0;

  function follow(progress: PushProgress): void {
    display.show(shown(progress));
    if (progress.phase !== 'sending') return;
    lastSentMs = performance.now();
    if (!sent) firstSentMs = lastSentMs;
    sent = progress;
  }

  return {
    plan: () => plan,
    sent: () => sent,
    sendingSeconds: () => (lastSentMs - firstSentMs) / 1000,
    onEvent(event) {
      switch (event.type) {
        case 'progress':
          follow(event.progress);
          break;
        case 'planned':
          plan = event.plan;
          void display.note(planText(event.plan));
          break;
        case 'retrying':
          retries.tell(event.reason);
          break;
        case 'sent':
        case 'paused':
        case 'resumed':
          break;
      }
    },
  };
}

function shown({ phase, files, bytes }: PushProgress): Progress {
  const label = LABELS[phase];
  const none = { done: 0, total: 0 };
  switch (phase) {
    case 'walking':
      // Its totals are what has been met so far.
      return {
        label,
        files: { done: files.total, total: undefined },
        bytes: { done: bytes.total, total: undefined },
      };
    case 'planning':
    case 'finalizing':
      return { label, files: none, bytes: none };
    case 'hashing':
    case 'sending':
      return { label, files, bytes };
  }
}

function planText({ upload, resumed, counts, bytes }: UploadPlanBody): string {
  const send = `${countedText(counts.send, 'file')} to send, ${bytesText(bytes.send)}`;
  const arrived = counts.arrived > 0 ? `, ${countText(counts.arrived)} there already` : '';
  return `${resumed ? 'going on with upload' : 'upload'} ${upload.id}: ${send}${arrived}`;
}
