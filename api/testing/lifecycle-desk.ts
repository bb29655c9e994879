import { inject } from 'vitest';
import { readConfig, type StoreAccess } from '../adapters/config.ts';
import { contentPorts } from '../adapters/content-ports.ts';
import { createNodeBlobs } from '../adapters/node-blobs.ts';
import type { ContentWork } from '../content/context.ts';
import { tick } from '../content/tick.ts';
import type { BookBody } from '../contract/books.ts';
import type { OperationBody } from '../contract/operations.ts';
import type { TrashItemBody } from '../contract/trash.ts';
import { UNLIMITED } from '../core/budget.ts';
import type { ContentBucket } from '../core/ports.ts';
import { type BookDesk, openBookDesk } from './books.ts';
import { createPusher, type Pusher } from './pusher.ts';
import { later } from './work.ts';

/** Later than any URL for what was moved is good for. */
export const SWEPT = '9 hours';

/** A book of two revisions. */
export interface PublishedBook extends BookBody {
  /** Where its tree is read. */
  readonly path: string;
  /** Where its objects lie, without the gen. */
  readonly prefix: string;
}

/** An admin's desk on which books and builds go and come back. */
export interface LifecycleDesk extends BookDesk, Pick<Pusher, 'push'> {
  readonly pusher: Pusher;
  /** Its `a.txt` is first `a`, then `b`; its `units/1.json` is `one`. */
  publishedBook(publisher: string, change?: object): Promise<PublishedBook>;
  /** Such a book that was deleted, and has moved. */
  trashedBook(
    publisher: string,
  ): Promise<{ book: PublishedBook; operation: OperationBody; trashId: string }>;
  /** A tick, as if `time` had passed since now. */
  tick(time?: string, change?: Partial<Omit<ContentWork, 'db'>>): Promise<void>;
  /** Deletes by path, and answers the operation. */
  remove(path: string): Promise<OperationBody>;
  restore(trashId: string, as?: object): Promise<OperationBody>;
  operation(id: string): Promise<OperationBody>;
  trash(q: string): Promise<TrashItemBody[]>;
  /** The bytes a reader gets of a file by its storage path; the status where there is none. */
  read(path: string): Promise<string | number>;
  /** Paths behind the gen, of what a bucket holds below `publisher/book_name` or `platform/version`. */
  stored(bucket: ContentBucket, prefix: string): Promise<string[]>;
}

/** @param store the run's own unless given */
export async function openLifecycleDesk(
  store: StoreAccess = inject('store'),
): Promise<LifecycleDesk> {
  const desk = await openBookDesk(store);
  const pusher = createPusher(desk);
  const blobs = createNodeBlobs(store);
  const ports = { blobs, content: contentPorts(readConfig({}), store) };
  const accepted = async (path: string, init: object): Promise<OperationBody> => {
    const { status, body } = await desk.call<OperationBody>(path, init);
    if (status !== 202) throw new Error(JSON.stringify(body));
    return body;
  };
  const lifecycle: LifecycleDesk = {
    ...desk,
    pusher,
    async publishedBook(publisher, change = {}) {
      const book = await desk.create({ publisher, ...change });
      await pusher.push(book.id, { 'a.txt': 'a', 'units/1.json': 'one' });
      await pusher.push(book.id, { 'a.txt': 'b', 'units/1.json': 'one' });
      const names = [publisher, book.book_name];
      const path = `/storage/books/${names.map(encodeURIComponent).join('/')}`;
      return { ...book, path, prefix: names.join('/') };
    },
    async trashedBook(publisher) {
      const book = await lifecycle.publishedBook(publisher);
      const operation = await lifecycle.remove(`/books/${book.id}`);
      await lifecycle.tick();
      const [item] = await lifecycle.trash(book.prefix);
      return { book, operation, trashId: item?.id ?? '' };
    },
    push: pusher.push,
    tick: (time = '0', change = {}) =>
      later(time, { database: desk.database, change: { ...ports, ...change } }, (ctx) =>
        tick(ctx, UNLIMITED),
      ),
    remove: (path) => accepted(path, { method: 'DELETE' }),
    restore: (trashId, as) =>
      accepted('/storage/restore', { body: { trash_id: trashId, ...(as ? { as } : {}) } }),
    operation: async (id) => (await desk.call<OperationBody>(`/operations/${id}`)).body,
    async trash(q) {
      const path = `/storage/trash?q=${encodeURIComponent(q)}`;
      return (await desk.call<{ items: TrashItemBody[] }>(path)).body.items;
    },
    async read(path) {
      const mark = path.includes('?') ? '&' : '?';
      const { status, body } = await desk.call<{ url: string }>(`${path}${mark}redirect=false`);
      if (status !== 200) return status;
      const answer = await fetch(body.url);
      const text = await answer.text();
      return answer.status === 200 ? text : answer.status;
    },
    async stored(bucket, prefix) {
      const paths: string[] = [];
      for await (const page of blobs.list(bucket, `${prefix}/`)) {
        paths.push(...page.map(({ key }) => key.split('/').slice(3).join('/')));
      }
      return paths.sort();
    },
  };
  return lifecycle;
}
