import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { ROOT } from './root.ts';
import { inWords } from './tally.ts';
import { tallyOfRun } from './vitest-report.ts';

function reportFile(text: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'dcs-report-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = path.join(folder, 'report.json');
  writeFileSync(file, text);
  return file;
}

const FILE = path.join('api', 'a.test.ts');

/** A file whose tests are called by how they end. */
const file = (status: string, ...tests: string[]) => ({
  name: path.join(ROOT, FILE),
  status,
  message: '',
  assertionResults: tests.map((test) => ({
    status: test,
    title: test,
    ancestorTitles: ['', 'a sum'],
    failureMessages: test === 'failed' ? ['Error: 3\n    at b.ts:1'] : [],
  })),
});

const unloaded = { ...file('failed'), message: 'Cannot find module' };

const TEST = [`${FILE} > a sum > failed`, 'Error: 3\n    at b.ts:1'];
const HOOK = [FILE, 'A hook failed, or its process did.'];

it.each([
  ['all pass', 0, [file('passed', 'passed', 'passed')], '2 passed, 0 failed'],
  ['some fail', 1, [file('failed', 'passed', 'failed')], '1 passed, 1 failed', TEST],
  ['some are skipped', 0, [file('passed', 'passed', 'skipped')], '1 passed, 0 failed, 1 skipped'],
  ['some are to do', 0, [file('passed', 'passed', 'todo')], '1 passed, 0 failed, 1 skipped'],
  [
    'a file does not load',
    1,
    [unloaded, file('passed', 'passed')],
    '1 passed, 1 failed',
    [FILE, 'Cannot find module'],
  ],
  ['a hook throws', 1, [file('failed', 'skipped')], '0 passed, 1 failed, 1 skipped', HOOK],
  [
    'nobody handles a rejection',
    1,
    [file('passed', 'passed')],
    '1 passed, 1 failed',
    ['vitest', 'No test failed, yet it ended with 1.'],
  ],
  [
    'it is killed at the end',
    null,
    [file('passed', 'passed')],
    '1 passed, 1 failed',
    ['vitest', 'No test failed, yet it ended with null.'],
  ],
  ['there is no test', 0, [], '0 passed, 1 failed', ['vitest', 'It ran no test.']],
  [
    'all are skipped',
    0,
    [file('passed', 'skipped')],
    '0 passed, 1 failed, 1 skipped',
    ['vitest', 'It ran no test.'],
  ],
] as const)('when %s', (...[, exitCode, testResults, words, ...failed]) => {
  const tally = tallyOfRun(reportFile(JSON.stringify({ testResults })), exitCode);
  expect(inWords(tally)).toBe(words);
  expect(tally.failures.map(({ name, message }) => [name, message])).toEqual(failed);
});

it.each([
  ['was never written', '/nowhere/report.json'],
  ['broke off', () => reportFile('{"testResults":[')],
])('when the report %s', (_, where) => {
  const report = typeof where === 'string' ? where : where();
  expect(tallyOfRun(report, 0)).toMatchObject({
    passed: 0,
    failures: [{ name: 'vitest', message: 'It wrote no report.' }],
  });
});
