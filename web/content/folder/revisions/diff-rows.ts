import type { DiffBody, DifferenceBody } from '../../../../api/contract/revisions.ts';

export const CHANGES = ['added', 'changed', 'removed'] as const;
export type Change = (typeof CHANGES)[number];

/** A line of a diff: the head of a group, or what differs. */
export type DiffRow =
  | { readonly kind: 'head'; readonly change: Change; readonly count: number }
  | { readonly kind: 'item'; readonly change: Change; readonly difference: DifferenceBody };

/** The pages of a diff as one list, grouped by what happened. */
export function diffRows(pages: readonly DiffBody[]): readonly DiffRow[] {
  return CHANGES.flatMap((change): readonly DiffRow[] => {
    const all = pages.flatMap((page) => page[change]);
    if (all.length === 0) return [];
    return [
      { kind: 'head', change, count: all.length },
      ...all.map((difference) => ({ kind: 'item', change, difference }) as const),
    ];
  });
}
