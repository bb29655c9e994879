import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { checkArrows } from './arrows.ts';

const PACKAGES = fileURLToPath(new URL('../../node_modules', import.meta.url));

/** A source tree of its own: each file with the modules it imports. */
async function plant(files: Readonly<Record<string, readonly string[]>>): Promise<string> {
  const root = await mkdtemp(path.join(tmpdir(), 'dcs-arrows-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  await symlink(PACKAGES, path.join(root, 'node_modules'));
  await writeFile(path.join(root, 'package.json'), '{"type":"module"}');
  for (const [file, imports] of Object.entries(files)) {
    const target = path.join(root, file);
    await mkdir(path.dirname(target), { recursive: true });
    const lines = imports.map((name, at) => `import * as m${at} from '${name}';\nvoid m${at};\n`);
    await writeFile(target, `${lines.join('')}export const here = true;\n`);
  }
  return root;
}

/** The same, where `to` is a file of the tree. */
function plantArrow(from: string, to: string): Promise<string> {
  const name = path.posix.relative(path.posix.dirname(from), to);
  return plant({ [from]: [name.startsWith('.') ? name : `./${name}`], [to]: [] });
}

describe('between our own rooms', () => {
  it.each([
    ['api/contract/a.ts', 'api/core/b.ts', 'contract-imports-zod-only'],
    ['api/client/a.ts', 'api/core/b.ts', 'client-imports-contract'],
    ['api/core/a.ts', 'api/access/b.ts', 'core-imports-contract-and-db'],
    ['api/core/a.ts', 'api/adapters/b.ts', 'core-imports-contract-and-db'],
    ['api/access/a.ts', 'api/content/b.ts', 'access-imports-its-own'],
    ['api/access/a.ts', 'db/schema/content.ts', 'access-imports-its-own'],
    ['api/content/books/a.ts', 'api/access/b.ts', 'content-imports-its-own'],
    ['api/content/books/a.ts', 'db/schema/access.ts', 'content-imports-its-own'],
    ['api/printlab/a.ts', 'api/content/b.ts', 'printlab-imports-its-own'],
    ['api/adapters/a.ts', 'db/client.ts', 'adapters-import-core'],
    ['web/a.ts', 'api/core/b.ts', 'web-imports-contract-and-client'],
    ['db/a.ts', 'api/core/b.ts', 'db-imports-contract'],
    ['ops/cli/a.ts', 'api/core/b.ts', 'cli-imports-client'],
    ['ops/cli/a.ts', 'api/app.ts', 'cli-imports-client'],
    ['ops/embedded/a.ts', 'api/core/b.ts', 'embedded-imports-config'],
    ['ops/backup/a.ts', 'db/client.ts', 'backup-imports-config'],
    ['ops/minio/a.ts', 'api/core/b.ts', 'tools-stay-in-ops'],
    ['api/ops.ts', 'api/node.ts', 'node-and-worker-are-entered-by-nobody'],
    ['ops/embedded/a.ts', 'api/app.ts', 'app-is-composed-by-roots'],
    ['ops/embedded/a.ts', 'api/ops.ts', 'ops-root-is-for-the-cli'],
    ['api/node.ts', 'api/testing/b.ts', 'test-help-stays-with-tests'],
    ['ops/cli/a.ts', 'ops/e2e/b.ts', 'test-help-stays-with-tests'],
    ['api/node.ts', 'ops/sim/b.ts', 'test-help-stays-with-tests'],
    ['ops/cli/a.ts', 'ops/cli/testing/b.ts', 'test-help-stays-with-tests'],
    ['api/billing/a.ts', 'api/core/b.ts', 'every-module-has-a-room'],
  ])('%s may not import %s', async (from, to, rule) => {
    const { violations } = await checkArrows(await plantArrow(from, to));
    expect(violations).toContain(`${rule}: ${from} → ${to}`);
  });

  it.each([
    ['api/client/a.ts', 'api/contract/b.ts'],
    ['api/core/a.ts', 'db/client.ts'],
    ['api/access/a.ts', 'db/schema/access.ts'],
    ['api/access/a.test.ts', 'api/testing/b.ts'],
    ['api/node.ts', 'ops/embedded/b.ts'],
    ['ops/cli/a.ts', 'api/ops.ts'],
    ['ops/e2e/a.ts', 'api/access/b.ts'],
    ['db/a.ts', 'api/contract/b.ts'],
    ['web/a.tsx', 'api/client/b.ts'],
  ])('%s may import %s', async (from, to) => {
    const { modules, violations } = await checkArrows(await plantArrow(from, to));
    expect(violations).toEqual([]);
    expect(modules).toBe(2);
  });

  it('modules may not import each other in a circle', async () => {
    const root = await plant({ 'api/core/a.ts': ['./b.ts'], 'api/core/b.ts': ['./a.ts'] });
    const { violations } = await checkArrows(root);
    expect(violations[0]).toMatch(/^no-circles: api\/core\/a\.ts → .*api\/core\/a\.ts/);
  });
});

describe('of packages', () => {
  it.each([
    ['api/contract/a.ts', 'node:fs', 'contract-imports-zod-only'],
    ['api/contract/a.ts', 'hono', 'contract-imports-zod-only'],
    ['api/core/a.ts', '@aws-sdk/client-s3', 'aws-sdk-stays-in-adapters'],
    ['api/node.ts', '@aws-sdk/client-s3', 'aws-sdk-stays-in-adapters'],
    ['ops/embedded/a.ts', '@aws-sdk/client-s3', 'aws-sdk-stays-in-adapters'],
    ['api/core/a.ts', 'no-such-package-anywhere', 'no-unresolved'],
    ['api/core/a.ts', './missing.ts', 'no-unresolved'],
  ])('%s may not import %s', async (from, name, rule) => {
    const { violations } = await checkArrows(await plant({ [from]: [name] }));
    expect(violations.join('\n')).toContain(`${rule}: ${from} → `);
  });

  it.each([
    ['api/contract/a.ts', 'zod'],
    ['api/adapters/a.ts', '@aws-sdk/client-s3'],
    ['api/core/a.ts', 'hono/cookie'],
  ])('%s may import %s', async (from, name) => {
    expect((await checkArrows(await plant({ [from]: [name] }))).violations).toEqual([]);
  });
});

it.each([{}, { 'api/readme.md': [] }])('a tree without a module fails: %j', async (files) => {
  expect(await checkArrows(await plant(files))).toEqual({
    modules: 0,
    violations: ['No module was looked at.'],
  });
});
