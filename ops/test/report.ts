import { readFileSync } from 'node:fs';
import { oneFailed, sum, type Tally } from './tally.ts';

/** A run of a tool that reports in JSON. */
export interface ReportedRun<Report> {
  readonly tool: string;
  readonly file: string;
  /** Null where it was killed. */
  readonly exitCode: number | null;
  /** Counts what the report tells of. */
  readonly count: (report: Report) => Tally;
}

/**
 * Counts a run by its report. What has no test to its name is one failure too: a report that was never
 * written, no test at all, an end that no failure explains.
 */
export function tallyOfReport<Report>({ tool, file, exitCode, count }: ReportedRun<Report>): Tally {
  const report = readReport<Report>(file);
  if (!report) return oneFailed(tool, 'It wrote no report.');
  const tally = count(report);
  const ran = tally.passed + tally.failures.length > 0;
  if ((exitCode === 0 && ran) || tally.failures.length > 0) return tally;
  const why = ran ? `No test failed, yet it ended with ${exitCode}.` : 'It ran no test.';
  return sum([tally, oneFailed(tool, why)]);
}

function readReport<Report>(file: string): Report | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Report; // the tool's own shape
  } catch {
    return undefined; // it broke before it wrote one, or while it did
  }
}
