import { execFile } from 'node:child_process';
import { access, constants, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Ground } from '../push/ground.ts';
import { benchCache } from '../push/rivals.ts';

const run = promisify(execFile);
const OUTPUT_BYTES = 64 * 1024 * 1024;
const MODULE = 'github.com/minio/mc@latest';

/** Runs MinIO's own client; `store/bucket/path` is the store. */
export type Mc = (...args: readonly string[]) => Promise<void>;

export async function prepareMc({ store, folder }: Ground): Promise<Mc> {
  const program = await findMc();
  const { PATH = '' } = process.env;
  const { protocol, host } = new URL(store.endpoint);
  const env = {
    PATH,
    HOME: folder,
    MC_CONFIG_DIR: path.join(folder, 'mc'),
    MC_HOST_store: `${protocol}//${store.accessKey}:${store.secretKey}@${host}`,
  };
  return async (...args) => {
    await run(program, ['--quiet', ...args], { env, maxBuffer: OUTPUT_BYTES });
  };
}

/** The program, built into the cache once. Needs Go. */
async function findMc(): Promise<string> {
  const folder = path.join(benchCache(), 'bin');
  const program = path.join(folder, 'mc');
  const isThere = () => access(program, constants.X_OK);
  try {
    await isThere();
  } catch {
    await mkdir(folder, { recursive: true });
    const env = { ...process.env, GOBIN: folder, CGO_ENABLED: '0', GOOS: '', GOARCH: '' };
    await run('go', ['install', MODULE], { cwd: folder, env, maxBuffer: OUTPUT_BYTES });
    await isThere();
  }
  return program;
}
