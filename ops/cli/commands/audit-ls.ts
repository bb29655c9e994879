import type { Command } from 'commander';
import type { ApiClient } from '../../../api/client/api-client.ts';
import { type AuditEventBody, listAuditEvents } from '../../../api/contract/audit.ts';
import { type ApiOptions, openApi } from '../api.ts';
import { type AuditFilterOptions, auditFilters, withAuditFilters } from '../audit-filters.ts';
import { type Cli, note } from '../cli.ts';
import { apiCommand, examples, parsedWith } from '../command.ts';
import { createTable } from '../table.ts';

interface ListOptions extends ApiOptions, AuditFilterOptions {
  readonly limit?: number;
  readonly cursor?: string;
}

export function auditLsCommand(cli: Cli): Command {
  const { limit } = listAuditEvents.query.shape;
  return withAuditFilters(apiCommand('ls'))
    .summary('List who changed what.')
    .description(
      'List who changed what, newest first. "dcs audit export" writes all of it.\n\n' +
        '--json prints {"items":[…],"next_cursor":…}, with what was before and after.',
    )
    .option('--limit <n>', 'how many a page holds, at most 200', parsedWith(limit))
    .option('--cursor <cursor>', 'the page that follows another')
    .addHelpText(
      'after',
      examples(
        'dcs audit ls --actor ada@example.com --from 2026-03-01T00:00:00Z',
        'dcs audit ls --action book.update --limit 10 --json',
      ),
    )
    .action(async (options: ListOptions) => list(cli, await openApi(cli, options), options));
}

async function list(cli: Cli, client: ApiClient, options: ListOptions): Promise<void> {
  const { limit, cursor } = options;
  const query = { ...auditFilters(options), limit, cursor };
  const { body } = await client.call(listAuditEvents, { query });
  if (options.json) return cli.out.json(body);
  const { items, next_cursor } = body;
  if (items.length === 0) return note(cli, 'No event matches.');
  await cli.out.text(createEventTable().page(items));
  if (next_cursor !== null) await note(cli, `there are more: --cursor ${next_cursor}`);
}

function createEventTable() {
  return createTable<AuditEventBody>([
    { title: 'AT', value: ({ at }) => at.slice(0, 19).replace('T', ' ') },
    { title: 'ACTOR', value: ({ actor }) => actor.email ?? actor.type },
    { title: 'ACTION', value: ({ action }) => action },
    { title: 'TARGET', value: ({ target }) => `${target.type} ${target.name}` },
    { title: 'FROM', value: ({ address }) => address ?? '-' },
    { title: 'REQUEST', value: ({ request_id }) => request_id ?? '-' },
  ]);
}
