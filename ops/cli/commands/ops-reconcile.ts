import { type Command, InvalidArgumentError } from 'commander';
import type { Operations } from '../../../api/ops.ts';
import type { Cli } from '../cli.ts';
import { CliError } from '../cli-error.ts';
import { examples, jsonCommand } from '../command.ts';
import { withOperations } from '../operations.ts';
import { createProgressDisplay, type ProgressDisplay } from '../progress-display.ts';
import { countedText } from '../quantity-text.ts';
import {
  type Finding,
  type FindingKind,
  findingBody,
  findingText,
  KIND_TEXTS,
  type ReconcileReport,
} from '../reconcile/findings.ts';
import { countFindings, reportBody, reportText } from '../reconcile/reconcile-report.ts';

/** Most findings of a kind shown to people; `--json` shows all. */
const MAX_SHOWN = 100;

interface ReconcileOptions {
  readonly fix?: boolean;
  readonly checksums?: boolean;
  readonly deep?: number;
  readonly metricsFile?: string;
  readonly json?: boolean;
}

export function opsReconcileCommand(cli: Cli): Command {
  return jsonCommand('reconcile')
    .summary('Hold what the object store has against the database.')
    .description(
      'Hold what the object store has against what the database says it must have: what is ' +
        'missing, what has another size, and what nothing accounts for. The service may go on ' +
        'working meanwhile. Ends with 1 where something is found.\n\n' +
        '--fix deletes what nothing accounts for and is older than a day. Nothing else is changed: ' +
        'of what is missing it is told where the same bytes may still be. A database restored from ' +
        'a backup does not know of what was published later, so it is not fixed by.\n\n' +
        '--json prints one finding a line, and at last a report.',
    )
    .option('--fix', 'delete orphans older than a day')
    .option('--checksums', 'ask the store for the SHA-256 of every object')
    .option('--deep <percent>', 'read a random sample of the objects, such as 5%', parsePercent)
    .option('--metrics-file <path>', "write counts for node_exporter's textfile collector")
    .addHelpText(
      'after',
      examples('dcs ops reconcile', 'dcs ops reconcile --fix --checksums --deep 1% --json'),
    )
    .action((options: ReconcileOptions) => reconcile(cli, options));
}

async function reconcile(cli: Cli, options: ReconcileOptions): Promise<void> {
  const display = createProgressDisplay(cli, options);
  const printer = createPrinter(cli, options, display);
  try {
    const report = await run(cli, options, { display, printer });
    display.end();
    if (options.metricsFile !== undefined) await writeMetrics(options.metricsFile, report);
    await printer.end();
    if (options.json) await cli.out.json(reportBody(report));
    else await cli.out.text(reportText(report));
    const findings = countFindings(report);
    if (findings === 0) return;
    const remain = findings === 1 ? 'remains' : 'remain';
    throw new CliError('refused', `${countedText(findings, 'finding')} ${remain}.`);
  } finally {
    display.end();
  }
}

interface Teller {
  readonly display: ProgressDisplay;
  readonly printer: ReturnType<typeof createPrinter>;
}

function run(cli: Cli, options: ReconcileOptions, teller: Teller): Promise<ReconcileReport> {
  const { fix = false, checksums = false, deep: deepPercent = 0 } = options;
  const work = (operations: Operations) =>
    operations.reconcile(
      { fix, checksums, deepPercent },
      {
        onFinding: teller.printer.print,
        onProgress(done, total) {
          const files = { done: done.objects, total: total.objects };
          const bytes = { done: done.bytes, total: total.bytes };
          teller.display.show({ label: 'Comparing', files, bytes });
        },
      },
    );
  return withOperations(cli, work, { store: true });
}

/** Prints findings as they come. When nobody reads them any more, the work goes on all the same. */
function createPrinter(cli: Cli, { json }: ReconcileOptions, display: ProgressDisplay) {
  const counts = new Map<FindingKind, number>();
  let failure: { readonly error: unknown } | undefined;
  const write = async (finding: Finding) => {
    if (json) return cli.out.json(findingBody(finding));
    const count = (counts.get(finding.kind) ?? 0) + 1;
    counts.set(finding.kind, count);
    if (count > MAX_SHOWN) return;
    display.end();
    await cli.out.text(findingText(finding));
  };
  return {
    async print(finding: Finding): Promise<void> {
      if (failure) return;
      await write(finding).catch((error: unknown) => {
        failure = { error };
      });
    },
    /** @throws what went wrong when a finding was printed */
    async end(): Promise<void> {
      if (failure) throw failure.error;
      for (const [kind, count] of counts) {
        if (count <= MAX_SHOWN) continue;
        await cli.out.text(
          `… and ${count - MAX_SHOWN} more ${KIND_TEXTS[kind]}; --json prints all.`,
        );
      }
    },
  };
}

async function writeMetrics(file: string, report: ReconcileReport): Promise<void> {
  // Loaded here, because hardly any command needs it.
  const { writeMetricsFile } = await import('../reconcile/metrics-file.ts');
  await writeMetricsFile(file, report, new Date()).catch((error: unknown) => {
    throw metricsError(error);
  });
}

function metricsError(cause: unknown): CliError {
  const why = cause instanceof Error ? cause.message : `${cause}`;
  return new CliError('refused', `The metrics could not be written. ${why}.`, { cause });
}

function parsePercent(text: string): number {
  const percent = /^\d+(\.\d+)?%?$/.test(text) ? Number.parseFloat(text) : Number.NaN;
  if (percent > 0 && percent <= 100) return percent;
  throw new InvalidArgumentError('It is a percentage above 0, up to 100.');
}
