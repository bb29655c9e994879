import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { StoreAccess } from '../../../api/adapters/config.ts';
import { makeTempFolder } from '../../../api/testing/temp-folder.ts';
import { call } from '../../e2e/http.ts';
import { type Program, startProgram } from '../../e2e/process.ts';
import { startEmbeddedPostgres } from '../../embedded/postgres/postgres.ts';
import { findMinio, startMinio } from '../../minio/minio.ts';
import { ROOT } from '../../test/root.ts';
import type { BenchFolder } from './folders.ts';
import { findRivals } from './rivals.ts';

const run = promisify(execFile);
const ADMIN = { email: 'bench@example.com', password: 'correct horse battery' };
/** While MinIO is ending, it may write still. */
const REMOVE_ATTEMPTS = 5;
const OUTPUT_BYTES = 64 * 1024 * 1024;

/** One MinIO, our service over it, and the programs that push to it. */
export interface Ground {
  /** Empty at first. */
  readonly folder: string;
  readonly store: StoreAccess;
  readonly databaseUrl: string;
  /** An admin's, good at every replica. */
  readonly token: string;
  /** Where the service is. */
  readonly url: string;
  /** Starts one more of it. @returns its URL */
  addReplica(): Promise<string>;
  /** Runs the shipped command line. @param cache where it keeps hashes */
  dcs(args: readonly string[], cache?: string): Promise<string>;
  /** `store:bucket/path` is the store. */
  rclone(...args: readonly string[]): Promise<string>;
  s5cmd(...args: readonly string[]): Promise<string>;
  /** Removes a folder that a run left on the disk. */
  remove(folder: string): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts it all.
 * @param storeIn the folder that MinIO has a folder in for its data; where temporary files are, unless given
 * @throws when no MinIO is built
 */
export async function prepareGround(storeIn?: string): Promise<Ground> {
  const binary = await findMinio();
  if (!binary) throw new Error('No MinIO is built: node bin/run.mjs ops/minio/build.ts');
  const stored = await makeTempFolder(storeIn);
  const temp = await makeTempFolder();
  const inTemp = (name: string) => path.join(temp.path, name);
  const minio = await startMinio({ binary, dataDir: path.join(stored.path, 'minio') });
  // What is in memory would stay there when the bench is interrupted.
  process.once('exit', () => {
    rmSync(stored.path, { recursive: true, force: true, maxRetries: REMOVE_ATTEMPTS });
  });
  const postgres = await startEmbeddedPostgres({ dataDir: inTemp('postgres') });
  const services: Program[] = [];
  const serve = () => {
    const service = startProgram({
      PORT: '0',
      DATABASE_URL: postgres.url,
      S3_ENDPOINT: minio.endpoint,
      S3_ACCESS_KEY: minio.accessKey,
      S3_SECRET_KEY: minio.secretKey,
      DCS_DATA_DIR: inTemp('service'),
      DCS_ADMIN_EMAIL: ADMIN.email,
      DCS_ADMIN_PASSWORD: ADMIN.password,
      DCS_ACCESS_TTL: '86400',
    });
    services.push(service);
    return service.prints(/^Dream Central Storage is ready: (http\S+)$/m);
  };
  const url = await serve();
  // As the others have keys, rather than a password to be hashed each time.
  const { body: login } = await call<{ access_token: string }>(url, '/auth/login', { body: ADMIN });
  const { rclone, s5cmd } = await prepareRivals(minio, temp.path);
  const ground: Ground = {
    folder: inTemp('folders'),
    store: minio,
    databaseUrl: postgres.url,
    token: login.access_token,
    url,
    addReplica: serve,
    dcs: (args, cache = inTemp('cache')) =>
      start(process.execPath, [path.join(ROOT, 'bin', 'dcs.mjs'), ...args], {
        HOME: temp.path,
        XDG_CACHE_HOME: cache,
        DCS_URL: url,
        DCS_TOKEN: login.access_token,
      }),
    rclone,
    s5cmd,
    remove: (folder) => rm(folder, { recursive: true, force: true }),
    async stop() {
      for (const service of services) {
        service.killGroup('SIGTERM');
        await service.ends();
      }
      await postgres.stop();
      await minio.stop();
      await stored.remove();
      await temp.remove();
    },
  };
  await ground.rclone('mkdir', 'store:rivals');
  return ground;
}

async function start(program: string, args: readonly string[], env: Record<string, string>) {
  const { PATH = '' } = process.env;
  const { stdout } = await run(program, args, { env: { PATH, ...env }, maxBuffer: OUTPUT_BYTES });
  return stdout;
}

/** @param home where they may keep what they like */
async function prepareRivals(
  store: StoreAccess,
  home: string,
): Promise<Pick<Ground, 'rclone' | 's5cmd'>> {
  const rivals = await findRivals();
  const rcloneEnv = {
    HOME: home,
    RCLONE_CONFIG: '/dev/null',
    RCLONE_CONFIG_STORE_TYPE: 's3',
    RCLONE_CONFIG_STORE_PROVIDER: 'Minio',
    RCLONE_CONFIG_STORE_ENDPOINT: store.endpoint,
    RCLONE_CONFIG_STORE_ACCESS_KEY_ID: store.accessKey,
    RCLONE_CONFIG_STORE_SECRET_ACCESS_KEY: store.secretKey,
  };
  const s5cmdEnv = {
    HOME: home,
    S3_ENDPOINT_URL: store.endpoint,
    AWS_ACCESS_KEY_ID: store.accessKey,
    AWS_SECRET_ACCESS_KEY: store.secretKey,
    AWS_REGION: store.region,
  };
  return {
    rclone: (...args) => start(rivals.rclone, args, rcloneEnv),
    s5cmd: (...args) => start(rivals.s5cmd, args, s5cmdEnv),
  };
}

/** @throws when what lies at `place` is not as many files and bytes as the folder has */
export async function requireWhole(
  ground: Ground,
  place: string,
  { files, bytes }: BenchFolder,
): Promise<void> {
  const found = JSON.parse(await ground.rclone('size', '--json', place));
  if (found.count === files && found.bytes === bytes) return;
  throw new Error(`${place} holds ${JSON.stringify(found)}, not ${files} files of ${bytes} bytes.`);
}
