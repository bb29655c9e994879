import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { Agent, request } from 'node:http';
import {
  CreateBucketCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { expect } from 'vitest';

export type ConformanceTarget = {
  endpoint: string;
  accessKey: string;
  secretKey: string;
  region: string;
};

export type RawAnswer = { status: number; headers: IncomingHttpHeaders; body: string };

type RawRequest = {
  method: string;
  /** Sent as it is: nothing is normalised. */
  path: string;
  headers?: Record<string, string | number>;
  body?: string | Buffer;
};

/** A check's bench: a fresh bucket, an SDK client, and tools for requests no SDK would send. */
export type Lab = ConformanceTarget & {
  bucket: string;
  client: S3Client;
  put(key: string, body: string | Buffer, more?: object): Promise<string>;
  get(key: string, more?: object): Promise<string>;
  presign(command: object, options?: object): Promise<string>;
  raw(request: RawRequest): Promise<RawAnswer>;
  /** Headers that sign `request` for the Authorization header, with `payload` as its hash. */
  sign(request: RawRequest, payload: string, at?: Date): SignedHeaders;
};

type SignedHeaders = {
  headers: Record<string, string | number>;
  authorization: string;
  signature: string;
  scope: string;
  amzDate: string;
  key: Buffer;
};

export type Check = { name: string; run: (lab: Lab) => Promise<void> };

export const MIB = 1024 * 1024;

export function sha256(data: string | Buffer, encoding: 'hex' | 'base64'): string {
  return createHash('sha256').update(data).digest(encoding);
}

export function md5(data: string | Buffer): string {
  return createHash('md5').update(data).digest('hex');
}

export function hmacHex(key: Buffer | string, text: string): string {
  return createHmac('sha256', key).update(text).digest('hex');
}

function hmacBytes(key: Buffer | string, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function amzDateOf(date: Date): string {
  return date.toISOString().replace(/[-:]|\.\d{3}/g, '');
}

/** Written from the specification, apart from the server, so that one cannot excuse the other. */
function signHeaders(
  target: ConformanceTarget,
  raw: RawRequest,
  { payload, at }: { payload: string; at: Date },
): SignedHeaders {
  const amzDate = amzDateOf(at);
  const scope = `${amzDate.slice(0, 8)}/${target.region}/s3/aws4_request`;
  const headers: Record<string, string | number> = {
    ...raw.headers,
    host: new URL(target.endpoint).host,
    'x-amz-content-sha256': payload,
    'x-amz-date': amzDate,
  };
  const names = Object.keys(headers).sort();
  const [path = '', query = ''] = raw.path.split('?');
  const canonical = [
    raw.method,
    path,
    query.split('&').sort().join('&'),
    ...names.map((name) => `${name}:${headers[name]}`),
    '',
    names.join(';'),
    payload,
  ].join('\n');
  const text = ['AWS4-HMAC-SHA256', amzDate, scope, sha256(canonical, 'hex')].join('\n');
  const key = scope.split('/').reduce<Buffer | string>(hmacBytes, `AWS4${target.secretKey}`);
  const signature = hmacHex(key, text);
  const credential = `Credential=${target.accessKey}/${scope}`;
  const authorization = `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
  return {
    headers: { ...headers, authorization },
    authorization,
    signature,
    scope,
    amzDate,
    key: Buffer.from(key),
  };
}

/** One request on a connection of its own, with the headers given and no others. */
function sendRaw(endpoint: string, raw: RawRequest): Promise<RawAnswer> {
  const { hostname, port } = new URL(endpoint);
  const agent = new Agent({ keepAlive: false });
  return new Promise((resolve, reject) => {
    const { method, path, headers = {} } = raw;
    const outgoing = request({ hostname, port, method, path, headers, agent }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', reject);
      incoming.on('end', () => {
        const body = Buffer.concat(chunks).toString('utf8');
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body });
      });
    });
    outgoing.on('error', reject);
    outgoing.end(raw.body);
  });
}

export function makeClient(target: ConformanceTarget): S3Client {
  return new S3Client({
    endpoint: target.endpoint,
    region: target.region,
    forcePathStyle: true,
    maxAttempts: 1,
    credentials: { accessKeyId: target.accessKey, secretAccessKey: target.secretKey },
  });
}

/** A client whose URLs carry no checksum of an empty body. */
function makePresigningClient(target: ConformanceTarget): S3Client {
  const client = makeClient(target);
  client.config.requestChecksumCalculation = async () => 'WHEN_REQUIRED';
  return client;
}

export async function makeLab(target: ConformanceTarget): Promise<Lab> {
  const client = makeClient(target);
  const presigning = makePresigningClient(target);
  const bucket = `check-${randomBytes(8).toString('hex')}`;
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  return {
    ...target,
    bucket,
    client,
    async put(key, body, more = {}) {
      const command = new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ...more });
      return (await client.send(command)).ETag ?? '';
    },
    async get(key, more = {}) {
      const answer = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key, ...more }));
      return (await answer.Body?.transformToString()) ?? '';
    },
    // The presigner's types are narrower than the commands it takes.
    presign: (command, options = {}) =>
      getSignedUrl(presigning, command as GetObjectCommand, { expiresIn: 300, ...options }),
    raw: (raw) => sendRaw(target.endpoint, raw),
    sign: (raw, payload, at = new Date()) => signHeaders(target, raw, { payload, at }),
  };
}

/** Expects the SDK to be refused with that code, or status where a HEAD has no code. */
export async function expectRefusal(
  promise: Promise<unknown>,
  status: number,
  code?: string | RegExp,
): Promise<void> {
  const outcome = await promise.then(
    () => ({ name: 'success', $metadata: { httpStatusCode: 200 } }),
    (error: { name: string; $metadata?: { httpStatusCode?: number } }) => error,
  );
  const seen = `${outcome.$metadata?.httpStatusCode} ${outcome.name}`;
  expect(seen).toMatch(new RegExp(`^${status} `));
  if (code !== undefined) {
    expect(outcome.name).toMatch(code);
  }
}

/** Expects a raw answer to be that status and S3 error code. */
export function expectRaw(answer: RawAnswer, status: number, code?: string): void {
  const seen = /<Code>(.*?)<\/Code>/.exec(answer.body)?.[1] ?? '';
  expect(`${answer.status} ${code === undefined ? '' : seen}`).toBe(`${status} ${code ?? ''}`);
}
