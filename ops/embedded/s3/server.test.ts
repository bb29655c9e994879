import { connect } from 'node:net';
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterEach, describe, expect, test } from 'vitest';
import type { FaultPlan } from './faults.ts';
import type { RequestEvent } from './serve.ts';
import type { EmbeddedS3, EmbeddedS3Options } from './server.ts';
import { startEmbeddedS3 } from './server.ts';

const KEYS = { accessKey: 'key', secretKey: 'secret' };
const Bucket = 'books';
const started: { server: EmbeddedS3; client: S3Client }[] = [];

afterEach(async () => {
  for (const { server, client } of started.splice(0)) {
    client.destroy();
    await server.stop();
  }
});

async function start(options: Partial<EmbeddedS3Options> = {}) {
  const server = await startEmbeddedS3({ store: { kind: 'memory' }, ...KEYS, ...options });
  const client = new S3Client({
    endpoint: server.endpoint,
    region: 'us-east-1',
    forcePathStyle: true,
    maxAttempts: 1,
    credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
  });
  started.push({ server, client });
  return { server, client };
}

function put(client: S3Client, Key: string, Body = 'x') {
  return client.send(new PutObjectCommand({ Bucket, Key, Body }));
}

async function keys(client: S3Client): Promise<string[]> {
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket }));
  return Contents.map(({ Key }) => Key ?? '');
}

describe('a started server', () => {
  test('rejects with EADDRINUSE when the port is taken', async () => {
    const { server } = await start();
    const second = startEmbeddedS3({ store: { kind: 'memory' }, port: server.port, ...KEYS });
    await expect(second).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  test('tells of each request: what it was, how it went, what it cost', async () => {
    const events: RequestEvent[] = [];
    const { client } = await start({ onRequest: (event) => events.push(event) });
    await client.send(new CreateBucketCommand({ Bucket }));
    await put(client, 'a', 'hello');
    await expect(client.send(new GetObjectCommand({ Bucket, Key: 'b' }))).rejects.toThrow();
    expect(events).toMatchObject([
      { operation: 'CreateBucket', bucket: Bucket, status: 200, code: null },
      { operation: 'PutObject', key: 'a', status: 200, receivedBytes: 5, acknowledged: true },
      { operation: 'GetObject', key: 'b', status: 404, code: 'NoSuchKey' },
    ]);
  });

  test('stops a connection that never ends, once the grace is over', async () => {
    const reached = Promise.withResolvers<void>();
    const faults: FaultPlan = () => {
      reached.resolve();
      return new Promise(() => {});
    };
    const { server, client } = await start({ faults });
    const stuck = client.send(new CreateBucketCommand({ Bucket }));
    await reached.promise;
    await Promise.all([server.stop(), expect(stuck).rejects.toThrow()]);
  });

  test('stops with idle connections open, and lets a running request finish', async () => {
    const reached = Promise.withResolvers<void>();
    const released = Promise.withResolvers<null>();
    const faults: FaultPlan = ({ key }) => {
      if (key !== 'slow') {
        return null;
      }
      reached.resolve();
      return released.promise;
    };
    const { server, client } = await start({ faults });
    await client.send(new CreateBucketCommand({ Bucket }));
    const idle = connect(server.port, '127.0.0.1');
    const idleClosed = new Promise((resolve) => idle.once('close', resolve));
    const slow = put(client, 'slow');
    await reached.promise;
    const stopping = server.stop();
    await idleClosed;
    released.resolve(null);
    expect((await slow).$metadata.httpStatusCode).toBe(200);
    await stopping;
    await expect(put(client, 'late')).rejects.toThrow();
  });
});

describe('injected faults', () => {
  async function startWith(faults: FaultPlan) {
    const events: RequestEvent[] = [];
    const { client } = await start({ faults, onRequest: (event) => events.push(event) });
    await client.send(new CreateBucketCommand({ Bucket }));
    return { client, events };
  }

  test('an error is answered and nothing done', async () => {
    const { client } = await startWith(({ operation, count }) =>
      operation === 'PutObject' && count === 1 ? { kind: 'error', code: 'SlowDown' } : null,
    );
    await expect(put(client, 'a')).rejects.toMatchObject({ name: 'SlowDown' });
    expect(await keys(client)).toEqual([]);
    await put(client, 'a');
    expect(await keys(client)).toEqual(['a']);
  });

  test('a dropped connection does nothing; a lost acknowledgement did it', async () => {
    const { client, events } = await startWith(({ key }) => {
      switch (key) {
        case 'dropped':
          return { kind: 'drop' };
        case 'lost':
          return { kind: 'lose_acknowledgement' };
        default:
          return undefined;
      }
    });
    await expect(put(client, 'dropped')).rejects.toThrow();
    await expect(put(client, 'lost')).rejects.toThrow();
    expect(await keys(client)).toEqual(['lost']);
    expect(events.find(({ key }) => key === 'lost')?.acknowledged).toBe(false);
  });

  test('an error after the fact is answered though it was done', async () => {
    const { client } = await startWith(({ operation }) =>
      operation === 'PutObject' ? { kind: 'error_after', code: 'InternalError' } : null,
    );
    await expect(put(client, 'a')).rejects.toMatchObject({ name: 'InternalError' });
    expect(await keys(client)).toEqual(['a']);
  });

  test('an answer is cut after so many bytes', async () => {
    const { client } = await startWith(({ operation }) =>
      operation === 'GetObject' ? { kind: 'cut_answer', afterBytes: 10 } : null,
    );
    await put(client, 'a', 'x'.repeat(1000));
    const answer = await client.send(new GetObjectCommand({ Bucket, Key: 'a' }));
    await expect(answer.Body?.transformToString()).rejects.toThrow();
  });
});
