import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { access, constants } from 'node:fs/promises';
import { join } from 'node:path';
import { OutputTail } from '../embedded/postgres/output-tail.ts';
import { becomesTrue } from '../embedded/postgres/poll.ts';
import { findFreePort, HOST } from '../embedded/postgres/ports.ts';
import { MINIO_PROGRAM, minioFolder } from './cache.ts';

const REGION = 'us-east-1';
const PORT_ATTEMPTS = 10;
const START_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 15_000;

export interface MinioOptions {
  /** See `findMinio`. */
  binary: string;
  /** Absolute; made if missing. */
  dataDir: string;
  /** Default: any that is free. */
  port?: number;
}

export interface Minio {
  /** `http://127.0.0.1:PORT` */
  endpoint: string;
  /** The root user's, made for this run. */
  accessKey: string;
  secretKey: string;
  region: string;
  /** May be called again. */
  stop(): Promise<void>;
}

/** The binary that `ops/minio/build.ts` made, or `undefined`. */
export async function findMinio(): Promise<string | undefined> {
  const binary = join(minioFolder(), MINIO_PROGRAM);
  try {
    await access(binary, constants.X_OK);
    return binary;
  } catch {
    return undefined;
  }
}

/** Starts a MinIO of its own on 127.0.0.1; it ends with this process, unless that is killed with -9. */
export async function startMinio(options: MinioOptions): Promise<Minio> {
  const accessKey = randomBytes(10).toString('hex');
  const secretKey = randomBytes(20).toString('hex');
  for (let attempt = 1; ; attempt++) {
    const port = options.port ?? (await findFreePort());
    const address = `${HOST}:${port}`;
    const child = launch(options, address, { accessKey, secretKey });
    const tail = new OutputTail([child.stdout, child.stderr]);
    const closed = once(child, 'close').catch(() => undefined); // no such program: see the tail
    const stop = () => stopMinio(child);
    if (await becomesReady(child, tail, address)) {
      return { endpoint: `http://${address}`, accessKey, secretKey, region: REGION, stop };
    }
    await stop();
    await closed;
    const retry =
      options.port === undefined && attempt < PORT_ATTEMPTS && tail.says(/already in use/i);
    if (!retry) throw new Error(`MinIO did not start on ${address}. Its last words:\n${tail}`);
  }
}

function launch(
  options: MinioOptions,
  address: string,
  keys: Pick<Minio, 'accessKey' | 'secretKey'>,
) {
  const { PATH } = process.env;
  const child = spawn(options.binary, ['server', '--address', address, options.dataDir], {
    env: {
      PATH,
      HOME: options.dataDir, // or it makes ~/.minio
      MINIO_ROOT_USER: keys.accessKey,
      MINIO_ROOT_PASSWORD: keys.secretKey,
      MINIO_SITE_REGION: REGION,
      MINIO_BROWSER: 'off',
      MINIO_UPDATE: 'off', // asks nobody about new releases
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const end = () => void child.kill('SIGKILL');
  process.once('exit', end);
  child.once('close', () => process.off('exit', end));
  return child;
}

/** Its own word that it has the port, and a live answer there: the port may be somebody else's. */
async function becomesReady(child: ChildProcess, tail: OutputTail, address: string) {
  const banner = new RegExp(`API: http://${address.replaceAll('.', '\\.')}`);
  const isLive = async () => {
    if (!tail.says(banner)) return false;
    const answer = await fetch(`http://${address}/minio/health/live`).catch(() => undefined);
    return answer?.ok === true;
  };
  let live = false;
  await becomesTrue(async () => {
    live = await isLive();
    return live || hasEnded(child);
  }, START_LIMIT_MS);
  return live && !hasEnded(child);
}

async function stopMinio(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  child.kill('SIGTERM');
  if (await becomesTrue(() => hasEnded(child), STOP_LIMIT_MS)) return;
  child.kill('SIGKILL');
  await becomesTrue(() => hasEnded(child), STOP_LIMIT_MS);
}

function hasEnded(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}
