import type { Command } from 'commander';
import { updateBook } from '../../../api/contract/books.ts';
import { type ApiOptions, openApi } from '../api.ts';
import { findBookId, parseBookNames } from '../book-reference.ts';
import { bookTitle } from '../book-text.ts';
import type { Cli } from '../cli.ts';
import { apiCommand, examples } from '../command.ts';
import { waitForOperation } from '../wait-for-operation.ts';

export function mvCommand(cli: Cli): Command {
  return apiCommand('mv')
    .summary('Give a book another name or publisher.')
    .description(
      'Give a book another name or publisher. Its readers find it under the new one at once, and ' +
        'whoever reads it goes on reading while its files follow.',
    )
    .argument('<book>', 'publisher/book_name, or its id')
    .argument('<name>', 'publisher/book_name it shall have')
    .addHelpText('after', examples('dcs mv "Acme/Fizik 5" "Acme/Fizik 5. Sınıf"'))
    .action((book: string, name: string, options: ApiOptions) =>
      rename(cli, { book, name }, options),
    );
}

async function rename(
  cli: Cli,
  { book, name }: { readonly book: string; readonly name: string },
  options: ApiOptions,
): Promise<void> {
  const { json = false } = options;
  const names = parseBookNames(name);
  const client = await openApi(cli, options);
  const { body: renamed, headers } = await client.call(updateBook, {
    params: { book_id: await findBookId(client, book) },
    headers: {},
    body: names,
  });
  const id = monitored(headers);
  if (id !== undefined) await waitForOperation(cli, client, { operation: { id }, json });
  if (json) return cli.out.json(renamed);
  await cli.out.text(`It is called ${bookTitle(renamed)} now.`);
}

/** The operation that an answer points to, where there is one. */
function monitored(headers: Headers): string | undefined {
  return /<\/operations\/([^>]+)>; rel="monitor"/.exec(headers.get('link') ?? '')?.[1];
}
