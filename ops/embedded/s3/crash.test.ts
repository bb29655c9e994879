import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import {
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const MAIN = join(import.meta.dirname, 'main.ts');
const Bucket = 'crash';
const KEYS = ['--access-key', 'crash', '--secret-key', 'crash-secret'];

let data: string;
let running: ChildProcess | null = null;

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'dcs-crash-'));
});

afterEach(async () => {
  await kill('SIGTERM');
  await rm(data, { recursive: true, force: true });
});

/** Starts the shipped program and answers a client for it. */
async function start(): Promise<S3Client> {
  const words = [MAIN, '--port', '0', '--data', data, ...KEYS];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  running = child;
  for await (const line of createInterface({ input: child.stdout })) {
    const endpoint = /^S3 at (\S+),/.exec(line)?.[1];
    if (endpoint !== undefined) {
      return new S3Client({
        endpoint,
        region: 'us-east-1',
        forcePathStyle: true,
        maxAttempts: 1,
        credentials: { accessKeyId: 'crash', secretAccessKey: 'crash-secret' },
      });
    }
  }
  throw new Error('The server did not start.');
}

async function kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
  const child = running;
  running = null;
  if (child?.exitCode === null && child.signalCode === null) {
    child.kill(signal);
    await once(child, 'exit');
  }
}

async function read(client: S3Client, Key: string): Promise<string> {
  const answer = await client.send(new GetObjectCommand({ Bucket, Key }));
  return (await answer.Body?.transformToString()) ?? '';
}

async function listed(client: S3Client): Promise<string[]> {
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket }));
  return Contents.map(({ Key }) => Key ?? '');
}

/** A body that tells which write it was and cannot be mistaken when cut. */
function bodyOf(key: string, version: number): string {
  return `${key}:${version}:`.repeat(2000 + version * 500);
}

async function blobFiles(): Promise<string[]> {
  return (await readdir(join(data, 'blobs'), { recursive: true })).filter((name) =>
    /[0-9a-f]{32}$/.test(name),
  );
}

describe('after kill -9', () => {
  test('everything acknowledged is there, whole, and nothing half-written shows', async () => {
    let client = await start();
    await client.send(new CreateBucketCommand({ Bucket }));
    const acknowledged = new Map<string, number>();
    const attempted = new Map<string, number>();
    for (let round = 0; round < 3; round += 1) {
      const stormed = client;
      const versionBase = round * 100;
      const writers = Array.from({ length: 8 }, async (_, writer) => {
        const key = `writer-${writer}`;
        for (let version = versionBase; ; version += 1) {
          attempted.set(key, version);
          const Body = bodyOf(key, version % 7);
          const command = new PutObjectCommand({
            Bucket,
            Key: key,
            Body,
            Metadata: { version: String(version) },
          });
          await stormed.send(command);
          acknowledged.set(key, version);
          if (acknowledged.size === 8 && version === versionBase + 3) {
            await kill();
          }
        }
      });
      const outcomes = await Promise.allSettled(writers);
      expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true);
      client.destroy();
      client = await start();
      expect(await listed(client)).toEqual([...acknowledged.keys()].sort());
      for (const [key, version] of acknowledged) {
        const answer = await client.send(new GetObjectCommand({ Bucket, Key: key }));
        const { version: written } = answer.Metadata ?? {};
        const found = Number(written);
        // The write under way when the server died may have made it, whole; nothing older may show.
        expect(found).toBeGreaterThanOrEqual(version);
        expect(found).toBeLessThanOrEqual(attempted.get(key) ?? -1);
        expect((await answer.Body?.transformToString()) === bodyOf(key, found % 7)).toBe(true);
      }
      expect(await readdir(join(data, 'incoming'))).toEqual([]);
      expect((await blobFiles()).length).toBe(acknowledged.size);
    }
    client.destroy();
  });

  test('an upload goes on where it stopped, and what was deleted stays deleted', async () => {
    let client = await start();
    await client.send(new CreateBucketCommand({ Bucket }));
    await client.send(new PutObjectCommand({ Bucket, Key: 'gone', Body: 'x' }));
    await client.send(new DeleteObjectCommand({ Bucket, Key: 'gone' }));
    const { UploadId } = await client.send(
      new CreateMultipartUploadCommand({ Bucket, Key: 'big', ChecksumAlgorithm: 'SHA256' }),
    );
    const sent = async (PartNumber: number, Body: Buffer) => {
      const command = { Bucket, Key: 'big', UploadId, PartNumber, Body };
      const part = await client.send(
        new UploadPartCommand({ ...command, ChecksumAlgorithm: 'SHA256' }),
      );
      return { PartNumber, ETag: part.ETag, ChecksumSHA256: part.ChecksumSHA256 };
    };
    const one = await sent(1, Buffer.alloc(5 * 1024 * 1024, 'a'));
    await kill();
    client.destroy();
    client = await start();
    const two = await sent(2, Buffer.from('end'));
    const MultipartUpload = { Parts: [one, two] };
    const complete = { Bucket, Key: 'big', UploadId, MultipartUpload };
    await client.send(new CompleteMultipartUploadCommand(complete));
    await kill();
    client.destroy();
    client = await start();
    expect(await listed(client)).toEqual(['big']);
    expect((await read(client, 'big')).slice(-5)).toBe('aaend');
    client.destroy();
  });
});

describe('the program', () => {
  async function run(words: string[]): Promise<{ code: number; out: string; err: string }> {
    const child = spawn(process.execPath, [MAIN, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
    const collect = async (stream: AsyncIterable<Buffer>) => {
      let text = '';
      for await (const chunk of stream) {
        text += chunk.toString();
      }
      return text;
    };
    const [out, err, [code]] = await Promise.all([
      collect(child.stdout),
      collect(child.stderr),
      once(child, 'exit'),
    ]);
    return { code, out, err };
  }

  test('tells its options', async () => {
    const { code, out } = await run(['--help']);
    expect(code).toBe(0);
    expect(out).toMatch(/--port.*--data.*--access-key.*--secret-key/s);
  });

  test.each([
    [[], /Missing --port, --data, --access-key, --secret-key/],
    [['--port', 'x', '--data', 'd', ...KEYS], /--port must be a number/],
    [['--bogus'], /--bogus/],
  ])('refuses %j with what is wrong', async (words, message) => {
    const { code, err } = await run(words);
    expect(code).toBe(2);
    expect(err).toMatch(message);
  });

  test('says so when the port is taken or the directory is in use', async () => {
    const client = await start();
    const endpoint = await client.config.endpoint?.();
    const port = String(endpoint?.port);
    const other = join(data, '..', `${data.split('/').at(-1)}-other`);
    const taken = await run(['--port', port, '--data', other, ...KEYS]);
    await rm(other, { recursive: true, force: true });
    expect(taken).toMatchObject({ code: 1, err: expect.stringMatching(/Port \d+ is taken/) });
    const busy = await run(['--port', '0', '--data', data, ...KEYS]);
    expect(busy).toMatchObject({ code: 1, err: expect.stringMatching(/in use by another/) });
    client.destroy();
  });

  test('refuses a directory that holds something else, and leaves it alone', async () => {
    await mkdir(join(data, 'incoming'));
    await writeFile(join(data, 'incoming', 'precious'), 'x');
    const { code, err } = await run(['--port', '0', '--data', data, ...KEYS]);
    expect(code).toBe(1);
    expect(err).toMatch(/neither empty nor a store/);
    expect(await readdir(join(data, 'incoming'))).toEqual(['precious']);
  });

  test('stops at SIGTERM', async () => {
    const client = await start();
    const child = running;
    child?.kill('SIGTERM');
    const [code] = child ? await once(child, 'exit') : [null];
    expect(code).toBe(0);
    client.destroy();
  });
});
