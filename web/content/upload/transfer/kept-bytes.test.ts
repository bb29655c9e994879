import { expect, it } from 'vitest';
import { createKeptBytes } from './kept-bytes.ts';

it('gives what it keeps once', () => {
  const kept = createKeptBytes();
  const bytes = new ArrayBuffer(3);
  kept.keep('a.txt', bytes);
  expect(kept.take('b.txt')).toBeUndefined();
  expect(kept.take('a.txt')).toBe(bytes);
  expect(kept.take('a.txt')).toBeUndefined();
});

it('keeps no more than it may, and has room again for what was taken', () => {
  const kept = createKeptBytes(4);
  kept.keep('a.txt', new ArrayBuffer(3));
  expect(kept.hasRoom(1)).toBe(true);
  expect(kept.hasRoom(2)).toBe(false);
  kept.keep('b.txt', new ArrayBuffer(2));
  expect(kept.take('b.txt')).toBeUndefined();
  kept.take('a.txt');
  expect(kept.hasRoom(4)).toBe(true);
});

it('counts a file once', () => {
  const kept = createKeptBytes(4);
  kept.keep('a.txt', new ArrayBuffer(2));
  kept.keep('a.txt', new ArrayBuffer(2));
  expect(kept.hasRoom(2)).toBe(true);
  kept.take('a.txt');
  expect(kept.hasRoom(4)).toBe(true);
  expect(kept.hasRoom(5)).toBe(false);
});
