import { type Command, Option } from 'commander';
import { type BookChange, createBook, updateBook } from '../../../api/contract/books.ts';
import { type ApiOptions, openApi } from '../api.ts';
import { findBookId } from '../book-reference.ts';
import { bookText, bookTitle, tagged } from '../book-text.ts';
import type { Cli } from '../cli.ts';
import { CliError } from '../cli-error.ts';
import { apiCommand, examples } from '../command.ts';

interface SetOptions extends ApiOptions {
  readonly publisher?: string;
  readonly name?: string;
  readonly language?: string;
  readonly category?: string;
  readonly bookVersion?: string;
  readonly status?: NonNullable<BookChange['status']>;
  readonly ifMatch?: string;
}

export function bookSetCommand(cli: Cli): Command {
  return apiCommand('set')
    .summary('Change a book.')
    .description('Change a book. What is not given keeps its value.')
    .argument('<book>', 'its id, or publisher/book_name')
    .option('--publisher <publisher>', 'its new publisher')
    .option('--name <book_name>', 'its new name')
    .option('--language <tag>', 'its language, such as tr or en-GB')
    .option('--category <category>', 'its category')
    .option('--book-version <version>', 'its version')
    .addOption(
      new Option('--status <status>', 'whether it is shown').choices(
        createBook.body.shape.status.unwrap().options,
      ),
    )
    .option('--if-match <etag>', 'only if it is still as "dcs book show" showed it')
    .addHelpText(
      'after',
      examples(
        'dcs book set "Acme/Fizik 5" --book-version 1.1 --status published',
        'dcs book set "Acme/Fizik 5" --name "Fizik 6" --if-match "3"',
      ),
    )
    .action((reference: string, options: SetOptions) => set(cli, reference, options));
}

async function set(cli: Cli, reference: string, options: SetOptions): Promise<void> {
  const body = changeOf(options);
  if (Object.values(body).every((value) => value === undefined)) {
    throw new CliError('usage', 'Nothing to change was given. See "dcs book set --help".');
  }
  const client = await openApi(cli, options);
  const { body: changed, headers } = await client.call(updateBook, {
    params: { book_id: await findBookId(client, reference) },
    headers: { 'if-match': entityTag(options.ifMatch) },
    body,
  });
  const book = tagged(changed, headers);
  if (options.json) return cli.out.json(book);
  await cli.out.text(`Saved ${bookTitle(book)}.\n${bookText(book)}`);
}

function changeOf(options: SetOptions) {
  const { publisher, name, language, category, bookVersion, status } = options;
  return { publisher, book_name: name, language, category, version: bookVersion, status };
}

/** Shells eat the quotes that belong to a tag (RFC 9110 §8.8.3); they are put back. */
function entityTag(text: string | undefined): string | undefined {
  if (text === undefined || text === '*' || text.includes('"')) return text;
  return `"${text}"`;
}
