// node bin/run.mjs ops/minio/build.ts: builds the MinIO of the tests, once, from source.
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { MINIO_PROGRAM, MINIO_VERSION, minioFolder } from './cache.ts';

const DRAFT = 'building-';
/** No build takes this long: such a folder was left by one that was killed. */
const ABANDONED_AFTER_MS = 86_400_000;

process.exitCode = main();

function main(): number {
  const folder = minioFolder();
  const binary = join(folder, MINIO_PROGRAM);
  if (existsSync(binary)) {
    console.log(`MinIO is already built: ${binary}`);
    return 0;
  }
  if (spawnSync('go', ['version'], { stdio: 'ignore' }).status !== 0) return withoutGo();
  console.log(`Building MinIO ${MINIO_VERSION} (several minutes, only this once) …`);
  if (!build(folder, binary)) {
    console.error('MinIO could not be built; see what go says above.');
    return 1;
  }
  console.log(`MinIO is built: ${binary}`);
  return 0;
}

/** A person may do without; a continuous integration that skips tests in silence is worth nothing. */
function withoutGo(): number {
  console.log(
    'Go is not installed (https://go.dev/dl/), so MinIO cannot be built: its tests are skipped.',
  );
  const { CI } = process.env;
  return CI ? 1 : 0;
}

/** In a folder of its own, and renamed when complete: half a binary never has the right name. */
function build(folder: string, binary: string): boolean {
  mkdirSync(folder, { recursive: true });
  removeAbandoned(folder);
  const draft = mkdtempSync(join(folder, DRAFT));
  try {
    const go = spawnSync('go', ['install', `github.com/minio/minio@${MINIO_VERSION}`], {
      cwd: draft, // not in a Go module that happens to be around
      // For this machine, whatever the environment builds for otherwise.
      env: { ...process.env, GOBIN: draft, CGO_ENABLED: '0', GOOS: '', GOARCH: '' },
      stdio: 'inherit',
    });
    if (go.status !== 0) return false;
    renameSync(join(draft, MINIO_PROGRAM), binary);
    return true;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

function removeAbandoned(folder: string): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (!name.startsWith(DRAFT) || age < ABANDONED_AFTER_MS) continue;
    rmSync(path, { recursive: true, force: true });
  }
}
