import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { MINIO_VERSION } from './cache.ts';

const BUILD = fileURLToPath(new URL('./build.ts', import.meta.url));

function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'dcs-build-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A folder with a `go` in it that does what the shell script says. */
function fakeGo(script: string): string {
  const folder = tempFolder();
  writeFileSync(
    join(folder, 'go'),
    `#!/bin/sh\nif [ "$1" = version ]; then exit 0; fi\n${script}\n`,
  );
  chmodSync(join(folder, 'go'), 0o755);
  return folder;
}

async function build(settings: { cache: string; path: string; ci?: string }) {
  const child = spawn(process.execPath, [BUILD], {
    env: { DCS_CACHE_DIR: settings.cache, PATH: settings.path, CI: settings.ci ?? '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (chunk) => {
    said += String(chunk);
  });
  const [code] = await once(child, 'close');
  return { code, said };
}

const folderIn = (cache: string) => join(cache, 'minio', MINIO_VERSION);

it.each([
  ['a person', '', 0],
  ['a continuous integration', '1', 1],
])(
  'without Go says that tests are skipped, and ends for %s with CI=%o as %i',
  async (_, ci, code) => {
    const result = await build({ cache: tempFolder(), path: tempFolder(), ci });
    expect(result).toEqual({
      code,
      said: expect.stringMatching(/Go is not installed.*are skipped/),
    });
  },
);

it('builds once, at the pinned version, and says where', async () => {
  const cache = tempFolder();
  const path = fakeGo('echo "$@" > "$GOBIN/minio"');
  const binary = join(folderIn(cache), 'minio');
  for (const said of [`MinIO is built: ${binary}`, `MinIO is already built: ${binary}`]) {
    expect(await build({ cache, path })).toEqual({ code: 0, said: expect.stringContaining(said) });
  }
  expect(readFileSync(binary, 'utf8')).toContain(`github.com/minio/minio@${MINIO_VERSION}`);
  expect(readdirSync(folderIn(cache))).toEqual(['minio']);
});

it('leaves nothing of a build that fails, and can be run again', async () => {
  const cache = tempFolder();
  const failed = await build({ cache, path: fakeGo('echo half > "$GOBIN/minio"; exit 1') });
  expect(failed.code).toBe(1);
  expect(readdirSync(folderIn(cache))).toEqual([]);
  const again = await build({ cache, path: fakeGo('echo whole > "$GOBIN/minio"') });
  expect(again.code).toBe(0);
});

it('shows no half binary while it builds, and lets two build at once', async () => {
  const cache = tempFolder();
  const meet = join(tempFolder(), 'meet');
  const path = `${fakeGo(`
    echo half > "$GOBIN/minio"
    mkdir ${meet} || mkdir ${meet}.both
    until [ -d ${meet}.both ]; do sleep 0.05; done
    test ! -e "$GOBIN/../minio" || cat "$GOBIN/../minio" | grep -q whole || exit 1
    echo whole > "$GOBIN/minio"`)}:/usr/bin:/bin`;
  const results = await Promise.all([build({ cache, path }), build({ cache, path })]);
  expect(results.map(({ code }) => code)).toEqual([0, 0]);
  expect(readFileSync(join(folderIn(cache), 'minio'), 'utf8')).toBe('whole\n');
});
