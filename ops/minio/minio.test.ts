import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateBucketCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import * as ports from '../embedded/postgres/ports.ts';
import { findMinio, type Minio, startMinio } from './minio.ts';

vi.setConfig({ testTimeout: 120_000 });
vi.mock('../embedded/postgres/ports.ts', { spy: true });

const found = await findMinio();
const { CI } = process.env;
const skipped = !found && !CI;
if (skipped) {
  console.warn('No MinIO is built (node bin/run.mjs ops/minio/build.ts): its tests are skipped.');
}

function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'dcs-minio-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function start(dataDir: string, port?: number): Promise<Minio> {
  if (!found) throw new Error('No MinIO is built: run ops/minio/build.ts first.');
  const minio = await startMinio({ binary: found, dataDir, ...(port ? { port } : {}) });
  onTestFinished(() => minio.stop());
  return minio;
}

function clientOf(minio: Minio): S3Client {
  const { endpoint, region, accessKey: accessKeyId, secretKey: secretAccessKey } = minio;
  const credentials = { accessKeyId, secretAccessKey };
  return new S3Client({ endpoint, region, credentials, forcePathStyle: true });
}

async function takePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP address');
  return address.port;
}

describe.skipIf(skipped)('MinIO', () => {
  it('stores what is put, and keeps it over a restart with other credentials', async () => {
    const dataDir = tempFolder();
    const first = await start(dataDir);
    const client = clientOf(first);
    await client.send(new CreateBucketCommand({ Bucket: 'books' }));
    await client.send(new PutObjectCommand({ Bucket: 'books', Key: 'a.txt', Body: 'hello' }));
    await first.stop();
    await first.stop();
    await expect(fetch(first.endpoint)).rejects.toThrow();

    const second = await start(dataDir);
    expect(second.secretKey).not.toBe(first.secretKey);
    const object = await clientOf(second).send(
      new GetObjectCommand({ Bucket: 'books', Key: 'a.txt' }),
    );
    expect(await object.Body?.transformToString()).toBe('hello');
  });

  it('takes another free port when the first is snatched away', async () => {
    const taken = await takePort();
    vi.mocked(ports.findFreePort).mockResolvedValueOnce(taken);
    const { endpoint } = await start(tempFolder());
    expect(endpoint).not.toBe(`http://127.0.0.1:${taken}`);
  });

  it('quotes MinIO when the port asked for is taken', async () => {
    await expect(start(tempFolder(), await takePort())).rejects.toThrow(/already in use/i);
  });
});

it('says so when the program does not exist', async () => {
  const options = { binary: join(tempFolder(), 'no-such-minio'), dataDir: tempFolder() };
  await expect(startMinio(options)).rejects.toThrow('MinIO did not start');
});
