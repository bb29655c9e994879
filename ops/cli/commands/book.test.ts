import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BookBody } from '../../../api/contract/books.ts';
import { type ListeningApp, startTestApp } from '../../../api/testing/listening-app.ts';
import { books } from '../../../db/schema/content.ts';
import type { TaggedBook } from '../book-text.ts';
import { type DcsRun, runDcs } from '../testing/run-dcs.ts';

const UNKNOWN_ID = '0199a3c1-7b1e-7c52-9d5e-3a1f0c2b4d6e';
const DETAILS = ['--language', 'tr', '--category', 'science', '--book-version', '1.0'];

let api: ListeningApp;
let token: string;

beforeAll(async () => {
  api = await startTestApp();
  token = await api.adminToken('ada@example.com');
});
afterAll(() => api.close());

const dcs = (...args: readonly string[]): Promise<DcsRun> =>
  runDcs(args, { env: { DCS_URL: api.url, DCS_TOKEN: token } });

async function makeBook(reference: string): Promise<TaggedBook> {
  const { stdout } = await dcs('book', 'create', reference, ...DETAILS, '--json');
  return JSON.parse(stdout);
}

async function readBook(id: string): Promise<BookBody> {
  return (await api.call<BookBody>(`/books/${id}`, { token })).body;
}

async function archive(id: string): Promise<void> {
  await api.database.query.update(books).set({ status: 'archived' }).where(eq(books.id, id));
}

describe('book create', () => {
  test('makes a book whose names hold spaces and signs, and prints it', async () => {
    const { code, stdout, stderr } = await dcs(
      'book',
      'create',
      'Yayın A.Ş./Kim? Ben!',
      ...DETAILS,
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^Created Yayın A\.Ş\.\/Kim\? Ben!\.\n {2}id {8}[0-9a-f-]{36}\n/);
    expect(stdout).toContain('status    published');
    expect(stdout).toContain('content   none yet');
  });

  test('with --json prints the book as the API does, and its etag', async () => {
    const book = await makeBook('Acme/Json');
    const { etag, ...body } = book;
    expect(body).toEqual(await readBook(book.id));
    expect(etag).toMatch(/^".+"$/);
  });

  test('takes a status', async () => {
    const args = ['book', 'create', 'Acme/Draft', ...DETAILS, '--status', 'draft', '--json'];
    expect(JSON.parse((await dcs(...args)).stdout)).toMatchObject({ status: 'draft' });
  });

  test('of a name that is taken ends with 1 and tells the id of the other', async () => {
    const { id } = await makeBook('Acme/Taken');
    const { code, stdout, stderr } = await dcs('book', 'create', 'Acme/TAKEN', ...DETAILS);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('There is a book Acme/Taken already.');
    expect(stderr).toContain(`\n  book_id: ${id}\n`);
    expect(stderr).toMatch(/\n {2}request_id: \S+\n$/);
  });

  test('with several wrong details ends with 1 and tells each', async () => {
    const wrong = ['--language', 'not a tag', '--category', '', '--book-version', '1.0'];
    const { code, stderr } = await dcs('book', 'create', 'Acme/Wrong', ...wrong);
    expect(code).toBe(1);
    expect(stderr).toContain('dcs: The request is not valid. 2 members are not valid.');
    expect(stderr).toContain('\n  /language: It is not a BCP 47 language tag');
    expect(stderr).toContain('\n  /category: It takes 1 to 100 characters.\n');
  });

  test('with --json a refusal is the problem alone, on stderr', async () => {
    await makeBook('Acme/Twice');
    const run = await dcs('book', 'create', 'Acme/Twice', ...DETAILS, '--json');
    expect({ code: run.code, stdout: run.stdout }).toEqual({ code: 1, stdout: '' });
    expect(JSON.parse(run.stderr)).toMatchObject({ code: 'book.exists', status: 409 });
  });
});

describe('book show', () => {
  test('finds a book by its id and by its name', async () => {
    const { id } = await makeBook('Acme/Fizik 5');
    const byName = await dcs('book', 'show', 'Acme/Fizik 5');
    expect(byName).toMatchObject({ code: 0, stderr: '' });
    expect(byName.stdout).toContain(`Acme/Fizik 5\n  id        ${id}\n  language  tr\n`);
    expect(await dcs('book', 'show', id)).toEqual(byName);
  });

  test('finds a name however its accents are composed', async () => {
    await makeBook('Acme/Türkçe');
    expect(await dcs('book', 'show', 'Acme/Türkçe'.normalize('NFD'))).toMatchObject({ code: 0 });
  });

  test('of an unknown id ends with 4', async () => {
    const { code, stderr } = await dcs('book', 'show', UNKNOWN_ID);
    expect(code).toBe(4);
    expect(stderr).toContain('dcs: There is no such book. No book has this id.');
  });

  test('of an unknown name ends with 4', async () => {
    const { code, stderr } = await dcs('book', 'show', 'Acme/Nothing', '--json');
    expect(code).toBe(4);
    expect(JSON.parse(stderr)).toMatchObject({
      code: 'cli.missing',
      detail: 'There is no book Acme/Nothing. See "dcs book ls".',
    });
  });

  test('of a name in other letters ends with 4 and tells the right ones', async () => {
    const { id } = await makeBook('Acme/Kimya');
    const { code, stderr } = await dcs('book', 'show', 'acme/kimya');
    expect(code).toBe(4);
    expect(stderr).toBe(`dcs: There is no book acme/kimya. There is Acme/Kimya (${id}).\n`);
  });

  test('of a name shows the book that is not archived; of an archived one tells its id', async () => {
    const archived = await makeBook('Acme/Old');
    await archive(archived.id);
    const gone = await dcs('book', 'show', 'Acme/Old');
    expect(gone.code).toBe(4);
    expect(gone.stderr).toContain(`One of that name is archived: ${archived.id}.`);
    const { id } = await makeBook('Acme/Old');
    expect((await dcs('book', 'show', 'Acme/Old')).stdout).toContain(id);
    expect((await dcs('book', 'show', archived.id)).stdout).toContain('status    archived');
  });
});

describe('book set', () => {
  test('changes what is given and keeps the rest', async () => {
    const before = await makeBook('Acme/Set');
    const changes = ['--book-version', '2.0', '--status', 'draft', '--category', 'maths'];
    const { code, stdout } = await dcs('book', 'set', 'Acme/Set', ...changes);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Saved Acme\/Set\.\n/);
    expect(await readBook(before.id)).toMatchObject({
      version: '2.0',
      status: 'draft',
      category: 'maths',
      language: 'tr',
    });
  });

  test('renames', async () => {
    const { id } = await makeBook('Acme/Before');
    const names = ['--publisher', 'Zebra', '--name', 'After', '--language', 'en-gb', '--json'];
    const { stdout } = await dcs('book', 'set', id, ...names);
    expect(JSON.parse(stdout)).toMatchObject({
      publisher: 'Zebra',
      book_name: 'After',
      language: 'en-GB',
    });
  });

  test('with a stale --if-match ends with 1 and changes nothing', async () => {
    const { id, etag } = await makeBook('Acme/Match');
    await dcs('book', 'set', id, '--category', 'first');
    const args = ['book', 'set', id, '--category', 'second', '--if-match', `${etag}`];
    const { code, stderr } = await dcs(...args);
    expect(code).toBe(1);
    expect(stderr).toContain('It was changed in the meantime.');
    expect(stderr).toContain('"dcs book show" prints it.');
    expect(await readBook(id)).toMatchObject({ category: 'first' });
    expect(JSON.parse((await dcs(...args, '--json')).stderr)).toMatchObject({ status: 412 });
  });

  test('with the current --if-match changes it, also when the shell ate its quotes', async () => {
    const { id, etag } = await makeBook('Acme/Quotes');
    const bare = `${etag}`.replaceAll('"', '');
    const args = ['book', 'set', id, '--category', 'maths', '--if-match', bare];
    expect(await dcs(...args)).toMatchObject({ code: 0, stderr: '' });
  });

  test('to a publisher written otherwise tells the field and the spelling in use', async () => {
    const { id } = await makeBook('Zebra/Spelling');
    await makeBook('Acme/Spelling');
    const { code, stderr } = await dcs('book', 'set', id, '--publisher', 'ACME');
    expect(code).toBe(1);
    expect(stderr).toContain('\n  /publisher: This publisher is written "Acme" here.\n');
  });

  test('of an archived book ends with 1', async () => {
    const { id } = await makeBook('Acme/Trash');
    await archive(id);
    const { code, stderr } = await dcs('book', 'set', id, '--category', 'maths');
    expect(code).toBe(1);
    expect(stderr).toContain('Restore it before you change it.');
  });

  test('of an unknown id ends with 4', async () => {
    expect(await dcs('book', 'set', UNKNOWN_ID, '--status', 'draft')).toMatchObject({ code: 4 });
  });
});
