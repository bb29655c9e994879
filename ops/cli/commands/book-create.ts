import { type Command, Option } from 'commander';
import { createBook, type NewBook } from '../../../api/contract/books.ts';
import { type ApiOptions, openApi } from '../api.ts';
import { parseBookNames } from '../book-reference.ts';
import { bookText, bookTitle, tagged } from '../book-text.ts';
import type { Cli } from '../cli.ts';
import { apiCommand, examples } from '../command.ts';

interface CreateOptions extends ApiOptions {
  readonly language: string;
  readonly category: string;
  readonly bookVersion: string;
  readonly status?: NewBook['status'];
}

export function bookCreateCommand(cli: Cli): Command {
  return apiCommand('create')
    .description('Create a book without content.')
    .argument('<publisher/book_name>', 'what it is called, in quotes if it has spaces')
    .requiredOption('--language <tag>', 'its language, such as tr or en-GB')
    .requiredOption('--category <category>', 'its category')
    .requiredOption('--book-version <version>', 'its version')
    .addOption(
      new Option('--status <status>', 'published unless it is held back as a draft').choices(
        createBook.body.shape.status.unwrap().options,
      ),
    )
    .addHelpText(
      'after',
      examples(
        'dcs book create "Acme/Fizik 5" --language tr --category science --book-version 1.0',
      ),
    )
    .action((reference: string, options: CreateOptions) => create(cli, reference, options));
}

async function create(cli: Cli, reference: string, options: CreateOptions): Promise<void> {
  const names = parseBookNames(reference);
  const { language, category, bookVersion: version, status } = options;
  const client = await openApi(cli, options);
  const { body, headers } = await client.call(createBook, {
    body: { ...names, language, category, version, status },
  });
  const book = tagged(body, headers);
  if (options.json) return cli.out.json(book);
  await cli.out.text(`Created ${bookTitle(book)}.\n${bookText(book)}`);
}
