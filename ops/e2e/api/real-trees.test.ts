import { createHash } from 'node:crypto';
import { chmod, cp, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import type { ManifestBody } from '../../../api/contract/read-manifest.ts';
import { MAX_READ_URLS, type ReadUrlsBody } from '../../../api/contract/read-urls.ts';
import type { ReceiptBody } from '../../../api/contract/upload-bodies.ts';
import { makeTempFolder, type TempFolder } from '../../../api/testing/temp-folder.ts';
import { contentOf } from '../../cli/testing/folder-content.ts';
import { type DcsRun, runDcs } from '../../cli/testing/run-dcs.ts';
import { ROOT } from '../../test/root.ts';
import { type Desk, openDesk } from '../desk.ts';

// Thousands of files that the store makes durable one by one: on MinIO half of the usual minute.
vi.setConfig({ testTimeout: 5 * 60_000 });

/** What people really have: thousands of files, deep folders, scripts, sources, pictures, licences. */
const PACKAGES = ['zod', 'drizzle-orm', 'hono', '@aws-sdk/client-s3'];
const READS_AT_ONCE = 16;

let desk: Desk;
let temp: TempFolder;
let tree: string;
beforeAll(async () => {
  desk = await openDesk();
  temp = await makeTempFolder();
  tree = path.join(temp.path, 'tree');
  for (const name of PACKAGES) {
    await cp(path.join(ROOT, 'node_modules', name), path.join(tree, name), { recursive: true });
  }
  await mkdir(path.join(tree, 'boş klasör', '空'), { recursive: true });
  await mkdir(path.join(tree, 'sözlük'));
  await writeFile(path.join(tree, 'sözlük', 'ünite 1 — “giriş”.txt'), 'Merhaba 😀');
  await writeFile(path.join(tree, 'sözlük', 'empty.txt'), '');
});
afterAll(() => temp.remove());

function dcs(...args: readonly string[]): Promise<DcsRun> {
  const env = {
    DCS_URL: inject('target').baseUrl,
    DCS_TOKEN: desk.token,
    DCS_CACHE_DIR: path.join(temp.path, 'cache'),
  };
  return runDcs(args, { env });
}

async function push(folder: string, target: string): Promise<ReceiptBody> {
  const { code, stdout, stderr } = await dcs('push', folder, target, '--json');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout);
}

/** Every file through its signed URL. @returns paths whose bytes are not those on the disk */
async function wrongReads(folder: string, place: string, paths: readonly string[]) {
  const wrong: string[] = [];
  for (let at = 0; at < paths.length; at += MAX_READ_URLS) {
    const some = paths.slice(at, at + MAX_READ_URLS);
    const { body } = await desk.ask<ReadUrlsBody>(`${place}/urls`, { body: { paths: some } });
    const content = await digests(folder, some);
    const left = [...body.urls];
    const read = async () => {
      for (let next = left.pop(); next; next = left.pop()) {
        const answer = await fetch(next.url);
        const bytes = Buffer.from(await answer.arrayBuffer());
        if (content.get(next.path) !== sha256(bytes)) wrong.push(next.path);
      }
    };
    await Promise.all(Array.from({ length: READS_AT_ONCE }, read));
  }
  return wrong;
}

async function digests(folder: string, paths: readonly string[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const one of paths) found.set(one, sha256(await readFile(path.join(folder, one))));
  return found;
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('a real tree of thousands of files', () => {
  it('is pushed as a book, read through its URLs, and pulled back byte for byte', async () => {
    const book = await desk.create();
    const receipt = await push(tree, book.id);
    const { body: manifest } = await desk.ask<ManifestBody>(receipt.manifest);
    expect(manifest.files.length).toBeGreaterThan(2000);
    expect(manifest.directories).toEqual(['boş klasör/空']);
    const paths = manifest.files.map((file) => file.path);
    expect(await wrongReads(tree, `/books/${book.id}`, paths)).toEqual([]);
    const back = path.join(temp.path, 'book');
    expect(await dcs('pull', book.id, back)).toMatchObject({ code: 0 });
    // A book keeps no rights.
    expect(withoutStars(await contentOf(back))).toEqual(withoutStars(await contentOf(tree)));
    expect(await push(tree, book.id)).toMatchObject({ changed: false, counts: { send: 0 } });
  });

  it('is pushed as a build with its links and programs, and pulled back with them', async () => {
    const app = path.join(temp.path, 'app');
    await cp(tree, app, { recursive: true });
    await writeFile(path.join(app, 'run'), '#!/bin/sh\n');
    await chmod(path.join(app, 'run'), 0o755);
    await mkdir(path.join(app, 'Versions'));
    await symlink('../zod', path.join(app, 'Versions', 'Current'));
    await symlink('run', path.join(app, 'start'));
    const version = `1.0-${Date.now().toString(36)}`;
    const receipt = await push(app, `app:macos/${version}`);
    const { body: manifest } = await desk.ask<ManifestBody>(receipt.manifest);
    expect(manifest.links).toEqual([
      { path: 'Versions/Current', target: '../zod' },
      { path: 'start', target: 'run' },
    ]);
    const back = path.join(temp.path, 'app-back');
    expect(await dcs('pull', `app:macos/${version}`, back)).toMatchObject({ code: 0 });
    expect(await contentOf(back)).toEqual(await contentOf(app));
    expect((await readdir(back)).sort()).toEqual((await readdir(app)).sort());
  });
});

function withoutStars(content: Readonly<Record<string, string>>) {
  return Object.fromEntries(
    Object.entries(content).map(([name, bytes]) => [name.replace(/\*$/, ''), bytes]),
  );
}
