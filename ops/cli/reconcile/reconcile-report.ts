import { bytesText, countedText, countText } from '../quantity-text.ts';
import { type FindingKind, KIND_TEXTS, type ReconcileReport } from './findings.ts';

type BucketReport = ReconcileReport[keyof ReconcileReport];

/** The report for programs: by bucket. */
export function reportBody(report: ReconcileReport): object {
  return {
    type: 'report',
    buckets: Object.fromEntries(
      bucketsOf(report).map(([bucket, { read, ...counts }]) => [
        bucket,
        { ...counts, read_objects: read.objects, read_bytes: read.bytes },
      ]),
    ),
  };
}

/** The report for people: all buckets together. */
export function reportText(report: ReconcileReport): string {
  const sum = (of: (bucket: BucketReport) => number) =>
    bucketsOf(report).reduce((total, [, bucket]) => total + of(bucket), 0);
  const objectsText = (count: number) => (count === 0 ? '' : countedText(count, 'object'));
  const read = sum((bucket) => bucket.read.objects);
  const lines = {
    checked: `${countedText(
      sum(({ objects }) => objects),
      'object',
    )}, ${bytesText(sum(({ bytes }) => bytes))}`,
    ...Object.fromEntries(
      KINDS.map((kind) => {
        const count = sum(({ findings }) => findings[kind]);
        return [KIND_TEXTS[kind], count === 0 ? '' : countText(count)];
      }),
    ),
    removed: objectsText(sum(({ removed }) => removed)),
    young: followed(
      objectsText(sum(({ young }) => young)),
      'that nothing accounts for yet, of the last day',
    ),
    unproven: followed(
      objectsText(sum(({ unproven }) => unproven)),
      'whose SHA-256 the store has not kept; --deep reads their bytes',
    ),
    read:
      read === 0
        ? ''
        : `${countedText(read, 'object')}, ${bytesText(sum((bucket) => bucket.read.bytes))}`,
  };
  const told = Object.entries(lines).filter(([, value]) => value !== '');
  const isClean = countFindings(report) === 0;
  const title = isClean
    ? 'The store holds what the database says.'
    : 'The store does not hold what the database says.';
  return [title, ...told.map(([name, value]) => `  ${name.padEnd(14)}  ${value}`)].join('\n');
}

/** Findings that remain. */
export function countFindings(report: ReconcileReport): number {
  return bucketsOf(report)
    .flatMap(([, { findings }]) => Object.values(findings))
    .reduce((sum, count) => sum + count, 0);
}

export function bucketsOf(report: ReconcileReport): readonly (readonly [string, BucketReport])[] {
  return Object.entries(report);
}

// Object.keys knows nothing of the names, and these are all there are.
const KINDS = Object.keys(KIND_TEXTS) as FindingKind[];

function followed(text: string, by: string): string {
  return text === '' ? '' : `${text} ${by}`;
}
