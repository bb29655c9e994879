import path from 'node:path';
import { listBooks } from '../../../api/contract/books.ts';
import { makeTempFolder } from '../../../api/testing/temp-folder.ts';
import { becomesTrue } from '../../embedded/postgres/poll.ts';
import { findFreePort } from '../../embedded/postgres/ports.ts';
import { findProcesses } from '../../embedded/postgres/processes.ts';
import { LIMIT_MS, type Program, startProgram } from '../process.ts';
import { expect, fresh, test } from './panel.ts';
import {
  chooseForNewBook,
  countSent,
  makeTree,
  manyFiles,
  reviewAndStart,
  slowStore,
  tray,
} from './upload-steps.ts';

const FILES = 300;
const SLOW_MS = 150;
const ADMIN = { email: 'admin@example.com', password: 'correct horse battery' };

test('a server that is killed in mid-upload and comes back gets the rest of it', async ({
  page,
}) => {
  test.setTimeout(4 * LIMIT_MS);
  const server = await ownServer();
  try {
    const baseUrl = await server.start();
    const data = { ...ADMIN, cookie: true };
    await page.context().request.post(`${baseUrl}/auth/login`, { data });
    await page.goto(`${baseUrl}/panel/books`);
    const name = fresh('Felaket');
    const tree = await makeTree(name, manyFiles(FILES));
    const sent = countSent(page);
    await slowStore(page, SLOW_MS);
    await chooseForNewBook(page, tree.path, name);
    await reviewAndStart(page);
    await expect.poll(() => sent.paths.length).toBeGreaterThan(20);

    await server.kill();
    const before = sent.paths.length;
    expect(before).toBeLessThan(FILES);
    await server.start();
    // Nobody has to do anything: what is away may come back.
    const done = tray(page).getByText('Published as revision 1.');
    await expect(done).toBeVisible({ timeout: 2 * LIMIT_MS });

    const paths = new Set(sent.paths);
    expect(paths.size).toBe(FILES);
    const answer = await page.context().request.post(`${baseUrl}/auth/login`, { data: ADMIN });
    const { access_token: token } = await answer.json();
    const query = new URLSearchParams({ book_name: name });
    const books = await page.context().request.get(`${baseUrl}${listBooks.path}?${query}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(await books.json()).toMatchObject({ items: [{ files: FILES, revision: 1 }] });
    await tree.remove();
  } finally {
    await server.remove();
  }
});

/** A program with servers of its own, which come back at the same addresses. */
async function ownServer() {
  const folder = await makeTempFolder();
  const settings = {
    PORT: String(await findFreePort()),
    DCS_EMBEDDED_S3_PORT: String(await findFreePort()),
    DCS_DATA_DIR: path.join(folder.path, 'data'),
    DCS_ADMIN_EMAIL: ADMIN.email,
    DCS_ADMIN_PASSWORD: ADMIN.password,
  };
  let program: Program | undefined;
  const kill = async () => {
    program?.killGroup('SIGKILL');
    await program?.ends();
  };
  return {
    kill,
    async start(): Promise<string> {
      program = startProgram(settings);
      return program.prints(/^Dream Central Storage is ready: (http\S+)$/m);
    },
    async remove() {
      await kill();
      // Its database shuts down in order, and writes while it does.
      const isThere = (command: string) => command.includes(folder.path);
      await becomesTrue(() => findProcesses(isThere).length === 0, LIMIT_MS);
      await folder.remove();
    },
  };
}
