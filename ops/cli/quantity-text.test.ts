import { expect, test } from 'vitest';
import {
  bytesOfText,
  bytesText,
  clockText,
  countedText,
  durationText,
  rateText,
} from './quantity-text.ts';

test.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [999, '999 bytes'],
  [1000, '1.0 kB'],
  [999_949, '999.9 kB'],
  [999_950, '1.0 MB'],
  [734_003_200, '734.0 MB'],
  [5e15, '5.0 PB'],
  [Number.MAX_SAFE_INTEGER, '9.0 PB'],
])('%i bytes are told as %s', (bytes, text) => {
  expect(bytesText(bytes)).toBe(text);
});

test.each([
  [0, '0.0 s'],
  [0.42, '0.4 s'],
  [9.94, '9.9 s'],
  [9.96, '10 s'],
  [59.6, '1 min 0 s'],
  [245, '4 min 5 s'],
  [3599.7, '1 h 0 min'],
  [7800, '2 h 10 min'],
])('%d seconds are told as %s', (seconds, text) => {
  expect(durationText(seconds)).toBe(text);
});

test.each([
  [0, '0 files'],
  [1, '1 file'],
  [5121, '5,121 files'],
])('%i is counted as %s', (count, text) => {
  expect(countedText(count, 'file')).toBe(text);
});

test('a rate is told by the second', () => {
  expect(rateText(38_199_999.7)).toBe('38.2 MB/s');
});

test.each([
  [0, 999, '0/999 bytes'],
  [5, 734_000_000, '0.0/734.0 MB'],
  [734_000_000, 734_000_000, '734.0/734.0 MB'],
  [999_000_000, 1_200_000_000, '1.0/1.2 GB'],
])('%i of %i bytes are told as %s', (done, total, text) => {
  expect(bytesOfText(done, total)).toBe(text);
});

test.each([
  [0.3, '0:00'],
  [8.4, '0:08'],
  [245, '4:05'],
  [3599.7, '1:00:00'],
  [7865, '2:11:05'],
])('%d seconds are %s on the clock', (seconds, text) => {
  expect(clockText(seconds)).toBe(text);
});
