import { tallyOfReport } from './report.ts';
import { ONE_PASSED, ONE_SKIPPED, oneFailed, sum, type Tally } from './tally.ts';

/** As much of Playwright's JSON report as is counted. */
interface Report {
  readonly suites: readonly Suite[];
  /** What belongs to no test: a setup that fails, a file that does not load. */
  readonly errors: readonly Failed[];
}

interface Suite {
  readonly title: string;
  readonly suites?: readonly Suite[];
  readonly specs: readonly {
    readonly title: string;
    readonly tests: readonly {
      readonly status: 'expected' | 'unexpected' | 'flaky' | 'skipped';
      readonly results: readonly { readonly error?: Failed }[];
    }[];
  }[];
}

interface Failed {
  readonly message?: string;
}

/** Counts a run of Playwright. One that passes only when tried again has failed. */
export function tallyOfPlaywright(reportFile: string, exitCode: number | null): Tally {
  return tallyOfReport<Report>({ tool: 'playwright', file: reportFile, exitCode, count: tallyOf });
}

function tallyOf({ errors, suites }: Report): Tally {
  return sum([
    ...errors.map(({ message }) => oneFailed('playwright', message ?? 'It failed.')),
    ...suites.map((suite) => tallyOfSuite(suite, [])),
  ]);
}

function tallyOfSuite({ title, suites = [], specs }: Suite, above: readonly string[]): Tally {
  const titles = [...above, title];
  const own = specs.flatMap((spec) =>
    spec.tests.map(({ status, results }) => {
      if (status === 'expected') return ONE_PASSED;
      if (status === 'skipped') return ONE_SKIPPED;
      const message = results.find(({ error }) => error)?.error?.message ?? status;
      return oneFailed([...titles, spec.title].join(' > '), message);
    }),
  );
  return sum([...own, ...suites.map((suite) => tallyOfSuite(suite, titles))]);
}
