import type { PushProgress } from '../../../api/client/push/push-types.ts';
import type {
  ReceiptBody,
  UploadCounts,
  UploadPreviewBody,
} from '../../../api/contract/upload-bodies.ts';
import { labelled } from '../labelled.ts';
import { bytesText, countedText, countText, durationText, rateText } from '../quantity-text.ts';

/** What is told beside the receipt. */
export interface PushSummary {
  /** Of this push alone; undefined where there was nothing to send. */
  readonly sent: PushProgress | undefined;
  readonly sendingSeconds: number;
  /** From the first file met to the receipt. */
  readonly totalSeconds: number;
  readonly litter: ReadonlyMap<string, number>;
  /** Of the API, without a trailing slash. */
  readonly baseUrl: string;
}

/** What was published, and what that took. */
export function receiptText(receipt: ReceiptBody, summary: PushSummary): string {
  const { counts, bytes } = receipt;
  const lines = {
    content: `${countedText(counts.files + counts.kept, 'file')}, ${bytesText(bytes.files)}`,
    changes: changesText(counts),
    sent: sentText(summary),
    took: durationText(summary.totalSeconds),
    'left out': litterText(summary.litter),
    tree: `${summary.baseUrl}${receipt.tree}`,
    upload: receipt.upload_id ?? '',
  };
  return [receipt.message, ...labelled(lines)].join('\n');
}

/** What a push would change, with the first paths of each list. */
export function previewText(
  preview: UploadPreviewBody,
  litter: ReadonlyMap<string, number>,
): string {
  const { counts, bytes, changes } = preview;
  const lines = {
    content: `${countedText(counts.files, 'file')}, ${bytesText(bytes.files)}`,
    changes: changesText(counts),
    send: `${countedText(counts.send, 'file')}, ${bytesText(bytes.send)}`,
    'left out': litterText(litter),
  };
  return [
    'A dry run: nothing was changed.',
    ...labelled(lines),
    ...pathLines('+', changes.added, counts.added),
    ...pathLines('~', changes.changed, counts.changed),
    ...pathLines('-', changes.removed, counts.removed),
  ].join('\n');
}

/** `12 added, 9 changed, 3 removed, 5,100 as before`, without what is none. */
export function changesText(counts: UploadCounts): string {
  const told = [
    [counts.added, 'added'],
    [counts.changed, 'changed'],
    [counts.removed, 'removed'],
    [counts.unchanged, 'as before'],
    [counts.kept, 'left alone'],
  ] as const;
  const texts = told
    .filter(([count]) => count > 0)
    .map(([count, what]) => `${countText(count)} ${what}`);
  const folders = [
    [counts.directories_added, 'added'],
    [counts.directories_removed, 'removed'],
  ] as const;
  for (const [count, what] of folders) {
    if (count > 0) texts.push(`${countedText(count, 'empty folder')} ${what}`);
  }
  return texts.length === 0 ? 'none' : texts.join(', ');
}

function sentText({ sent, sendingSeconds }: PushSummary): string {
  if (!sent || sent.files.done === 0) return 'nothing: it was all there';
  const rate = sendingSeconds > 0 ? ` (${rateText(sent.bytes.done / sendingSeconds)})` : '';
  const amount = `${countedText(sent.files.done, 'file')}, ${bytesText(sent.bytes.done)}`;
  return `${amount} in ${durationText(sendingSeconds)}${rate}`;
}

function litterText(litter: ReadonlyMap<string, number>): string {
  if (litter.size === 0) return '';
  const names = Array.from(litter, ([name, count]) => (count === 1 ? name : `${count} × ${name}`));
  return `${names.join(', ')}; --all-files takes such files too`;
}

function pathLines(sign: string, paths: readonly string[], count: number): string[] {
  const rest = count - paths.length;
  const lines = paths.map((path) => `  ${sign} ${path}`);
  return rest > 0 ? [...lines, `  ${sign} … and ${countText(rest)} more`] : lines;
}
