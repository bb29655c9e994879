import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createHttpPut, type HttpPut } from './http-put.ts';

const MIB = 1024 * 1024;
/** Where the test is that it is given up. */
const SOON_MS = 300;
const signal = new AbortController().signal;
/** A container often has none. */
const HAS_IPV6 = Object.values(networkInterfaces()).some((addresses) =>
  addresses?.some(({ address }) => address === '::1'),
);

type Handler = (request: IncomingMessage, response: ServerResponse) => unknown;

let http: HttpPut;
const closers: (() => unknown)[] = [];
beforeEach(() => {
  http = createHttpPut();
});
afterEach(async () => {
  http.close();
  for (const close of closers.splice(0)) await close();
});

async function serve(handler: Handler, host = '127.0.0.1'): Promise<string> {
  const server = createServer((request, response) => void handler(request, response));
  server.listen(0, host);
  await once(server, 'listening');
  closers.push(() => server.close());
  const { port } = server.address() as AddressInfo; // TCP, so not a path
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}/bucket/key?X-Amz-Signature=f0`;
}

const put = (url: string, body: Uint8Array, headers = {}) =>
  http.put({ url, headers, sizeBytes: body.length, body }, signal, () => {});

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  const memory = new Uint8Array(size);
  for (let at = 0; at < bytes.length; at += size) {
    const piece = bytes.subarray(at, at + size);
    memory.set(piece);
    yield memory.subarray(0, piece.length);
  }
}

/** Piece by piece, all in the same memory. */
const putPieces = (url: string, body: Uint8Array, onBytes = (_: number) => {}) =>
  http.put(
    { url, headers: {}, sizeBytes: body.length, body: pieces(body, 100_000) },
    signal,
    onBytes,
  );

describe('a PUT', () => {
  test('sends its headers, its length and its bytes to the very address', async () => {
    const seen: unknown[] = [];
    const url = await serve(async (request, response) => {
      const { method, url: target, headers } = request;
      seen.push({ method, target, headers, text: (await buffer(request)).toString() });
      response.end();
    });
    const answer = await put(url, Buffer.from('içerik'), { 'x-amz-checksum-sha256': 'n4bQ=' });
    expect(answer).toEqual({ status: 200, code: undefined, retryAfterSeconds: undefined });
    expect(seen).toEqual([
      {
        method: 'PUT',
        target: '/bucket/key?X-Amz-Signature=f0',
        text: 'içerik',
        headers: {
          host: new URL(url).host,
          connection: 'keep-alive',
          'content-length': '7',
          'x-amz-checksum-sha256': 'n4bQ=',
        },
      },
    ]);
  });

  test('of nothing has a length too', async () => {
    let length: string | undefined;
    const url = await serve((request, response) => {
      length = request.headers['content-length'];
      response.end();
    });
    await put(url, new Uint8Array());
    expect(length).toBe('0');
  });

  test('goes out piece by piece, and tells every byte', async () => {
    const body = randomBytes(5 * MIB + 1);
    let received: Buffer | undefined;
    const url = await serve(async (request, response) => {
      received = await buffer(request);
      response.end();
    });
    let told = 0;
    expect(await putPieces(url, body, (count) => (told += count))).toMatchObject({ status: 200 });
    expect(received?.equals(body)).toBe(true);
    expect(told).toBe(body.length);
  });

  test('uses a connection again', async () => {
    const ports = new Set<number | undefined>();
    const url = await serve(async (request, response) => {
      ports.add(request.socket.remotePort);
      await buffer(request);
      response.statusCode = ports.size === 1 ? 200 : 503;
      response.end('<Error><Code>SlowDown</Code></Error>');
    });
    for (let n = 0; n < 5; n += 1) await put(url, Buffer.from('x'));
    expect(ports.size).toBe(1);
  });

  test.skipIf(!HAS_IPV6)('reaches IPv6 addresses', async () => {
    const url = await serve((_, response) => response.end(), '::1');
    expect(await put(url, Buffer.from('x'))).toMatchObject({ status: 200 });
  });
});

describe('an answer', () => {
  const S3_ERROR =
    '<?xml version="1.0"?><Error><Code>NoSuchUpload</Code><Message>x</Message></Error>';

  test.each([
    { status: 404, body: S3_ERROR, code: 'NoSuchUpload' },
    { status: 403, body: 'nonsense', code: undefined },
    { status: 500, body: '', code: undefined },
    { status: 302, body: '', code: undefined },
  ])('of $status is told as it is: $code', async ({ status, body, code }) => {
    const url = await serve((_, response) =>
      response.writeHead(status, { location: 'http://127.0.0.1:9/' }).end(body),
    );
    expect(await put(url, Buffer.from('x'))).toMatchObject({ status, code });
  });

  test.each([
    { header: '7', seconds: 7 },
    { header: 'Wed, 21 Oct 2015 07:28:00 GMT', seconds: 0 },
    { header: 'soon', seconds: undefined },
  ])('to try again after $header comes to $seconds s', async ({ header, seconds }) => {
    const url = await serve((_, response) =>
      response.writeHead(503, { 'retry-after': header }).end(),
    );
    expect(await put(url, Buffer.from('x'))).toMatchObject({ retryAfterSeconds: seconds });
  });

  test('that comes before the body has gone is taken, and the rest is not sent', async () => {
    let reader: IncomingMessage | undefined;
    const url = await serve((request, response) => {
      reader = request; // never read
      response.writeHead(403).end('<Error><Code>AccessDenied</Code></Error>');
    });
    const answer = await putPieces(url, new Uint8Array(64 * MIB));
    expect(answer).toMatchObject({ status: 403, code: 'AccessDenied' });
    await expect.poll(() => reader?.socket.destroyed).toBe(true);
  });
});

/** A server that accepts and then does as it is told. */
async function serveTcp(treat: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket.on('error', () => {}));
    treat(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const { port } = server.address() as AddressInfo; // TCP, so not a path
  return `http://127.0.0.1:${port}/key`;
}

describe('a connection', () => {
  test('on which nothing moves is given up', async () => {
    http = createHttpPut(SOON_MS);
    const url = await serveTcp((socket) => socket.resume());
    await expect(put(url, Buffer.from('x'))).rejects.toThrow('nothing moved on the connection');
  });

  test('that takes nothing is given up', async () => {
    http = createHttpPut(SOON_MS);
    const url = await serveTcp((socket) => socket.pause());
    await expect(putPieces(url, new Uint8Array(64 * MIB))).rejects.toThrow('nothing moved');
  });

  test('that breaks is an error', async () => {
    const url = await serveTcp((socket) => socket.destroy());
    await expect(put(url, Buffer.from('x'))).rejects.toThrow('socket hang up');
  });

  test('that nobody accepts is an error', async () => {
    const server = createTcpServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo; // TCP, so not a path
    server.close();
    await expect(put(`http://127.0.0.1:${port}/`, Buffer.from('x'))).rejects.toMatchObject({
      name: 'NoAnswerError',
      message: expect.stringContaining('ECONNREFUSED'),
    });
  });
});

describe('a body that fails', () => {
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield new Uint8Array(1000);
    throw new Error('The file is shorter now.');
  }

  test('is never sent short as if it were whole', async () => {
    const ends: string[] = [];
    const url = await serve((request) => {
      request.resume();
      request.on('end', () => ends.push('end'));
      request.on('error', () => ends.push('error'));
    });
    const request = { url, headers: {}, sizeBytes: 5000, body: broken() };
    await expect(http.put(request, signal, () => {})).rejects.toThrow('shorter now');
    await expect.poll(() => ends).toEqual(['error']);
  });
});

describe('stopping', () => {
  test('breaks off what is under way, with the reason', async () => {
    const url = await serveTcp((socket) => socket.resume());
    const stop = new AbortController();
    const request = { url, headers: {}, sizeBytes: 1, body: Buffer.from('x') };
    const sent = http.put(request, stop.signal, () => stop.abort(new Error('enough')));
    await expect(sent).rejects.toThrow('enough');
  });

  test('before it began sends nothing', async () => {
    let connections = 0;
    const url = await serveTcp(() => {
      connections += 1;
    });
    const request = { url, headers: {}, sizeBytes: 1, body: Buffer.from('x') };
    const stopped = AbortSignal.abort(new Error('enough'));
    await expect(http.put(request, stopped, () => {})).rejects.toThrow('enough');
    const { hostname, port } = new URL(url);
    await once(connect(Number(port), hostname), 'connect');
    await expect.poll(() => connections).toBe(1);
  });
});
