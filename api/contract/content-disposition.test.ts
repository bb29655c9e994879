import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentDisposition } from './content-disposition.ts';

describe('Content-Disposition', () => {
  it.each([
    ['cover.png', `inline; filename="cover.png"; filename*=UTF-8''cover.png`],
    ['Fizik 5.pdf', `inline; filename="Fizik 5.pdf"; filename*=UTF-8''Fizik%205.pdf`],
    ['çözüm.pdf', `inline; filename="cozum.pdf"; filename*=UTF-8''%C3%A7%C3%B6z%C3%BCm.pdf`],
    ['ışık.mp3', `inline; filename="_s_k.mp3"; filename*=UTF-8''%C4%B1%C5%9F%C4%B1k.mp3`],
    ['a"b\\c%41.txt', `inline; filename="a_b_c_41.txt"; filename*=UTF-8''a%22b%5Cc%2541.txt`],
    ["it's (1)*.txt", `inline; filename="it's (1)*.txt"; filename*=UTF-8''it%27s%20%281%29%2A.txt`],
    ['😀.png', `inline; filename="_.png"; filename*=UTF-8''%F0%9F%98%80.png`],
    ['\ud800.txt', `inline; filename="_.txt"; filename*=UTF-8''%EF%BF%BD.txt`],
  ])('of %j is %s', (name, header) => {
    expect(contentDisposition('inline', name)).toBe(header);
  });

  it('says attachment for what is to be saved', () => {
    expect(contentDisposition('attachment', 'a.txt')).toMatch(/^attachment; filename="a\.txt"; /);
  });

  it('never leaves its grammar, and carries every well-formed name whole', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        const header = contentDisposition('inline', name);
        const match =
          /^inline; filename="([\x20-\x7E]*)"; filename\*=UTF-8''((?:[\w!#$&+.^`|~-]|%[0-9A-F]{2})*)$/.exec(
            header,
          );
        expect(match).not.toBeNull();
        expect(match?.[1]).not.toMatch(/["\\%]/);
        expect(decodeURIComponent(match?.[2] ?? '')).toBe(name);
      }),
    );
  });
});
