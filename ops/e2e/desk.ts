import { inject } from 'vitest';
import { createApiClient } from '../../api/client/api-client.ts';
import { login, type TokenAnswer } from '../../api/contract/access.ts';
import type { BookBody } from '../../api/contract/books.ts';
import { type Answer, type Call, call } from './http.ts';

/** The running program, as somebody uses it who has signed in as its admin. */
export interface Desk {
  readonly token: string;
  /** Without a token unless one is given. */
  call<Body = Record<string, unknown>>(target: string, call?: Call): Promise<Answer<Body>>;
  /** With the admin's. */
  ask<Body = Record<string, unknown>>(target: string, call?: Call): Promise<Answer<Body>>;
  /** A valid body for POST /books; no two have the same name. */
  newBook(change?: object): Record<string, unknown>;
  create(change?: object): Promise<BookBody>;
}

let made = 0;

/** All test files share one program, so names carry the desk's own mark. */
export async function openDesk(): Promise<Desk> {
  const { baseUrl } = inject('target');
  const { access_token: token } = await signIn();
  const mark = Date.now().toString(36);
  const desk: Desk = {
    token,
    call: (target, init) => call(baseUrl, target, init),
    ask: (target, init) => call(baseUrl, target, { token, ...init }),
    newBook(change) {
      made += 1;
      return {
        publisher: `Acme ${mark}`,
        book_name: `Book ${mark} ${made}`,
        language: 'tr',
        category: 'science',
        version: '1.0',
        ...change,
      };
    },
    async create(change) {
      const answer = await desk.ask<BookBody>('/books', { body: desk.newBook(change) });
      if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
      return answer.body;
    },
  };
  return desk;
}

/** Signs in as the admin, as the command line does. */
export async function signIn(): Promise<TokenAnswer> {
  const { baseUrl, admin } = inject('target');
  const { body } = await createApiClient({ baseUrl }).call(login, { body: admin });
  return body;
}
