import type { DiffBody, DifferenceBody } from '../../../api/contract/revisions.ts';
import { compareUtf8 } from '../../../api/contract/utf8.ts';
import type { Cli } from '../cli.ts';
import { bytesText, countText } from '../quantity-text.ts';
import { createTable } from '../table.ts';
import type { Span, TargetRevisions } from './target-revisions.ts';

const CHANGES = ['added', 'changed', 'removed'] as const;
type Change = (typeof CHANGES)[number];

/** As git marks them. */
const MARKS: Readonly<Record<Change, string>> = { added: 'A', changed: 'M', removed: 'D' };

interface Changed extends DifferenceBody {
  readonly change: Change;
}

/** Prints what differs between two revisions, page by page: a line for each path, and what it sums up to. */
export async function printDifferences(
  cli: Cli,
  revisions: TargetRevisions,
  { json, ...span }: Span & { readonly json: boolean },
): Promise<void> {
  const table = createTable<Changed>([
    { title: '', value: ({ change }) => MARKS[change] },
    { title: 'PATH', value: ({ path, type }) => (type === 'directory' ? `${path}/` : path) },
    { title: 'SIZE', value: sizeText },
  ]);
  const counts: Record<Change, number> = { added: 0, changed: 0, removed: 0 };
  let bytes = 0;
  for await (const page of revisions.differences(span)) {
    const lines = linesOf(page);
    for (const line of lines) {
      counts[line.change] += 1;
      bytes += growthOf(line);
    }
    if (json) await cli.out.json(...lines);
    else if (lines.length > 0) await cli.out.text(table.page(lines));
  }
  if (!json) await cli.out.text(summaryText(span, counts, bytes));
}

/** The three lists as one, in the order of paths. */
function linesOf(page: DiffBody): Changed[] {
  return CHANGES.flatMap((change) => page[change].map((one) => ({ change, ...one }))).sort((a, b) =>
    compareUtf8(a.path, b.path),
  );
}

function sizeText({ change, type, size, previous_size }: Changed): string {
  if (change !== 'changed') return type === 'file' ? countText(size) : type;
  return `${countText(previous_size ?? 0)} -> ${type === 'file' ? countText(size) : type}`;
}

function growthOf({ change, size, previous_size = 0 }: Changed): number {
  return change === 'removed' ? -size : size - previous_size;
}

function summaryText(
  { from, to }: Span,
  counts: Readonly<Record<Change, number>>,
  bytes: number,
): string {
  const told = CHANGES.filter((change) => counts[change] > 0);
  const way = `From revision ${from} to ${to}`;
  if (told.length === 0) return `${way} nothing differs.`;
  const texts = told.map((change) => `${countText(counts[change])} ${change}`);
  const growth = `${bytes < 0 ? '-' : '+'}${bytesText(Math.abs(bytes))}`;
  return `${way}: ${texts.join(', ')}; ${growth}`;
}
