import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { expect, onTestFinished } from 'vitest';
import type { TokenAnswer } from '../../../api/contract/access.ts';
import type { BookBody } from '../../../api/contract/books.ts';
import type { OperationBody } from '../../../api/contract/operations.ts';
import type { TrashItemBody } from '../../../api/contract/trash.ts';
import { createPusher, type Pusher } from '../../../api/testing/pusher.ts';
import type { RequestEvent } from '../../embedded/s3/serve.ts';
import { startEmbeddedS3 } from '../../embedded/s3/server.ts';
import { type Answer, type Call, call } from '../http.ts';
import { LIMIT_MS } from '../process.ts';
import { dataFolder, external, readyUrl, start } from './surroundings.ts';

const ADMIN = { email: 'admin@example.com', password: 'correct horse battery' };
const KEYS = { accessKey: 'replicas-access', secretKey: 'replicas-secret' };
export const PUBLISHER = 'Acme';

/** One of several processes over the same database and store, as its admin uses it. */
export interface Replica {
  ask<Body = Record<string, unknown>>(target: string, init?: Call): Promise<Answer<Body>>;
  readonly pusher: Pusher;
}

export interface Replicas {
  readonly one: Replica;
  readonly other: Replica;
  /** Requests that the store answered. */
  readonly requests: readonly RequestEvent[];
  /** A book whose `a.txt` is its name. @returns its id */
  publish(name: string): Promise<string>;
  /** Such a book, deleted and moved. @returns the id of its deletion */
  trashed(name: string): Promise<{ readonly id: string; readonly trashId: string }>;
  trash(name: string): Promise<TrashItemBody | undefined>;
  /** Waits until nothing is under way, and sees all of it done, but of types that `mayFail`. */
  settle(mayFail?: readonly OperationBody['type'][]): Promise<void>;
  /** What readers see as a file of a book; the status where there is none. */
  read(name: string, file?: string): Promise<string | number>;
  /** Sees that neither told of an error. */
  expectNoErrors(): void;
}

export async function startTwoReplicas(): Promise<Replicas> {
  const requests: RequestEvent[] = [];
  const store = await startEmbeddedS3({
    ...KEYS,
    store: { kind: 'disk', dir: path.join(await dataFolder(), 's3') },
    onRequest: (event) => void requests.push(event),
  });
  onTestFinished(() => store.stop());
  const settings = {
    ...(await external()),
    S3_ENDPOINT: store.endpoint,
    S3_ACCESS_KEY: KEYS.accessKey,
    S3_SECRET_KEY: KEYS.secretKey,
    DCS_ADMIN_EMAIL: ADMIN.email,
    DCS_ADMIN_PASSWORD: ADMIN.password,
    DCS_JWT_KEYS: `shared:${randomBytes(32).toString('base64url')}`,
    DCS_HEAD_CACHE_MS: '0',
  };
  const programs = [start(settings), start({ ...settings, DCS_DATA_DIR: await dataFolder() })];
  const [one, other] = await Promise.all(
    programs.map(async (it) => openReplica(await readyUrl(it))),
  );
  if (!one || !other) throw new Error('There are two.');
  const replicas: Replicas = {
    one,
    other,
    requests,
    async publish(name) {
      const about = { language: 'tr', category: 'science', version: '1.0' };
      const body = { publisher: PUBLISHER, book_name: name, ...about };
      const { id } = (await one.ask<BookBody>('/books', { body })).body;
      await one.pusher.push(id, { 'a.txt': name });
      return id;
    },
    async trashed(name) {
      const id = await replicas.publish(name);
      await one.ask(`/books/${id}`, { method: 'DELETE' });
      await replicas.settle();
      return { id, trashId: (await replicas.trash(name))?.id ?? '' };
    },
    async trash(name) {
      const { body } = await one.ask<{ items: TrashItemBody[] }>('/storage/trash?limit=200');
      return body.items.find((item) => item.book_name === name);
    },
    async settle(mayFail = []) {
      const left = async () => {
        const list = '/operations?state=queued&state=running&state=failed&state=needs_person';
        const { body } = await one.ask<{ items: OperationBody[] }>(list);
        return body.items
          .filter(({ type, state }) => state !== 'failed' || !mayFail.includes(type))
          .map(({ type, state, error }) => ({ type, state, error }));
      };
      await expect.poll(left, { timeout: LIMIT_MS }).toEqual([]);
    },
    async read(name, file = 'a.txt') {
      const place = `/storage/books/${PUBLISHER}/${encodeURIComponent(name)}/${file}`;
      const { status, body } = await other.ask<{ url: string }>(`${place}?redirect=false`);
      if (status !== 200) return status;
      const answer = await fetch(body.url);
      const text = await answer.text();
      return answer.ok ? text : answer.status;
    },
    expectNoErrors() {
      for (const program of programs) expect(program.output()).not.toMatch(/"level":"error"/);
    },
  };
  return replicas;
}

async function openReplica(baseUrl: string): Promise<Replica> {
  const login = await call<TokenAnswer>(baseUrl, '/auth/login', { body: ADMIN });
  const token = login.body.access_token;
  const ask: Replica['ask'] = (target, init) => call(baseUrl, target, { token, ...init });
  return { ask, pusher: createPusher({ call: ask }) };
}
