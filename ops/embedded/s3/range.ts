/** What a Range header asks of `sizeBytes` bytes; `first` and `last` are inclusive. */
export type ResolvedRange =
  | { kind: 'whole' }
  | { kind: 'part'; first: number; last: number }
  | { kind: 'unsatisfiable' };

const SINGLE_RANGE = /^bytes=\s*(\d*)-(\d*)\s*$/i;

/**
 * Resolves one byte range (RFC 9110 §14): `bytes=0-9`, open `bytes=5-`, suffix `bytes=-5`.
 * Several ranges, other units and malformed ones are ignored: the whole object is answered.
 */
export function resolveRange(header: string | undefined, sizeBytes: number): ResolvedRange {
  const match = header === undefined ? null : SINGLE_RANGE.exec(header);
  const [, from = '', to = ''] = match ?? [];
  if (from === '' && to === '') {
    return { kind: 'whole' };
  }
  if (from === '') {
    const suffix = Number(to);
    return suffix === 0 || sizeBytes === 0
      ? { kind: 'unsatisfiable' }
      : { kind: 'part', first: Math.max(0, sizeBytes - suffix), last: sizeBytes - 1 };
  }
  const first = Number(from);
  if (to !== '' && Number(to) < first) {
    return { kind: 'whole' };
  }
  if (first >= sizeBytes) {
    return { kind: 'unsatisfiable' };
  }
  const last = to === '' ? sizeBytes - 1 : Math.min(Number(to), sizeBytes - 1);
  return { kind: 'part', first, last };
}
