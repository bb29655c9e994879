import type { NewPlace, TrashItemBody } from '../../../api/contract/trash.ts';

/** What it is called: `publisher/book_name` or `platform/version`. */
export function trashTitle(
  item: Pick<TrashItemBody, 'type'> &
    Partial<Pick<TrashItemBody, 'publisher' | 'book_name' | 'platform' | 'version'>>,
): string {
  return item.type === 'book'
    ? `${item.publisher}/${item.book_name}`
    : `${item.platform}/${item.version}`;
}

/** A name beside its own that may well be free, for what cannot come back under that. */
export function placeBeside(item: TrashItemBody): NewPlace {
  return item.type === 'book'
    ? { publisher: item.publisher ?? '', book_name: `${item.book_name} (2)` }
    : { version: `${item.version}-2` };
}
