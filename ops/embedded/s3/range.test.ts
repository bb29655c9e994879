import fc from 'fast-check';
import { expect, test } from 'vitest';
import { resolveRange } from './range.ts';

test.each([
  [undefined, 10, { kind: 'whole' }],
  ['bytes=0-0', 10, { kind: 'part', first: 0, last: 0 }],
  ['bytes=3-', 10, { kind: 'part', first: 3, last: 9 }],
  ['bytes=-3', 10, { kind: 'part', first: 7, last: 9 }],
  ['bytes=-30', 10, { kind: 'part', first: 0, last: 9 }],
  ['bytes=8-30', 10, { kind: 'part', first: 8, last: 9 }],
  ['Bytes=1-2', 10, { kind: 'part', first: 1, last: 2 }],
  ['bytes=10-', 10, { kind: 'unsatisfiable' }],
  ['bytes=-0', 10, { kind: 'unsatisfiable' }],
  ['bytes=0-', 0, { kind: 'unsatisfiable' }],
  ['bytes=-1', 0, { kind: 'unsatisfiable' }],
  ['bytes=5-2', 10, { kind: 'whole' }],
  ['bytes=0-1,3-4', 10, { kind: 'whole' }],
  ['bytes=-', 10, { kind: 'whole' }],
  ['bytes', 10, { kind: 'whole' }],
  ['lines=0-1', 10, { kind: 'whole' }],
  ['bytes=99999999999999999999-', 10, { kind: 'unsatisfiable' }],
])('%s of %i bytes is resolved', (header, sizeBytes, expected) => {
  expect(resolveRange(header, sizeBytes)).toEqual(expected);
});

test('a resolved part is what Array.slice would give', () => {
  const part = fc.record({ first: fc.nat(40), length: fc.nat(40), sizeBytes: fc.nat(30) });
  fc.assert(
    fc.property(part, ({ first, length, sizeBytes }) => {
      const bytes = Array.from({ length: sizeBytes }, (_, index) => index);
      const range = resolveRange(`bytes=${first}-${first + length}`, sizeBytes);
      const expected = bytes.slice(first, first + length + 1);
      const got = range.kind === 'part' ? bytes.slice(range.first, range.last + 1) : [];
      expect(got).toEqual(expected);
      expect(range.kind === 'unsatisfiable').toBe(expected.length === 0);
    }),
  );
});

test('no header makes it throw or leave the object', () => {
  fc.assert(
    fc.property(fc.string(), fc.nat(100), (text, sizeBytes) => {
      const range = resolveRange(`bytes=${text}`, sizeBytes);
      if (range.kind === 'part') {
        expect(range.first).toBeGreaterThanOrEqual(0);
        expect(range.last).toBeGreaterThanOrEqual(range.first);
        expect(range.last).toBeLessThan(sizeBytes);
      }
    }),
  );
});
