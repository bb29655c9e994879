import { expect, test } from 'vitest';
import { parseTarget, targetText } from './target-reference.ts';

const ID = '0199a3c1-7b1e-7c52-9d5e-3a1f0c2b4d6e';

test.each([
  { text: 'Acme/Fizik 5', target: { type: 'book', reference: 'Acme/Fizik 5' } },
  { text: 'App/Windows', target: { type: 'book', reference: 'App/Windows' } },
  { text: ID, target: { type: 'book', reference: ID } },
  { text: ID.toUpperCase(), target: { type: 'book', reference: ID.toUpperCase() } },
  {
    text: 'app:windows/2.4.0',
    target: { type: 'build', platform: 'windows', version: '2.4.0' },
  },
  {
    text: 'APP:macOS/2.4.0-rc.1+7',
    target: { type: 'build', platform: 'macos', version: '2.4.0-rc.1+7' },
  },
])('$text is read, and told again', ({ text, target }) => {
  expect(parseTarget(text)).toEqual(target);
  expect(parseTarget(targetText(parseTarget(text)))).toEqual(target);
});

test.each([
  { text: '', why: '"" names no book' },
  { text: 'Acme', why: '"Acme" names no book' },
  { text: 'Acme/', why: 'names no book' },
  { text: '/Fizik', why: 'names no book' },
  { text: 'Acme/Fizik 5/units', why: 'names no book' },
  { text: 'app:', why: 'It takes a platform and a version' },
  { text: 'app:windows', why: 'It takes a platform and a version' },
  { text: 'app:windows/2.4.0/x', why: 'It takes a platform and a version' },
  { text: 'app:amiga/1.0', why: 'The platforms are windows, macos, linux' },
  { text: 'app:linux/', why: 'It takes 1 to 64' },
  { text: 'app:linux/latest', why: 'This word is reserved' },
  { text: 'app:linux/../2', why: 'It takes a platform and a version' },
])('"$text" is refused: $why', ({ text, why }) => {
  expect(() => parseTarget(text)).toThrow(
    expect.objectContaining({ outcome: 'usage', message: expect.stringContaining(why) }),
  );
});
