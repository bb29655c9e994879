import type { Command } from 'commander';
import {
  listOperations,
  OPERATION_STATES,
  OPERATION_TYPES,
  type OperationBody,
  type OperationQuery,
} from '../../../api/contract/operations.ts';
import { type ApiOptions, openApi } from '../api.ts';
import { type Cli, note } from '../cli.ts';
import { apiCommand, examples, parsedWith, repeatedOf } from '../command.ts';
import { doneText, stateText } from '../operation-text.ts';
import { createTable } from '../table.ts';
import { targetTitle } from '../target-title.ts';

interface ListOptions extends ApiOptions, Partial<Pick<OperationQuery, 'state' | 'type'>> {
  readonly limit?: number;
  readonly cursor?: string;
}

export function opLsCommand(cli: Cli): Command {
  const { limit } = listOperations.query.shape;
  return apiCommand('ls')
    .summary('List operations.')
    .description(
      'List operations, newest first; those that ended are kept for 30 days. Filters may be ' +
        'repeated.\n\n--json prints {"items":[…],"next_cursor":…}.',
    )
    .option(
      '--state <state>',
      `in this state: ${OPERATION_STATES.join(', ')}`,
      repeatedOf(OPERATION_STATES),
    )
    .option(
      '--type <type>',
      `of this type: ${OPERATION_TYPES.join(', ')}`,
      repeatedOf(OPERATION_TYPES),
    )
    .option('--limit <n>', 'how many a page holds, at most 200', parsedWith(limit))
    .option('--cursor <cursor>', 'the page that follows another')
    .addHelpText(
      'after',
      examples('dcs op ls --state queued --state running', 'dcs op ls --state needs_person --json'),
    )
    .action((options: ListOptions) => list(cli, options));
}

async function list(cli: Cli, options: ListOptions): Promise<void> {
  const { state, type, limit, cursor, json } = options;
  const client = await openApi(cli, options);
  const query = { state: state && [...state], type: type && [...type], limit, cursor };
  const { body } = await client.call(listOperations, { query });
  if (json) return cli.out.json(body);
  if (body.items.length === 0) return note(cli, 'No operation matches.');
  await cli.out.text(createOperationTable().page(body.items));
  if (body.next_cursor === null) return;
  await note(cli, `there are more. Add --cursor ${body.next_cursor} for the next.`);
}

function createOperationTable() {
  return createTable<OperationBody>([
    { title: 'OPERATION', value: ({ id }) => id },
    { title: 'TYPE', value: ({ type }) => type },
    { title: 'STATE', value: ({ state }) => stateText(state) },
    { title: 'DONE', value: doneText },
    { title: 'UPDATED', value: ({ updated_at }) => updated_at.slice(0, 16).replace('T', ' ') },
    { title: 'OF', value: ({ target }) => targetTitle(target) },
  ]);
}
