import type { ApiClient } from '../../../api/client/api-client.ts';
import type { TrashItemBody } from '../../../api/contract/trash.ts';
import { isBookId, parseBookNames } from '../book-reference.ts';
import { CliError } from '../cli-error.ts';
import { parseTarget } from '../target-reference.ts';
import { trashPages } from './trash-pages.ts';

/** What people call it; as they may type it again. */
export function trashTitle(item: TrashItemBody): string {
  return item.type === 'book'
    ? `${item.publisher}/${item.book_name}`
    : `app:${item.platform}/${item.version}`;
}

/**
 * The thing in the trash that a person means: an id as "dcs trash ls" prints it, or the name of a book
 * or build.
 * @throws CliError `missing`, also where several have that name
 */
export async function findTrash(client: ApiClient, reference: string): Promise<TrashItemBody> {
  const id = isBookId(reference) ? reference.toLowerCase() : undefined;
  const wanted = id === undefined ? nameOf(reference) : undefined;
  const found: TrashItemBody[] = [];
  for await (const { items } of trashPages(client, { q: wanted?.q })) {
    found.push(...items.filter((item) => item.id === id || trashTitle(item) === wanted?.title));
  }
  const [item] = found;
  if (item && found.length === 1) return item;
  throw new CliError('missing', notOne(reference, found));
}

function nameOf(reference: string) {
  const target = parseTarget(reference);
  if (target.type === 'build') {
    const { platform, version } = target;
    return { q: `${platform}/${version}`, title: `app:${platform}/${version}` };
  }
  const { publisher, book_name } = parseBookNames(target.reference);
  const title = `${publisher}/${book_name}`.normalize('NFC');
  return { q: title, title };
}

function notOne(reference: string, found: readonly TrashItemBody[]): string {
  if (found.length === 0) {
    return `There is no ${reference} in the trash. "dcs trash ls" shows what is.`;
  }
  const ids = found.map(({ id, deleted_at }) => `\n  ${id}  deleted ${deleted_at}`).join('');
  return `${found.length} in the trash are called ${reference}; name one by its id:${ids}`;
}
