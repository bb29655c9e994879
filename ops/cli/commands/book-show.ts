import type { Command } from 'commander';
import { getBook } from '../../../api/contract/books.ts';
import { type ApiOptions, openApi } from '../api.ts';
import { findBookId } from '../book-reference.ts';
import { bookText, bookTitle, tagged } from '../book-text.ts';
import type { Cli } from '../cli.ts';
import { apiCommand, examples } from '../command.ts';

export function bookShowCommand(cli: Cli): Command {
  return apiCommand('show')
    .summary('Show one book.')
    .description('Show one book, with the etag that "dcs book set --if-match" takes.')
    .argument('<book>', 'its id, or publisher/book_name')
    .addHelpText('after', examples('dcs book show "Acme/Fizik 5"'))
    .action((reference: string, options: ApiOptions) => show(cli, reference, options));
}

async function show(cli: Cli, reference: string, options: ApiOptions): Promise<void> {
  const client = await openApi(cli, options);
  const book_id = await findBookId(client, reference);
  const answer = await client.call(getBook, { params: { book_id }, headers: {} });
  if (answer.status !== 200) throw new Error('304 was answered, though no If-None-Match was sent');
  const book = tagged(answer.body, answer.headers);
  if (options.json) return cli.out.json(book);
  await cli.out.text(`${bookTitle(book)}\n${bookText(book)}`);
}
