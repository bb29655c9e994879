import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReadUrlsBody } from '../../contract/read-urls.ts';
import { type BookDesk, openBookDesk } from '../../testing/books.ts';
import { createPusher } from '../../testing/pusher.ts';

let desk: BookDesk;
let book: { id: string; book_name: string };
beforeAll(async () => {
  desk = await openBookDesk();
  const pusher = createPusher(desk);
  book = await desk.create();
  await pusher.push(book.id, { 'a.txt': 'old', 'b/é.txt': 'b' }, { directories: ['empty'] });
  await pusher.push(book.id, { 'a.txt': 'new', 'b/é.txt': 'b' }, { directories: ['empty'] });
  const links = [{ path: 'latest', target: 'run' }];
  await pusher.push({ platform: 'linux', version: '1.0' }, { run: 'app' }, { links });
});
afterAll(() => desk.database.close());

const sign = (body: object, at = `/books/${book.id}/urls`) => desk.call<ReadUrlsBody>(at, { body });

describe('URLs of many files', () => {
  it('come in the order asked, and are those of the redirects', async () => {
    const paths = ['b/é.txt', 'a.txt', 'b/é.txt'];
    const { status, body } = await sign({ paths });
    expect(status).toBe(200);
    expect(body.revision).toBe(2);
    expect(body.urls.map(({ path }) => path)).toEqual(paths);
    const texts = body.urls.map(async ({ url }) => (await fetch(url)).text());
    expect(await Promise.all(texts)).toEqual(['b', 'new', 'b']);
    const { headers } = await desk.call(`/storage/books/Acme/${book.book_name}/a.txt`);
    expect(body.urls[1]?.url).toBe(headers.get('location'));
    expect(Date.parse(body.expires_at)).toBeGreaterThan(Date.now() + 3_600_000);
  });

  it('are of an older revision where that is asked for', async () => {
    const { body } = await sign({ paths: ['a.txt'], revision: 1 });
    expect(await (await fetch(body.urls[0]?.url ?? '')).text()).toBe('old');
  });

  it('answer to a path in any Unicode form by the form it was asked in', async () => {
    const path = 'b/é.txt'.normalize('NFD');
    const { body } = await sign({ paths: [path] });
    expect(body.urls).toMatchObject([{ path }]);
    expect(await (await fetch(body.urls[0]?.url ?? '')).text()).toBe('b');
  });

  it('are given of a build as well', async () => {
    const { body } = await sign({ paths: ['run'] }, '/apps/Linux/1.0/urls');
    expect(await (await fetch(body.urls[0]?.url ?? '')).text()).toBe('app');
  });

  it.each([
    ['a file that is not there', { paths: ['a.txt', 'no.txt'] }, 'storage.not_found'],
    ['a folder', { paths: ['b'] }, 'storage.not_found'],
    ['an empty folder', { paths: ['empty'] }, 'storage.not_found'],
    ['no revision of it', { paths: ['a.txt'], revision: 3 }, 'revision.not_found'],
    ['none', { paths: [] }, 'request.invalid'],
    ['too many', { paths: Array.from({ length: 1001 }, () => 'a.txt') }, 'request.invalid'],
  ])('are not given for %s', async (_, body, code) => {
    expect((await sign(body)).body).toMatchObject({ code });
  });

  it('are given neither for a link nor for a version there is none of', async () => {
    const link = await sign({ paths: ['latest'] }, '/apps/linux/1.0/urls');
    expect(link.body).toMatchObject({ code: 'storage.not_found' });
    const none = await sign({ paths: ['run'] }, '/apps/linux/1.1/urls');
    expect(none.body).toMatchObject({ code: 'build.not_found' });
  });

  it('are not given of a book in the trash', async () => {
    const { id } = await desk.create();
    await createPusher(desk).push(id, { 'a.txt': 'a' });
    await desk.database.query.execute(`UPDATE books SET status = 'archived' WHERE id = '${id}'`);
    expect(await sign({ paths: ['a.txt'] }, `/books/${id}/urls`)).toMatchObject({
      status: 404,
      body: { code: 'storage.not_found' },
    });
  });
});
