import { open, rename, rm } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import { AUDIT_EXPORTS, type AuditExport, listAuditEvents } from '../../../api/contract/audit.ts';
import { type ApiOptions, openApi } from '../api.ts';
import { type AuditFilterOptions, auditFilters, withAuditFilters } from '../audit-filters.ts';
import { type Cli, note } from '../cli.ts';
import { CliError } from '../cli-error.ts';
import { apiCommand, examples } from '../command.ts';
import { diskError } from '../pull/disk-error.ts';

interface ExportOptions extends ApiOptions, AuditFilterOptions {
  readonly format: AuditExport;
  readonly output?: string;
}

export function auditExportCommand(cli: Cli): Command {
  const format = new Option('--format <format>', 'CSV for spreadsheets, or one JSON object a line');
  return withAuditFilters(apiCommand('export'))
    .summary('Write all events to a file.')
    .description(
      'Write all events, or those that match, newest first. In CSV, what a spreadsheet would take ' +
        'for a formula has an apostrophe in front.',
    )
    .addOption(format.choices(Object.keys(AUDIT_EXPORTS)).makeOptionMandatory())
    .option('-o, --output <file>', 'this file, rather than stdout')
    .addHelpText(
      'after',
      examples(
        'dcs audit export --format csv --output audit.csv',
        'dcs audit export --format ndjson --from 2026-03-01T00:00:00Z | gzip > march.jsonl.gz',
      ),
    )
    .action((options: ExportOptions) => exportEvents(cli, options));
}

type Chunks = ReadableStream<Uint8Array>;

async function exportEvents(cli: Cli, options: ExportOptions): Promise<void> {
  const { output, format, json } = options;
  const client = await openApi(cli, options);
  const query = auditFilters(options);
  const chunks = await client.download(listAuditEvents, { query }, AUDIT_EXPORTS[format]);
  if (output === undefined) {
    await forEachChunk(chunks, (chunk) => cli.out.bytes(chunk));
    return;
  }
  const size = await writeWhole(chunks, output);
  if (json) await cli.out.json({ output, format, size });
  else await note(cli, `Wrote ${size} bytes to ${output}.`);
}

/** Under another name until all is there, so that half an export is never taken for a whole one. */
async function writeWhole(chunks: Chunks, output: string): Promise<number> {
  const part = `${output}.part`;
  try {
    let size = 0;
    const file = await open(part, 'w', 0o600);
    try {
      await forEachChunk(chunks, async (chunk) => {
        await file.writeFile(chunk);
        size += chunk.length;
      });
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(part, output);
    return size;
  } catch (error) {
    await rm(part, { force: true });
    throw diskError(output, error, 'written');
  }
}

async function forEachChunk(
  chunks: Chunks,
  take: (chunk: Uint8Array) => Promise<void>,
): Promise<void> {
  const reader = chunks.getReader();
  for (;;) {
    const { done, value } = await reader.read().catch((cause: unknown) => {
      throw new CliError('unavailable', 'The connection broke off. Export again.', { cause });
    });
    if (done) return;
    await take(value);
  }
}
