import type { Command } from 'commander';
import type { ApiClient } from '../../../api/client/api-client.ts';
import { numbersIn } from '../../../api/contract/ranges.ts';
import type { UploadStatusBody } from '../../../api/contract/upload-bodies.ts';
import { getUpload } from '../../../api/contract/uploads.ts';
import { type ApiOptions, openApi } from '../api.ts';
import type { Cli } from '../cli.ts';
import { apiCommand, examples } from '../command.ts';
import { changesText } from '../push/push-report.ts';
import { bytesText, countedText } from '../quantity-text.ts';
import { targetTitle } from '../target-title.ts';

interface StatusOptions extends ApiOptions {
  readonly cursor?: string;
}

export function uploadStatusCommand(cli: Cli): Command {
  return apiCommand('status')
    .summary('Tell how far an upload is.')
    .description(
      'Tell how far an upload is, and how much of it is missing.\n\n' +
        '--json prints it as the API does, with up to 1,000 missing paths; "next_cursor" of ' +
        '"missing" is for --cursor.',
    )
    .argument('<upload>', 'its id, as "dcs push" prints it')
    .option('--cursor <cursor>', 'with --json: the missing paths that follow others')
    .addHelpText('after', examples('dcs upload status 0199a3c1-7b1e-7c52-9d5e-3a1f0c2b4d6e'))
    .action((id: string, options: StatusOptions) => status(cli, id, options));
}

async function status(cli: Cli, upload_id: string, options: StatusOptions): Promise<void> {
  const client = await openApi(cli, options);
  const query = options.cursor === undefined ? {} : { cursor: options.cursor };
  const { body } = await client.call(getUpload, { params: { upload_id }, query });
  if (options.json) return cli.out.json(body);
  const missing = body.missing && (await countMissing(client, body));
  await cli.out.text(statusText(body, missing));
}

interface MissingCounts {
  files: number;
  bytes: number;
}

/** Counts through every page; one is held at a time. */
async function countMissing(client: ApiClient, first: UploadStatusBody): Promise<MissingCounts> {
  const counts = { files: 0, bytes: 0 };
  const params = { upload_id: first.upload.id };
  for (let page = first.missing; page; ) {
    counts.files += page.files.length + page.parts.length;
    for (const { size } of page.files) counts.bytes += size;
    for (const file of page.parts) counts.bytes += missingBytes(file);
    if (page.next_cursor === null) break;
    const query = { cursor: page.next_cursor };
    page = (await client.call(getUpload, { params, query })).body.missing;
  }
  return counts;
}

type PartedFile = NonNullable<UploadStatusBody['missing']>['parts'][number];

function missingBytes({ size, part_size, missing }: PartedFile): number {
  let bytes = 0;
  for (const part of numbersIn(missing)) {
    bytes += Math.min(part_size, size - (part - 1) * part_size);
  }
  return bytes;
}

function statusText(body: UploadStatusBody, missing: MissingCounts | undefined): string {
  const { upload, counts, bytes, receipt } = body;
  const lines = {
    target: targetTitle(upload.target),
    state: upload.state,
    mode: upload.mode,
    begun: `${upload.created_at} by ${upload.created_by}, on revision ${upload.base_revision}`,
    expires: upload.state === 'open' ? upload.expires_at : '',
    content: `${countedText(counts.files, 'file')}, ${bytesText(bytes.files)}`,
    changes: changesText(counts),
    missing: missing ? `${countedText(missing.files, 'file')}, ${bytesText(missing.bytes)}` : '',
    result: receipt ? `${receipt.message} (${receipt.published_at})` : '',
  };
  const shown = Object.entries(lines).filter(([, value]) => value !== '');
  return [
    `Upload ${upload.id}`,
    ...shown.map(([name, value]) => `  ${name.padEnd(8)}  ${value}`),
  ].join('\n');
}
