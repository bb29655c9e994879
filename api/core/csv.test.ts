import { describe, expect, it } from 'vitest';
import { csvLine } from './csv.ts';

describe('a line of CSV', () => {
  it.each([
    [['a', 'b c', ''], 'a,b c,'],
    [['a', null, 'b'], 'a,,b'],
    [['a,b', 'say "hi"', 'two\nlines', 'x\r'], '"a,b","say ""hi""","two\nlines","x\r"'],
    [['{"a":1}'], '"{""a"":1}"'],
    [['ü ☃ 😀'], 'ü ☃ 😀'],
    [['a=1', '1-2', ' =1'], 'a=1,1-2, =1'],
  ])('of %j quotes what it must and nothing else', (cells, line) => {
    expect(csvLine(cells)).toBe(`${line}\r\n`);
  });

  it.each([
    ['=HYPERLINK("http://a")', '"\'=HYPERLINK(""http://a"")"'],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['\r=1', '"\'\r=1"'],
    ['\n=1', '"\'\n=1"'],
  ])('makes no formula of %j', (cell, safe) => {
    expect(csvLine([cell])).toBe(`${safe}\r\n`);
  });
});
