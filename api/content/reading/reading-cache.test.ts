import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTestApp, type TestApp } from '../../testing/app.ts';
import { type BookDesk, openBookDesk } from '../../testing/books.ts';
import { createPusher } from '../../testing/pusher.ts';
import type { Published } from './published.ts';
import { createReadingCache, FILE_SECONDS } from './reading-cache.ts';
import type { RevisionRow } from './revision-rows.ts';

const HEAD_MS = 300;

let desk: BookDesk;
let replica: TestApp;
let token: string;
beforeAll(async () => {
  desk = await openBookDesk();
  // Another one than the desk's own, which changes things behind its back.
  replica = createTestApp(desk.database, undefined, {
    settings: { DCS_HEAD_CACHE_MS: String(HEAD_MS) },
  });
  token = await replica.adminToken();
});
afterAll(() => desk.database.close());

let book: { id: string; book_name: string };
beforeEach(async () => {
  book = await desk.create();
  await createPusher(desk).push(book.id, { 'a.txt': 'old' });
});

async function read(query = ''): Promise<string | number> {
  const at = `/storage/books/Acme/${encodeURIComponent(book.book_name)}/a.txt${query}`;
  const { status, headers } = await replica.call(at, { token });
  return status === 302 ? (await fetch(headers.get('location') ?? '')).text() : status;
}

/** Reads until it is this, which takes a head's time at most, and then stays so. */
async function becomes(expected: string | number): Promise<void> {
  const began = performance.now();
  while ((await read()) !== expected) {
    expect(performance.now() - began).toBeLessThan(HEAD_MS + 5000);
  }
  expect(await read()).toBe(expected);
}

describe('a replica that keeps heads', () => {
  it('streams what is published anew in no more than that time', async () => {
    expect(await read()).toBe('old');
    await createPusher(desk).push(book.id, { 'a.txt': 'new' });
    await becomes('new');
    expect(await read('?revision=1')).toBe('old');
  });

  it('streams at once a revision it is asked for by its number', async () => {
    expect(await read()).toBe('old');
    await createPusher(desk).push(book.id, { 'a.txt': 'new' });
    expect(await read('?revision=2')).toBe('new');
    expect(await read('?revision=3')).toBe(404);
  });

  it('streams nothing of what was hidden, nor of what was trashed', async () => {
    for (const status of ['draft', 'archived']) {
      expect(await read()).toBe('old');
      await desk.database.query.execute(
        `UPDATE books SET status = '${status}' WHERE id = '${book.id}'`,
      );
      await becomes(404);
      await desk.database.query.execute(
        `UPDATE books SET status = 'published' WHERE id = '${book.id}'`,
      );
    }
  });

  it('shows a preview as it is this very moment', async () => {
    expect(await read()).toBe('old');
    await createPusher(desk).push(book.id, { 'a.txt': 'new' });
    expect(await read('?preview=true')).toBe('new');
  });
});

describe('a head', () => {
  const published: Published = {
    target: { type: 'build', platform: 'linux', version: '1', channel: 'stable' },
    name: '1',
    folderId: 'f',
    headRevision: 1,
    oldestRevision: 1,
    tag: 't',
  };

  it('is asked for once while it is kept, and each time where none is', async () => {
    const find = vi.fn(async () => published);
    const kept = createReadingCache(1000);
    const asked = createReadingCache(0);
    for (const cache of [kept, kept, asked, asked]) await cache.head(['a', 'b'], find);
    expect(find).toHaveBeenCalledTimes(3);
  });

  it('that took its time to be found is not kept longer for that', async () => {
    const cache = createReadingCache(50);
    const slow = async () => {
      await new Promise((resolve) => setTimeout(resolve, 60));
      return published;
    };
    await cache.head(['a'], slow);
    const find = vi.fn(slow);
    await cache.head(['a'], find);
    expect(find).toHaveBeenCalledOnce();
  });

  it('that is not found is asked for again', async () => {
    const cache = createReadingCache(1000);
    await expect(cache.head(['a'], () => Promise.reject(new Error('away')))).rejects.toThrow();
    expect(await cache.head(['a'], async () => published)).toBe(published);
  });
});

describe('a file', () => {
  const row: RevisionRow = {
    path: 'a.txt',
    kind: 'file',
    sizeBytes: 1,
    sha256: 'a',
    executable: false,
    linkTarget: null,
    addedIn: 1,
    bucket: 'books',
    key: 'k',
  };

  it('is known for an hour, since it may go with its revision', async () => {
    const now = vi.spyOn(performance, 'now').mockReturnValue(1);
    try {
      const cache = createReadingCache(0);
      const find = vi.fn(async () => row);
      const ask = () => cache.file({ folderId: 'f', revision: 1 }, 'a.txt', find);
      await ask();
      now.mockReturnValue(FILE_SECONDS * 1000);
      await ask();
      expect(find).toHaveBeenCalledTimes(1);
      now.mockReturnValue(FILE_SECONDS * 1000 + 2);
      await ask();
      expect(find).toHaveBeenCalledTimes(2);
    } finally {
      now.mockRestore();
    }
  });
});
