import type { Command } from 'commander';
import type { ApiClient } from '../../../api/client/api-client.ts';
import {
  BOOK_STATUSES,
  type BookBody,
  type BookQuery,
  listBooks,
} from '../../../api/contract/books.ts';
import { type ApiOptions, openApi } from '../api.ts';
import { bookTitle } from '../book-text.ts';
import { type Cli, note } from '../cli.ts';
import { apiCommand, examples, parsedWith, repeated, repeatedOf } from '../command.ts';
import { eachPage, type ListPage } from '../each-page.ts';
import { createTable } from '../table.ts';

/** What `--all` asks for at once: the most the API gives. */
const WHOLE_PAGE = 200;

type Filters = Partial<Pick<BookQuery, 'publisher' | 'status' | 'language' | 'category'>>;

interface ListOptions extends ApiOptions, Filters {
  readonly query?: string;
  readonly sort?: BookQuery['sort'];
  readonly limit?: number;
  readonly cursor?: string;
  readonly all?: boolean;
}

export function bookLsCommand(cli: Cli): Command {
  const { sort, limit } = listBooks.query.shape;
  return apiCommand('ls')
    .summary('List books.')
    .description(
      'List books, archived ones too. Filters compare without regard to case and may be repeated; ' +
        'a book has to match one of each kind.\n\n' +
        '--json prints {"items":[…],"next_cursor":…}, and with --all one book a line.',
    )
    .option('--publisher <publisher>', 'of this publisher', repeated)
    .option(
      '--status <status>',
      `in this state: ${BOOK_STATUSES.join(', ')}`,
      repeatedOf(BOOK_STATUSES),
    )
    .option('--language <tag>', 'in this language', repeated)
    .option('--category <category>', 'of this category', repeated)
    .option('-q, --query <text>', 'with this text in publisher, name or category')
    .option(
      '--sort <key>',
      `by ${sort.unwrap().options.filter(isAscending).join(', ')}; "-" in front for descending`,
      parsedWith(sort),
    )
    .option('--limit <n>', 'how many a page holds, at most 200', parsedWith(limit))
    .option('--cursor <cursor>', 'the page that follows another')
    .option('--all', 'every page')
    .addHelpText(
      'after',
      examples(
        'dcs book ls --publisher Acme --status draft --status published',
        'dcs book ls -q fizik --sort -updated_at --limit 10',
        'dcs book ls --all --json > books.jsonl',
      ),
    )
    .action((options: ListOptions) => list(cli, options));
}

function isAscending(key: string): boolean {
  return !key.startsWith('-');
}

async function list(cli: Cli, options: ListOptions): Promise<void> {
  const pages = pagesOf(await openApi(cli, options), options);
  if (!options.json) return printTable(cli, pages, options);
  for await (const page of pages) await cli.out.json(...(options.all ? page.items : [page]));
}

async function printTable(cli: Cli, pages: Pages, { all }: ListOptions): Promise<void> {
  const table = createBookTable();
  let isEmpty = true;
  for await (const { items, next_cursor } of pages) {
    if (items.length === 0) continue;
    isEmpty = false;
    await cli.out.text(table.page(items));
    if (!all && next_cursor !== null) await tellMore(cli, next_cursor);
  }
  if (isEmpty) await note(cli, 'No book matches.');
}

type Pages = AsyncIterable<Page>;
interface Page extends ListPage {
  readonly items: readonly BookBody[];
}

/** The page asked for, or with `--all` that and every one after it; one is held at a time. */
async function* pagesOf(client: ApiClient, options: ListOptions): AsyncGenerator<Page> {
  const ask = async (cursor: string | undefined) =>
    (await client.call(listBooks, { query: queryOf(options, cursor) })).body;
  for await (const page of eachPage(ask, options.cursor)) {
    yield page;
    if (!options.all) return;
  }
}

function queryOf(options: ListOptions, cursor: string | undefined) {
  const { publisher, status, language, category, query: q, sort } = options;
  const limit = options.limit ?? (options.all ? WHOLE_PAGE : undefined);
  return { publisher, status, language, category, q, sort, limit, cursor };
}

function tellMore(cli: Cli, cursor: string): Promise<void> {
  return note(cli, `there are more. Add --all for every one, or --cursor ${cursor} for the next.`);
}

function createBookTable() {
  return createTable<BookBody>([
    { title: 'BOOK', value: bookTitle },
    { title: 'LANGUAGE', value: ({ language }) => language },
    { title: 'CATEGORY', value: ({ category }) => category },
    { title: 'VERSION', value: ({ version }) => version },
    { title: 'STATUS', value: ({ status }) => status },
    { title: 'REVISION', value: ({ revision }) => (revision === 0 ? '-' : `${revision}`) },
    { title: 'UPDATED', value: ({ updated_at }) => updated_at.slice(0, 16).replace('T', ' ') },
    { title: 'ID', value: ({ id }) => id },
  ]);
}
