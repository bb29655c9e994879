import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareUtf8, utf8Comparer, utf8Length } from './utf8.ts';

const text = fc.string({ unit: 'binary' });
const encode = (value: string) => Buffer.from(value, 'utf8');

it('counts the bytes an encoder writes', () => {
  fc.assert(
    fc.property(text, (value) => {
      expect(utf8Length(value)).toBe(encode(value).length);
    }),
  );
});

it('orders as the encoded bytes do', () => {
  fc.assert(
    fc.property(text, text, text, (shared, a, b) => {
      const [left, right] = [shared + a, shared + b];
      expect(Math.sign(compareUtf8(left, right))).toBe(Buffer.compare(encode(left), encode(right)));
    }),
  );
});

it('sorts many texts as their encoded bytes', () => {
  const unit = fc.constantFrom('a', '/', '-', 'é', '語', '\uD7FF', '\uE000', '～', '😀');
  const texts = fc.array(fc.oneof(fc.string(), fc.string({ unit })));
  fc.assert(
    fc.property(texts, (values) => {
      const expected = values.toSorted((a, b) => Buffer.compare(encode(a), encode(b)));
      expect(values.toSorted(utf8Comparer(values))).toEqual(expected);
    }),
  );
});

it.each([
  ['a', 'a', 0],
  ['a', 'ab', -1],
  ['Z', 'a', -1],
  ['\u{1F600}', '\uFF5E', 1],
  ['\u{1F600}', '\u{1F601}', -1],
  ['\uD7FF', '\uE000', -1],
])('compares %j with %j', (a, b, order) => {
  expect(Math.sign(compareUtf8(a, b))).toBe(order);
  expect(Math.sign(compareUtf8(b, a))).toBe(order === 0 ? 0 : -order);
});
