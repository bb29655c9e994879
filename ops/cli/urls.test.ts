import { expect, test } from 'vitest';
import { parseUrl } from './urls.ts';

test.each([
  ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
  ['https://books.example.com/', 'https://books.example.com'],
  ['https://example.com/books//', 'https://example.com/books'],
  ['HTTPS://Example.com', 'https://example.com'],
])('%s is taken as %s', (given, taken) => {
  expect(parseUrl(given, '--url')).toBe(taken);
});

test.each([
  ['localhost:8080', 'is not an http or https URL'],
  ['books.example.com', 'is not a URL'],
  ['ftp://example.com', 'is not an http or https URL'],
  ['file:///etc/passwd', 'is not an http or https URL'],
  ['https://example.com/?a=1', 'carries a query'],
  ['https://example.com/#a', 'carries a query or a fragment'],
])('%s is refused: it %s', (given, why) => {
  expect(() => parseUrl(given, 'DCS_URL')).toThrow(`DCS_URL ${why}`);
});

test('a password in a URL is refused and not repeated', () => {
  const parse = () => parseUrl('https://ada:swordfish@example.com', '--url');
  expect(parse).toThrow('--url carries a user or a password');
  expect(parse).not.toThrow('swordfish');
});
