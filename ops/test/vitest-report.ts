import path from 'node:path';
import { tallyOfReport } from './report.ts';
import { ROOT } from './root.ts';
import { ONE_PASSED, ONE_SKIPPED, oneFailed, sum, type Tally } from './tally.ts';

/** As much of vitest's JSON report as is counted. */
interface Report {
  readonly testResults: readonly ReportedFile[];
}

interface ReportedFile {
  /** Its path, from the root of the file system on. */
  readonly name: string;
  readonly status: string;
  /** Why it did not load, if it did not. */
  readonly message: string;
  readonly assertionResults: readonly ReportedTest[];
}

interface ReportedTest {
  readonly status: string;
  readonly title: string;
  /** From the file's, which is empty, inward. */
  readonly ancestorTitles: readonly string[];
  readonly failureMessages: readonly string[];
}

/**
 * Counts a run of vitest. What has no test to its name is one failure too: a file that does not
 * load, a hook that throws, an unhandled rejection, a report that was never written, no test at all.
 */
export function tallyOfRun(reportFile: string, exitCode: number | null): Tally {
  const count = ({ testResults }: Report) => sum(testResults.map(tallyOfFile));
  return tallyOfReport<Report>({ tool: 'vitest', file: reportFile, exitCode, count });
}

function tallyOfFile({ name, status, message, assertionResults }: ReportedFile): Tally {
  const file = path.relative(ROOT, name);
  const tally = sum(assertionResults.map((test) => tallyOfTest(file, test)));
  if (status !== 'failed' || tally.failures.length > 0) return tally;
  return sum([tally, oneFailed(file, message || 'A hook failed, or its process did.')]);
}

function tallyOfTest(file: string, test: ReportedTest): Tally {
  switch (test.status) {
    case 'passed':
      return ONE_PASSED;
    case 'failed': {
      const titles = [file, ...test.ancestorTitles, test.title].filter((title) => title !== '');
      return oneFailed(titles.join(' > '), test.failureMessages.join('\n'));
    }
    default: // skipped, pending, todo, disabled
      return ONE_SKIPPED;
  }
}
