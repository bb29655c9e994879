import { expect, test } from 'vitest';
import { readOverrides } from './object-headers.ts';

test('overrides become headers, in the bytes of their UTF-8', () => {
  const query = new URLSearchParams({
    'response-content-type': 'text/plain; charset=utf-8',
    'response-content-disposition': 'inline; filename="ü.txt"',
    'response-unknown': 'x',
  });
  expect(readOverrides(query)).toEqual({
    'content-type': 'text/plain; charset=utf-8',
    'content-disposition': Buffer.from('inline; filename="ü.txt"').toString('latin1'),
  });
});

test.each(['a\r\nset-cookie: x=y', 'a\nb', 'a\u0000', 'a\u007f'])(
  'an override of %j cannot forge a header',
  (value) => {
    const query = new URLSearchParams({ 'response-content-type': value });
    expect(() => readOverrides(query)).toThrow(/control character/);
  },
);
