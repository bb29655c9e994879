import { expect, test } from 'vitest';
import { parseTarget } from '../target-reference.ts';
import { checkPushOptions } from './check-push-options.ts';

const BOOK = 'Acme/Fizik 5';
const ID = '0199a3c1-7b1e-7c52-9d5e-3a1f0c2b4d6e';
const BUILD = 'app:windows/2.4.0';

test.each([
  { target: BOOK, options: {} },
  { target: ID, options: { merge: true, remove: ['a'] } },
  { target: BOOK, options: { create: true } },
  { target: BOOK, options: { create: true, language: 'tr', category: 'x', bookVersion: '1' } },
  { target: BUILD, options: { channel: 'beta', merge: true } },
])('$target takes $options', ({ target, options }) => {
  expect(() => checkPushOptions(parseTarget(target), options)).not.toThrow();
});

test.each([
  { target: BUILD, options: { create: true }, why: '--create' },
  { target: BUILD, options: { language: 'tr' }, why: 'are for books' },
  { target: BOOK, options: { channel: 'beta' }, why: '--channel is for app builds' },
  { target: BOOK, options: { bookVersion: '1' }, why: 'go with --create' },
  { target: ID, options: { create: true }, why: 'not with an id' },
  { target: BOOK, options: { remove: ['a'] }, why: '--remove goes with --merge' },
])('$target does not take $options: $why', ({ target, options, why }) => {
  expect(() => checkPushOptions(parseTarget(target), options)).toThrow(
    expect.objectContaining({ outcome: 'usage', message: expect.stringContaining(why) }),
  );
});
