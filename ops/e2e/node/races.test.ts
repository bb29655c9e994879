import { describe, expect, it } from 'vitest';
import type { Answer } from '../http.ts';
import { PUBLISHER, type Replicas, startTwoReplicas } from './two-replicas.ts';

// What a scheduler of simulated workers cannot see: row locks, and processes that truly run at once.

const ROUNDS = [1, 2, 3, 4, 5, 6];
const BOOKS = 8;
const LIMIT_MS = 180_000;
const DELETE = { method: 'DELETE' };

interface Rivals<A, B> {
  first(): Promise<A>;
  second(): Promise<B>;
}

/** Both at once; every other round the second is asked for first. */
async function race<A, B>(round: number, { first, second }: Rivals<A, B>): Promise<[A, B]> {
  if (round % 2 === 1) return Promise.all([first(), second()]);
  const [b, a] = await Promise.all([second(), first()]);
  return [a, b];
}

/** Runs all rounds at once, so that they are in each other's way as well. */
function rounds<T>(run: (round: number) => Promise<T>): Promise<T[]> {
  return Promise.all(ROUNDS.map(run));
}

/** As `202`, or `409 trash.purging`. */
function told({ status, body }: Pick<Answer<Record<string, unknown>>, 'status' | 'body'>): string {
  return status < 300 ? String(status) : `${status} ${body.code}`;
}

async function restore({ one }: Replicas, trashId: string | undefined) {
  return one.ask('/storage/restore', { body: { trash_id: trashId } });
}

describe('two processes over one database', () => {
  it(
    'delete and publish at once: it is deleted, with the new files or without',
    async () => {
      const replicas = await startTwoReplicas();
      const { one, other } = replicas;
      const raced = await rounds(async (round) => {
        const name = `delete or publish ${round}`;
        const id = await replicas.publish(name);
        const upload = await one.pusher.stage(id, { 'a.txt': 'new' });
        const [deleted, published] = await race(round, {
          first: () => one.ask(`/books/${id}`, DELETE),
          second: () => other.pusher.finalize<Record<string, unknown>>(upload),
        });
        return { name, deleted: told(deleted), published: told(published) };
      });
      await replicas.settle(['finalize']);
      for (const { name, deleted, published } of raced) {
        expect(deleted).toBe('202');
        expect(['200', '409 book.in_trash', '409 upload.folder_moved']).toContain(published);
        expect(await replicas.read(name)).toBe(404);
        const item = await replicas.trash(name);
        expect(item).toMatchObject({ state: 'trashed', files: 1 });
        expect(told(await restore(replicas, item?.id))).toBe('202');
        expect(await replicas.read(name)).toBe(published === '200' ? 'new' : name);
      }
      await replicas.settle(['finalize']);
      replicas.expectNoErrors();
    },
    LIMIT_MS,
  );

  it(
    'restore and purge at once: just one of them is done',
    async () => {
      const replicas = await startTwoReplicas();
      const { one, other } = replicas;
      const raced = await rounds(async (round) => {
        const name = `restore or purge ${round}`;
        const { trashId } = await replicas.trashed(name);
        const [restored, purged] = await race(round, {
          first: () => restore(replicas, trashId),
          second: () => other.ask(`/storage/trash/${trashId}`, DELETE),
        });
        return { name, answers: [told(restored), told(purged)] };
      });
      await replicas.settle();
      for (const { name, answers } of raced) {
        expect([
          ['202', '409 trash.restoring'],
          ['202', '404 trash.not_found'],
          ['409 trash.purging', '202'],
          ['404 trash.not_found', '202'],
        ]).toContainEqual(answers);
        expect(await replicas.read(name)).toBe(answers[0] === '202' ? name : 404);
        expect(await replicas.trash(name)).toBeUndefined();
      }
      expect((await one.ask('/audit/verify')).body).toMatchObject({ ok: true });
      replicas.expectNoErrors();
    },
    LIMIT_MS,
  );

  it(
    'restore a book and another one as the first at once: just one gets the name',
    async () => {
      const replicas = await startTwoReplicas();
      const raced = await rounds(async (round) => {
        const name = `mine ${round}`;
        const mine = await replicas.trashed(name);
        const others = await replicas.trashed(`other ${round}`);
        const as = { publisher: PUBLISHER, book_name: name };
        const [asIt, asOther] = await race(round, {
          first: () => restore(replicas, mine.trashId),
          second: () =>
            replicas.other.ask('/storage/restore', { body: { trash_id: others.trashId, as } }),
        });
        return { name, round, answers: [told(asIt), told(asOther)] };
      });
      await replicas.settle();
      for (const { name, round, answers } of raced) {
        expect(answers.toSorted()).toEqual(['202', '409 trash.name_taken']);
        const isMine = answers[0] === '202';
        expect(await replicas.read(name)).toBe(isMine ? name : `other ${round}`);
        expect(await replicas.trash(isMine ? `other ${round}` : name)).toBeDefined();
      }
      replicas.expectNoErrors();
    },
    LIMIT_MS,
  );

  it(
    'rename and push at once: the push ends up in the book, whatever it is called',
    async () => {
      const replicas = await startTwoReplicas();
      const { one, other } = replicas;
      const raced = await rounds(async (round) => {
        const name = `rename or push ${round}`;
        const id = await replicas.publish(name);
        const [renamed] = await race(round, {
          first: () =>
            one.ask(`/books/${id}`, { method: 'PUT', body: { book_name: `${name} new` } }),
          second: () => other.pusher.push(id, { 'a.txt': 'pushed' }),
        });
        return { name, renamed: told(renamed) };
      });
      await replicas.settle();
      for (const { name, renamed } of raced) {
        expect(['200', '409 book.uploads_open', '409 book.busy']).toContain(renamed);
        const isRenamed = renamed === '200';
        expect(await replicas.read(name)).toBe(isRenamed ? 404 : 'pushed');
        expect(await replicas.read(`${name} new`)).toBe(isRenamed ? 'pushed' : 404);
      }
      replicas.expectNoErrors();
    },
    LIMIT_MS,
  );

  it(
    'delete and rename at once: it is deleted, under one of both names',
    async () => {
      const replicas = await startTwoReplicas();
      const { one, other } = replicas;
      const raced = await rounds(async (round) => {
        const name = `delete or rename ${round}`;
        const id = await replicas.publish(name);
        const body = { book_name: `${name} new` };
        const [deleted, renamed] = await race(round, {
          first: () => one.ask(`/books/${id}`, DELETE),
          second: () => other.ask(`/books/${id}`, { method: 'PUT', body }),
        });
        return { name, deleted: told(deleted), renamed: told(renamed) };
      });
      await replicas.settle();
      for (const { name, deleted, renamed } of raced) {
        expect(deleted).toBe('202');
        expect(['200', '409 book.in_trash']).toContain(renamed);
        const called = renamed === '200' ? `${name} new` : name;
        const item = await replicas.trash(called);
        expect(item).toMatchObject({ state: 'trashed' });
        expect(told(await restore(replicas, item?.id))).toBe('202');
        expect(await replicas.read(called)).toBe(name);
      }
      await replicas.settle();
      replicas.expectNoErrors();
    },
    LIMIT_MS,
  );

  it(
    'move many folders together, and copy each file just once',
    async () => {
      const replicas = await startTwoReplicas();
      const { one, other } = replicas;
      const names = Array.from({ length: BOOKS }, (_, index) => `moved ${index}`);
      const ids = await Promise.all(names.map(replicas.publish));
      const content = Object.fromEntries(
        names.map((_, index) => [`${index}.txt`, `page ${index}`]),
      );
      await Promise.all(ids.map((id) => one.pusher.push(id, content)));
      const before = replicas.requests.length;
      await Promise.all(
        ids.flatMap((id) => [one, other].map(({ ask }) => ask(`/books/${id}`, DELETE))),
      );
      await replicas.settle();
      const copies = replicas.requests
        .slice(before)
        .filter(({ operation }) => operation === 'CopyObject');
      const files = BOOKS * (Object.keys(content).length + 1);
      expect(copies.map(({ status }) => status)).toEqual(Array(files).fill(200));
      expect(new Set(copies.map(({ key }) => key)).size).toBe(files);
      replicas.expectNoErrors();
    },
    LIMIT_MS,
  );
});
