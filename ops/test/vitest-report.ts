import { readFileSync } from 'node:fs';
import { NOTHING, ONE_FAILED, sum, type Tally } from './tally.ts';

/** As much of vitest's JSON report as is counted. */
interface Report {
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

/**
 * Counts a run of vitest. What has no test to its name is one failure too: a file that does not
 * load, a hook that throws, an unhandled rejection, a report that was never written, no test at all.
 */
export function tallyOfRun(reportFile: string, exitCode: number | null): Tally {
  const report = readReport(reportFile);
  if (!report) return ONE_FAILED;
  const tally = sum(report.testResults.map(tallyOfFile));
  const ran = tally.passed + tally.failed > 0;
  if ((exitCode === 0 && ran) || tally.failed > 0) return tally;
  return { ...tally, failed: 1 };
}

function readReport(file: string): Report | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Report; // vitest's own shape
  } catch {
    return undefined; // it broke before it wrote one, or while it did
  }
}

function tallyOfFile({ status, assertionResults }: Report['testResults'][number]): Tally {
  const tally = sum(assertionResults.map((test) => tallyOfTest(test.status)));
  return status === 'failed' && tally.failed === 0 ? { ...tally, failed: 1 } : tally;
}

function tallyOfTest(status: string): Tally {
  switch (status) {
    case 'passed':
      return { ...NOTHING, passed: 1 };
    case 'failed':
      return ONE_FAILED;
    default: // skipped, pending, todo, disabled
      return { ...NOTHING, skipped: 1 };
  }
}
