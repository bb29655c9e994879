import { expect, test } from 'vitest';
import { createTable } from './table.ts';
import { textWidth } from './text-width.ts';

test.each([
  ['Fizik 5', 7],
  ['Türkçe İğne', 11],
  ['I\u0307g\u0306ne', 4],
  ['日本語', 6],
  ['한국어', 6],
  ['ﾊﾝｶｸ', 4],
  ['ＡＢＣ', 6],
  ['📚', 2],
  ['👩‍🔬', 2],
  ['עברית', 5],
  ['a\u200Db', 2],
  ['', 0],
])('%j takes %i columns', (text, width) => {
  expect(textWidth(text)).toBe(width);
});

test('columns line up under their titles, whatever the script', () => {
  const table = createTable<readonly [string, string]>([
    { title: 'BOOK', value: ([book]) => book },
    { title: 'ID', value: ([, id]) => id },
  ]);
  const page = table.page([
    ['日本語', '1'],
    ['I\u0307g\u0306ne', '2'],
  ]);
  expect(page.split('\n')).toEqual(['BOOK    ID', '日本語  1', 'I\u0307g\u0306ne    2']);
});

test('a later page has no titles and keeps at least the widths of the one before', () => {
  const table = createTable<readonly [string, string]>([
    { title: 'A', value: ([a]) => a },
    { title: 'B', value: ([, b]) => b },
  ]);
  table.page([['12345', 'x']]);
  expect(table.page([['1', 'x']])).toBe('1      x');
  expect(table.page([['1234567', 'x']])).toBe('1234567  x');
});
