import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { tallyOfPlaywright } from './playwright-report.ts';
import { inWords } from './tally.ts';

function reportFile(text: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'dcs-report-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = path.join(folder, 'report.json');
  writeFileSync(file, text);
  return file;
}

/** A file with a group, whose tests are called by how they end. */
function report(statuses: readonly string[], errors: readonly object[] = []): string {
  const specs = statuses.map((status) => ({
    title: status,
    tests: [{ status, results: [status === 'expected' ? {} : { error: { message: 'It is 3.' } }] }],
  }));
  const group = { title: 'a sum', specs };
  return JSON.stringify({ suites: [{ title: 'a.spec.ts', specs: [], suites: [group] }], errors });
}

it.each([
  {
    what: 'all pass',
    exitCode: 0,
    text: report(['expected', 'expected']),
    words: '2 passed, 0 failed',
  },
  {
    what: 'one fails',
    exitCode: 1,
    text: report(['expected', 'unexpected']),
    words: '1 passed, 1 failed',
  },
  {
    what: 'one passes the second time',
    exitCode: 0,
    text: report(['flaky']),
    words: '0 passed, 1 failed',
  },
  {
    what: 'one is skipped',
    exitCode: 0,
    text: report(['expected', 'skipped']),
    words: '1 passed, 0 failed, 1 skipped',
  },
  {
    what: 'the setup fails',
    exitCode: 1,
    text: report([], [{ message: 'No database.' }]),
    words: '0 passed, 1 failed',
  },
  {
    what: 'it is killed at the end',
    exitCode: null,
    text: report(['expected']),
    words: '1 passed, 1 failed',
  },
  { what: 'there is no test', exitCode: 0, text: report([]), words: '0 passed, 1 failed' },
  { what: 'there is no report', exitCode: 1, text: 'half a re', words: '0 passed, 1 failed' },
])('a run in which $what', ({ exitCode, text, words }) => {
  expect(inWords(tallyOfPlaywright(reportFile(text), exitCode))).toBe(words);
});

it('names what failed with its message', () => {
  const { failures } = tallyOfPlaywright(reportFile(report(['unexpected'])), 1);
  expect(failures).toEqual([{ name: 'a.spec.ts > a sum > unexpected', message: 'It is 3.' }]);
});
