import { describe, expect, it } from 'vitest';
import { createFormat } from './format.ts';

const en = createFormat('en-GB');
const tr = createFormat('tr');

describe('sizes', () => {
  it.each([
    [0, '0 bytes', '0 bayt'],
    [1, '1 byte', '1 bayt'],
    [999, '999 bytes', '999 bayt'],
    [1000, '1 kB', '1 kB'],
    [12_800, '12.8 kB', '12,8 kB'],
    [999_949, '1 MB', '1 MB'],
    [734_003_200, '734 MB', '734 MB'],
    [5_497_558_138_880, '5.5 TB', '5,5 TB'],
  ])('%i bytes', (bytes, english, turkish) => {
    expect(en.bytes(bytes)).toBe(english);
    expect(tr.bytes(bytes)).toBe(turkish);
  });

  it('are rates with the second of the language', () => {
    expect(en.rate(38_200_000)).toBe('38.2 MB/s');
    expect(tr.rate(38_200_000)).toBe('38,2 MB/sn');
  });
});

describe('times', () => {
  const now = Date.parse('2026-03-01T09:30:00.000Z');

  it.each([
    ['2026-03-01T09:29:40.000Z', 'this minute'],
    ['2026-03-01T09:28:00.000Z', '2 minutes ago'],
    ['2026-03-01T06:29:00.000Z', '3 hours ago'],
    ['2026-02-28T09:30:00.000Z', 'yesterday'],
    ['2026-03-03T10:30:00.000Z', 'in 2 days'],
    ['2025-01-01T00:00:00.000Z', 'last year'],
  ])('%s is %s', (time, words) => {
    expect(en.ago(time, now)).toBe(words);
  });

  it('last in the two largest units', () => {
    expect(en.duration(19.6)).toBe('20 secs');
    expect(en.duration(245)).toBe('4 mins 5 secs');
    expect(en.duration(7800)).toBe('2 hrs 10 mins');
    expect(tr.duration(245)).toBe('4 dk. 5 sn.');
  });
});

it('names are in the order of the language', () => {
  const names = ['Zambak', 'Çınar', 'Cem', 'İnci', 'Ilgaz', 'Book 10', 'Book 9'];
  expect([...names].sort(tr.compare)).toEqual([
    'Book 9',
    'Book 10',
    'Cem',
    'Çınar',
    'Ilgaz',
    'İnci',
    'Zambak',
  ]);
});
