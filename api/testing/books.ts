import type { StoreAccess } from '../adapters/config.ts';
import type { BookBody } from '../contract/books.ts';
import { type Answer, type CallInit, createTestApp } from './app.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';

/** An admin's desk: a database of its own, an API over it, and books by the dozen. */
export interface BookDesk {
  readonly database: TestDatabase;
  call<Body = Record<string, unknown>>(path: string, init?: CallInit): Promise<Answer<Body>>;
  /** A valid body for POST /books; no two have the same name. */
  newBook(change?: object): Record<string, unknown>;
  create(change?: object): Promise<BookBody>;
  put(id: string, body: object, headers?: Record<string, string>): Promise<Answer<BookBody>>;
}

/**
 * Opens a desk for `editor@example.com`.
 * @param store the run's own unless given
 */
export async function openBookDesk(store?: StoreAccess): Promise<BookDesk> {
  const database = await createTestDatabase();
  const app = createTestApp(database, undefined, { store });
  const token = await app.adminToken('editor@example.com');
  let titles = 0;
  const desk: BookDesk = {
    database,
    call: (path, init) => app.call(path, { token, ...init }),
    newBook(change) {
      titles += 1;
      return {
        publisher: 'Acme',
        book_name: `Book ${titles}`,
        language: 'tr',
        category: 'science',
        version: '1.0',
        ...change,
      };
    },
    async create(change) {
      const answer = await desk.call<BookBody>('/books', { body: desk.newBook(change) });
      if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
      return answer.body;
    },
    put(id, body, headers = {}) {
      return desk.call<BookBody>(`/books/${id}`, { method: 'PUT', body, headers });
    },
  };
  return desk;
}
