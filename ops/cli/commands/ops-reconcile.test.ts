import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readConfig } from '../../../api/adapters/config.ts';
import { createNodeBlobs } from '../../../api/adapters/node-blobs.ts';
import { openReconcileLab, type ReconcileLab } from '../../../api/testing/reconcile-lab.ts';
import { makeTempFolder, type TempFolder } from '../../../api/testing/temp-folder.ts';
import { startStore } from '../../embedded/backends.ts';
import { closedUrl, runDcs } from '../testing/run-dcs.ts';

const STRAY = { bucket: 'apps', key: 'stray.txt' } as const;

let lab: ReconcileLab;
let folder: TempFolder;
let env: Record<string, string>;
beforeEach(async () => {
  lab = await openReconcileLab();
  folder = await makeTempFolder();
  const { endpoint, accessKey, secretKey } = lab.store.access;
  env = {
    DATABASE_URL: lab.desk.database.url,
    S3_ENDPOINT: endpoint,
    S3_ACCESS_KEY: accessKey,
    S3_SECRET_KEY: secretKey,
  };
});
afterEach(async () => {
  await lab.close();
  await folder.remove();
});

const reconcile = (...args: string[]) => runDcs(['ops', 'reconcile', ...args], { env });

/** As if a day had passed and more. */
function aDayLater(): void {
  const url = new URL(lab.desk.database.url);
  url.searchParams.set('dcs.clock_offset', '25 hours');
  env = { ...env, DATABASE_URL: url.href };
}

const documents = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('ops reconcile', () => {
  test('of a store in which nothing is wrong ends with 0', async () => {
    await lab.desk.publishedBook('Clean');
    const { code, stdout } = await reconcile('--checksums', '--deep', '100%');
    expect(stdout).toBe(
      'The store holds what the database says.\n' +
        '  checked         3 objects, 5 bytes\n' +
        '  read            3 objects, 5 bytes\n',
    );
    expect(code).toBe(0);
  });

  test('tells what is wrong and what to do, and ends with 1', async () => {
    const book = await lab.desk.publishedBook('Broken');
    const [lost, cut] = [
      await lab.objectOf(book.id, 'a.txt'),
      await lab.objectOf(book.id, 'units/1.json'),
    ];
    await lab.take(lost);
    await lab.put(cut, 'on');
    await lab.put(STRAY, 'stray');
    aDayLater();
    const { code, stdout, stderr } = await reconcile();
    expect(stdout).toContain(
      `wrong size: books/${cut.key} (3 bytes)\n` +
        '  The store has 2 bytes.\n' +
        `  ${book.prefix}: units/1.json, since revision 1\n` +
        '  No other copy is known. Bring it back under its key from a backup.\n',
    );
    expect(stdout).toContain(`missing: books/${lost.key} (1 byte)\n  ${book.prefix}: a.txt, since`);
    expect(stdout).toContain('orphaned: apps/stray.txt (5 bytes)\n  Nothing accounts for it.');
    expect(stdout).toContain('The store does not hold what the database says.');
    expect(stdout).toMatch(/^ {2}missing +1$/m);
    expect(stderr).toMatch(/^dcs: 3 findings remain\.$/m);
    expect(code).toBe(1);
  });

  test('with --json prints a finding a line, and then the report', async () => {
    const { book } = await lab.desk.trashedBook('Lines');
    const lost = await lab.objectOf(book.id, 'units/1.json');
    await lab.take(lost);
    const { code, stdout, stderr } = await reconcile('--json');
    const [finding, report, ...more] = documents(stdout);
    expect(finding).toMatchObject({
      type: 'finding',
      kind: 'missing',
      ...lost,
      size: 3,
      title: book.prefix,
      files: [{ path: 'units/1.json', first_revision: 1, last_revision: null }],
      files_total: 1,
      copies: [{ bucket: 'books' }],
    });
    const trash = { objects: 3, bytes: 5, findings: { missing: 1, orphaned: 0 } };
    expect(report).toMatchObject({ type: 'report', buckets: { trash, books: { objects: 0 } } });
    expect(more).toEqual([]);
    expect(JSON.parse(stderr)).toMatchObject({ code: 'cli.refused', detail: '1 finding remains.' });
    expect(code).toBe(1);
  });

  test('with --fix removes what nothing accounts for, says so, and ends with 0', async () => {
    await lab.put(STRAY, 'stray');
    aDayLater();
    const { code, stdout } = await reconcile('--fix');
    expect(stdout).toContain('removed: apps/stray.txt (5 bytes)\n');
    expect(stdout).toMatch(/^ {2}removed +1 object$/m);
    expect(await lab.blobs.head(STRAY)).toBeUndefined();
    expect(code).toBe(0);
  });

  test('with --fix on a database older than the store ends with 1 and removes nothing', async () => {
    await lab.put(STRAY, 'stray');
    const unknown = 'folders/0199a3c1-7b1e-7c52-9d5e-3a1f0c2b4d6e/0000000000000003.json';
    await lab.blobs.putJson({ bucket: 'meta', key: unknown }, {});
    aDayLater();
    const { code, stderr } = await reconcile('--fix');
    expect(stderr).toContain(`dcs: Nothing was removed: this database does not know`);
    expect(stderr).toContain(unknown);
    expect(await lab.blobs.head(STRAY)).toBeDefined();
    expect(code).toBe(1);
  });

  test('writes its counts for Prometheus', async () => {
    await lab.desk.publishedBook('Metrics');
    await lab.put(STRAY, 'stray');
    aDayLater();
    const file = path.join(folder.path, 'dcs.prom');
    const before = Date.now() / 1000;
    await reconcile('--metrics-file', file);
    const metrics = await readFile(file, 'utf8');
    expect(metrics).toContain('# TYPE dcs_reconcile_findings gauge\n');
    expect(metrics).toContain('dcs_reconcile_findings{kind="orphaned",bucket="apps"} 1\n');
    expect(metrics).toContain('dcs_reconcile_findings{kind="missing",bucket="books"} 0\n');
    expect(metrics).toContain('dcs_reconcile_objects{bucket="books"} 3\n');
    const [, at] = /^dcs_reconcile_finished_timestamp_seconds (\S+)$/m.exec(metrics) ?? [];
    expect(Number(at)).toBeGreaterThanOrEqual(before - 1);
    const nowhere = await reconcile('--metrics-file', path.join(folder.path, 'none', 'dcs.prom'));
    expect(nowhere.code).toBe(1);
    expect(nowhere.stderr).toContain('The metrics could not be written.');
  });

  test('joins the embedded store that another process serves', async () => {
    await lab.desk.publishedBook('Joined');
    const settings = { DCS_DATA_DIR: folder.path, DCS_EMBEDDED_S3_PORT: '0' };
    const store = await startStore(readConfig(settings));
    try {
      const blobs = createNodeBlobs(store.access);
      for (const bucket of ['books', 'apps', 'trash', 'meta'] as const) {
        await blobs.ensureBucket(bucket);
      }
      env = { DATABASE_URL: lab.desk.database.url, ...settings };
      const { code, stdout } = await reconcile();
      expect(stdout).toMatch(/^ {2}missing +3$/m);
      expect(code).toBe(1);
    } finally {
      await store.stop();
    }
  });

  test('without the store ends with 5', async () => {
    env = { ...env, S3_ENDPOINT: await closedUrl() };
    const { code, stderr } = await reconcile();
    expect(stderr).toContain('dcs: The object store does not answer.');
    expect(code).toBe(5);
  });

  test.each(['0', '101', '-1', 'half', '5%%'])('with --deep %s ends with 2', async (percent) => {
    const { code, stderr } = await reconcile(`--deep=${percent}`);
    expect(stderr).toContain('It is a percentage above 0, up to 100.');
    expect(code).toBe(2);
  });
});
