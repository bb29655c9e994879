import { bytesOfText, bytesText, clockText, countText, rateText } from './quantity-text.ts';
import { textWidth } from './text-width.ts';

const GAP = '  ';
const TIGHT_GAP = ' ';
const BAR_WIDTHS = [30, 20, 10];

interface Amount {
  readonly done: number;
  /** Undefined where nobody knows yet. */
  readonly total: number | undefined;
}

/** How far something is. */
export interface Progress {
  /** What is going on, in a word or two. */
  readonly label: string;
  readonly files: Amount;
  readonly bytes: Amount;
}

/** How quickly it goes on; undefined where that cannot be told. */
export interface Pace {
  readonly bytesPerSecond: number | undefined;
  readonly secondsLeft: number | undefined;
}

/**
 * One line that fits a terminal: bar, percentage, files, bytes, rate and time left; what is worth
 * least goes first where there is no room.
 */
export function progressLine(progress: Progress, pace: Pace, columns: number): string {
  const { label } = progress;
  const share = shareOf(progress);
  const percent = share === undefined ? '' : `${Math.floor(share * 100)}%`.padStart(3);
  // Padded, so that nothing moves while numbers grow.
  const [files, bytes] = [padded(filesText(progress)), padded(amountOfBytes(progress))];
  const [rate, left] = paceTexts(pace);
  const bars = share === undefined ? [] : BAR_WIDTHS.map((width) => barOf(share, width));
  const barred = bars.map((bar) => [label, bar, percent, files, bytes, rate, left]);
  const lines = [
    ...barred.map((parts) => joined(parts, GAP)),
    ...barred.slice(-1).map((parts) => joined(parts, TIGHT_GAP)),
    joined([label, percent, files, bytes, rate, left], GAP),
    joined([label, percent, bytes, rate, left], GAP),
    joined([label, percent, bytes, left], GAP),
    joined([label, percent], GAP),
    percent,
  ];
  return lines.find((line) => textWidth(line) <= columns) ?? '';
}

/** The same as a sentence without a bar, for where lines are kept. */
export function progressSentence(progress: Progress, pace: Pace): string {
  const amounts = [filesText(progress), amountOfBytes(progress), ...paceTexts(pace)];
  const told = amounts.filter(Boolean).join(', ');
  return told === '' ? progress.label : `${progress.label}: ${told}`;
}

function shareOf({ bytes, files }: Progress): number | undefined {
  const amount = bytes.total ? bytes : files;
  if (!amount.total) return undefined;
  return Math.min(1, Math.max(0, amount.done / amount.total));
}

function barOf(share: number, width: number): string {
  const full = Math.floor(share * width);
  return `[${'#'.repeat(full)}${'-'.repeat(width - full)}]`;
}

function filesText({ files: { done, total } }: Progress): string {
  if (total === undefined) return done === 0 ? '' : `${countText(done)} files`;
  return total === 0 ? '' : `${countText(done)}/${countText(total)} files`;
}

function amountOfBytes({ bytes: { done, total } }: Progress): string {
  if (total === undefined) return done === 0 ? '' : bytesText(done);
  return total === 0 ? '' : bytesOfText(Math.max(0, done), total);
}

/** `18/5,121 files` as wide as `5,121/5,121 files`. */
function padded(amount: string): string {
  const slash = amount.indexOf('/');
  const total = /^[\d.,]*/.exec(amount.slice(slash + 1))?.[0] ?? '';
  return slash < 0 ? amount : amount.padStart(amount.length + total.length - slash);
}

function paceTexts({ bytesPerSecond, secondsLeft }: Pace): readonly [string, string] {
  return [
    bytesPerSecond === undefined ? '' : rateText(bytesPerSecond),
    secondsLeft === undefined ? '' : `${clockText(secondsLeft)} left`,
  ];
}

function joined(parts: readonly string[], gap: string): string {
  return parts.filter(Boolean).join(gap);
}
