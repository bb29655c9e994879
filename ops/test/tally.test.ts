import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import {
  appendFailures,
  inWords,
  isGood,
  NOTHING,
  ONE_PASSED,
  ONE_SKIPPED,
  oneFailed,
  sum,
} from './tally.ts';

const FAILED = oneFailed('a.test.ts > adds', 'Error: 2');

it('is told in words, skipped ones only where there are any', () => {
  const one = { ...NOTHING, passed: 2 };
  expect(inWords(one)).toBe('2 passed, 0 failed');
  expect(inWords(sum([one, FAILED, { passed: 1, failures: FAILED.failures, skipped: 4 }]))).toBe(
    '3 passed, 2 failed, 4 skipped',
  );
});

it.each([
  [ONE_PASSED, true],
  [ONE_SKIPPED, true],
  [sum([ONE_PASSED, FAILED]), false],
  [NOTHING, false],
])('%j is good: %s', (tally, good) => {
  expect(isGood(tally)).toBe(good);
});

it('tells what failed in a few short lines each, after what failed before', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'dcs-failures-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = path.join(folder, 'failures');
  const long = `\u001b[31mError: 3\u001b[39m\r\n\n${'x'.repeat(1000)}\n  at a\n  at b\n`;
  appendFailures(file, FAILED);
  appendFailures(file, ONE_PASSED);
  appendFailures(file, sum([oneFailed('b.test.ts', ''), oneFailed('c.test.ts', long)]));
  expect(readFileSync(file, 'utf8').split('\n')).toEqual([
    'a.test.ts > adds',
    '    Error: 2',
    'b.test.ts',
    'c.test.ts',
    '    Error: 3',
    `    ${'x'.repeat(296)}`,
    '    at a',
    '',
  ]);
});
