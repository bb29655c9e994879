import type { Outcomes } from './conformance.suite.ts';
import { CHECKS } from './conformance.suite.ts';
import type { Difference } from './conformance-differences.suite.ts';

export type Column = { server: string; outcomes: Outcomes; differences: Difference[] };

/** The checks × servers as a Markdown page, with every difference and its reason. */
export function renderTable(columns: Column[]): string {
  const row = (cells: string[]) => `| ${cells.join(' | ')} |`;
  const cell = (outcomes: Outcomes, name: string) => outcomes.get(name) ?? 'not run';
  const totals = columns.map(({ outcomes }) => {
    const same = [...outcomes.values()].filter((outcome) => outcome === 'as S3').length;
    return `${same} of ${CHECKS.length}`;
  });
  const differences = columns.flatMap(({ server, differences }) =>
    differences.map(({ check, reason }) => `- ${server}, “${check}”: ${reason}`),
  );
  return [
    '# S3 conformance',
    '',
    'Written by the conformance suite (`ops/embedded/s3/conformance.suite.ts`) when',
    '`S3_CONFORMANCE_REPORT` names this file. “differs” means a declared difference, which the suite',
    'asserts: should a server change, its test fails.',
    '',
    row(['check', ...columns.map(({ server }) => server)]),
    row(['---', ...columns.map(() => '---')]),
    ...CHECKS.map(({ name }) => row([name, ...columns.map((c) => cell(c.outcomes, name))])),
    row(['**as S3**', ...totals]),
    '',
    '## Differences',
    '',
    ...(differences.length > 0 ? differences : ['None.']),
    '',
  ].join('\n');
}
