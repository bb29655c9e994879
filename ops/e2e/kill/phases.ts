import { PUBLISHER, type TriedBook, type View } from './book.ts';
import type { Service } from './service.ts';

/** Later than the last URL of anything that was moved. */
const AFTER_LAST_READ_MINUTES = 10 * 60;

/** One part of a book's life, during which the service is killed. */
export interface Phase {
  readonly name: string;
  prepare(book: TriedBook, service: Service): Promise<void>;
  /** What an admin does, and does again until it is answered; returns when all of it is done. */
  act(book: TriedBook, service: Service): Promise<void>;
  /** What readers see until it is decided, and from then on. */
  before(book: TriedBook): View;
  after(book: TriedBook): View;
  /** What the audit trail tells, and how often, whatever happened. */
  readonly told: Readonly<Record<string, number>>;
}

const nowhere = ({ name, otherName }: TriedBook) => ({ [name]: 0, [otherName]: 0 });
const at = (revision: number) => (book: TriedBook) => ({ ...nowhere(book), [book.name]: revision });
const elsewhere = (book: TriedBook) => ({ ...nowhere(book), [book.otherName]: 2 });

/** Uploads by the id of their book. */
const staged = new Map<string, string>();

export const PHASES: readonly Phase[] = [
  {
    name: 'upload',
    prepare: (book) => book.publish(1),
    async act(book) {
      staged.set(book.id, await book.stage(2));
    },
    before: at(1),
    after: at(1),
    told: { 'book.publish': 1 },
  },
  {
    name: 'finalize',
    async prepare(book) {
      await book.publish(1);
      staged.set(book.id, await book.stage(2));
    },
    act: (book) => book.finalize(staged.get(book.id) ?? ''),
    before: at(1),
    after: at(2),
    told: { 'book.publish': 2 },
  },
  {
    name: 'trash',
    prepare: (book) => book.publish(2),
    act: putInTrash,
    before: at(2),
    after: nowhere,
    told: { 'book.delete': 1 },
  },
  {
    name: 'restore',
    prepare: prepareTrash,
    async act(book, { ask }) {
      const as = { publisher: PUBLISHER, book_name: book.otherName };
      const body = { trash_id: trashIds.get(book.id), as };
      const answer = await ask('/storage/restore', { body });
      if (answer.status !== 202) throw new Error(`${answer.bytes}`);
      await book.settle();
    },
    before: nowhere,
    after: elsewhere,
    told: { 'book.delete': 1, 'book.restore': 1 },
  },
  {
    name: 'rename',
    prepare: (book) => book.publish(2),
    async act(book, { ask }) {
      const change = { method: 'PUT', body: { book_name: book.otherName } };
      const answer = await ask(`/books/${book.id}`, change);
      if (answer.status !== 200) throw new Error(`${answer.bytes}`);
      await book.settle();
    },
    before: at(2),
    after: elsewhere,
    told: { 'book.update': 1 },
  },
  {
    name: 'purge',
    prepare: prepareTrash,
    async act(book, { ask, sql }) {
      const answer = await ask(`/storage/trash/${trashIds.get(book.id)}`, { method: 'DELETE' });
      // It may be done before it could be asked for again.
      if (answer.status !== 202 && answer.status !== 404) throw new Error(`${answer.bytes}`);
      await book.settle();
      await book.until('object', () => objectsOf(book, sql, ['live', 'doomed']));
    },
    before: nowhere,
    after: nowhere,
    told: { 'book.delete': 1, 'book.purge': 1 },
  },
  {
    name: 'sweep',
    prepare: prepareTrash,
    async act(book, service) {
      await service.disconnect(AFTER_LAST_READ_MINUTES);
      await service.wake();
      await book.until('doomed object', () => objectsOf(book, service.sql, ['doomed']));
    },
    before: nowhere,
    after: nowhere,
    told: { 'book.delete': 1 },
  },
];

/** Deletions by the id of their book. */
const trashIds = new Map<string, string>();

async function putInTrash(book: TriedBook): Promise<void> {
  await book.remove();
  await book.settle();
}

async function prepareTrash(book: TriedBook): Promise<void> {
  await book.publish(2);
  await putInTrash(book);
  trashIds.set(book.id, await book.trashId());
}

function objectsOf({ id }: TriedBook, sql: Service['sql'], states: readonly string[]) {
  return sql`
    SELECT o.key, o.state FROM objects o JOIN books b USING (folder_id)
    WHERE b.id = ${id} AND o.state = ANY(${states})`;
}
