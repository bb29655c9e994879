import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase } from '../../../api/testing/database.ts';
import { openRebuildLab, type RebuildLab } from '../../../api/testing/rebuild-lab.ts';
import { runDcs } from '../testing/run-dcs.ts';

let lab: RebuildLab;
beforeAll(async () => {
  lab = await openRebuildLab();
  await lab.desk.publishedBook('Rebuilt');
  await lab.record();
});
afterAll(() => lab.close());

async function rebuild(args: readonly string[], template?: 'template0') {
  const database = await createTestDatabase(template);
  const { endpoint, accessKey, secretKey } = lab.store.access;
  const store = { S3_ENDPOINT: endpoint, S3_ACCESS_KEY: accessKey, S3_SECRET_KEY: secretKey };
  try {
    return await runDcs(['ops', 'rebuild', ...args], {
      env: { DATABASE_URL: database.url, ...store },
    });
  } finally {
    await database.close();
  }
}

test('ops rebuild makes an empty database whole, and says what to do next', async () => {
  const { code, stdout, stderr } = await rebuild([]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: 'dcs: Rebuilding: 3 files\n' });
  expect(stdout).toMatch(/^Rebuilt 1 folder: 1 book, 0 builds, 3 rows of files, 0 deletions; /);
  expect(stdout).toContain('dcs admin create-user');
  expect(stdout).toContain('dcs ops reconcile');
});

test('ops rebuild --json prints one document', async () => {
  const { stdout, stderr } = await rebuild(['--json']);
  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toEqual({
    folders: 1,
    files: 3,
    books: 1,
    builds: 0,
    trash: 0,
    operations: 0,
    repairs: [],
  });
});

test('ops rebuild of a database that is not migrated ends with 1 and says what to do', async () => {
  const { code, stderr } = await rebuild([], 'template0');
  expect(code).toBe(1);
  expect(stderr).toBe('dcs: Bring the database to the newest schema: dcs ops migrate.\n');
});
