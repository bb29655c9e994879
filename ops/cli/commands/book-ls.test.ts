import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ListeningApp, startTestApp } from '../../../api/testing/listening-app.ts';
import { type DcsRun, exitOf, runDcs, spawnDcs } from '../testing/run-dcs.ts';

const BOOKS = 1000;
const FIRST_ID = '00000000-0000-7000-8000-000000000001';

let api: ListeningApp;
let env: Record<string, string>;

beforeAll(async () => {
  api = await startTestApp();
  env = { DCS_URL: api.url, DCS_TOKEN: await api.adminToken() };
  await api.database.query.execute(sql`
    INSERT INTO publishers (name, name_folded) VALUES ('Acme', 'acme'), ('Zebra', 'zebra')`);
  await api.database.query.execute(sql`
    INSERT INTO books (id, publisher, publisher_folded, book_name, book_name_folded, language,
      category, category_folded, version, status)
    SELECT ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, publisher,
      lower(publisher), name, lower(name), CASE n % 2 WHEN 0 THEN 'tr' ELSE 'en' END, 'Science',
      'science', '1.0', CASE n % 3 WHEN 0 THEN 'draft' ELSE 'published' END
    FROM (SELECT n, 'Kitap ' || lpad(n::text, 4, '0') AS name,
      CASE WHEN n <= 10 THEN 'Zebra' ELSE 'Acme' END AS publisher
      FROM generate_series(1, ${BOOKS}) AS n) AS made`);
});
afterAll(() => api.close());

const ls = (...args: readonly string[]): Promise<DcsRun> =>
  runDcs(['book', 'ls', ...args], { env });
const namesIn = (stdout: string) => stdout.match(/Kitap \d{4}/g) ?? [];

test('prints a table, and on stderr that there are more and how to get them', async () => {
  const { code, stdout, stderr } = await ls('--limit', '2');
  expect(code).toBe(0);
  const [titles, first, second, ...rest] = stdout.split('\n');
  expect(titles).toMatch(/^BOOK +LANGUAGE +CATEGORY +VERSION +STATUS +REVISION +UPDATED +ID$/);
  expect(first).toMatch(/^Zebra\/Kitap 0001 {2}en {8}Science {3}1\.0 {6}published {2}- /);
  expect(first?.endsWith(FIRST_ID)).toBe(true);
  expect(second?.indexOf('published')).toBe(first?.indexOf('published'));
  expect(rest).toEqual(['']);
  expect(stderr).toMatch(/^dcs: there are more\. Add --all .* --cursor \S+ for the next\.\n$/);
});

test('goes on at the cursor it told', async () => {
  const { stderr } = await ls('--limit', '2');
  const cursor = /--cursor (\S+)/.exec(stderr)?.[1] ?? '';
  const { stdout } = await ls('--limit', '2', '--cursor', cursor);
  expect(namesIn(stdout)).toEqual(['Kitap 0003', 'Kitap 0004']);
});

test('with --json prints one page as the API does', async () => {
  const { stdout, stderr } = await ls('--limit', '3', '--json');
  const page = JSON.parse(stdout);
  expect(page.items).toHaveLength(3);
  expect(page.next_cursor).toEqual(expect.any(String));
  expect(stderr).toBe('');
});

test('with --all prints every book once, in order', async () => {
  const { code, stdout, stderr } = await ls('--all');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const names = namesIn(stdout);
  expect(names).toHaveLength(BOOKS);
  expect(names).toEqual([...names].sort());
  expect(stdout.match(/^BOOK/gm)).toHaveLength(1);
});

test('with --all and --json prints one book a line, whatever the size of a page', async () => {
  const { stdout } = await ls('--all', '--json', '--limit', '150');
  const lines = stdout.trimEnd().split('\n');
  expect(lines).toHaveLength(BOOKS);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ id: FIRST_ID, publisher: 'Zebra' });
});

test.each([
  { args: ['--publisher', 'zebra'], count: 10 },
  { args: ['--publisher', 'zebra', '--publisher', 'nobody'], count: 10 },
  { args: ['--publisher', 'zebra', '--language', 'TR'], count: 5 },
  { args: ['--publisher', 'zebra', '--status', 'draft'], count: 3 },
  { args: ['--publisher', 'zebra', '--status', 'draft', '--status', 'published'], count: 10 },
  { args: ['--category', 'SCIENCE', '-q', 'kitap 099'], count: 10 },
])('$args finds $count books', async ({ args, count }) => {
  const { stdout } = await ls(...args, '--json');
  expect(JSON.parse(stdout).items).toHaveLength(count);
});

test('sorts the other way round', async () => {
  const { stdout } = await ls('--sort', '-book_name', '--limit', '2');
  expect(namesIn(stdout)).toEqual(['Kitap 1000', 'Kitap 0999']);
});

test('that finds nothing says so on stderr, and is no failure', async () => {
  expect(await ls('--publisher', 'Nobody')).toEqual({
    code: 0,
    stdout: '',
    stderr: 'dcs: No book matches.\n',
  });
  expect((await ls('--publisher', 'Nobody', '--all', '--json')).stdout).toBe('');
});

test('with a cursor of another list ends with 1', async () => {
  const { code, stderr } = await ls('--cursor', 'nonsense');
  expect(code).toBe(1);
  expect(stderr).toContain('The cursor belongs to another list.');
});

test.each([['--all'], ['--all', '--json'], ['--help']])(
  'with %s stops without a word when its reader has seen enough',
  async (...args) => {
    const child = spawnDcs(['book', 'ls', '--limit', '5', ...args], env);
    let stderr = '';
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    child.stdout.once('data', () => child.stdout.destroy());
    expect(await exitOf(child)).toBe(0);
    expect(stderr).toBe('');
  },
);
