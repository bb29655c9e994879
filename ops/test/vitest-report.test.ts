import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { inWords, ONE_FAILED } from './tally.ts';
import { tallyOfRun } from './vitest-report.ts';

function reportFile(text: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'dcs-report-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = path.join(folder, 'report.json');
  writeFileSync(file, text);
  return file;
}

const file = (status: string, ...tests: string[]) => ({
  status,
  assertionResults: tests.map((test) => ({ status: test })),
});

it.each([
  ['all pass', 0, [file('passed', 'passed', 'passed')], '2 passed, 0 failed'],
  ['some fail', 1, [file('failed', 'passed', 'failed')], '1 passed, 1 failed'],
  ['some are skipped', 0, [file('passed', 'passed', 'skipped')], '1 passed, 0 failed, 1 skipped'],
  ['some are to do', 0, [file('passed', 'passed', 'todo')], '1 passed, 0 failed, 1 skipped'],
  ['a file does not load', 1, [file('failed'), file('passed', 'passed')], '1 passed, 1 failed'],
  ['a hook throws', 1, [file('failed', 'skipped')], '0 passed, 1 failed, 1 skipped'],
  ['nobody handles a rejection', 1, [file('passed', 'passed')], '1 passed, 1 failed'],
  ['it is killed at the end', null, [file('passed', 'passed')], '1 passed, 1 failed'],
  ['there is no test', 0, [], '0 passed, 1 failed'],
  ['all are skipped', 0, [file('passed', 'skipped')], '0 passed, 1 failed, 1 skipped'],
] as const)('when %s', (...[, exitCode, testResults, words]) => {
  expect(inWords(tallyOfRun(reportFile(JSON.stringify({ testResults })), exitCode))).toBe(words);
});

it.each([
  ['was never written', '/nowhere/report.json'],
  ['broke off', () => reportFile('{"testResults":[')],
])('when the report %s', (_, where) => {
  const report = typeof where === 'string' ? where : where();
  expect(tallyOfRun(report, 0)).toEqual(ONE_FAILED);
});
