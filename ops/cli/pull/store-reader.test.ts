import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createQuickReader } from './quick-reader.ts';
import {
  createStoreReader,
  StoreAnswerError,
  type StoreReader,
  StoreUnreachableError,
} from './store-reader.ts';

const READERS = { ordinary: createStoreReader, quick: createQuickReader };

describe.each(Object.entries(READERS))('the %s reader', (_, createReader) => {
  let server: Server;
  let url: string;
  let reader: StoreReader;
  let answer: (response: ServerResponse, range: string | undefined) => void;
  let connections: number;
  const never = new AbortController().signal;

  beforeEach(async () => {
    connections = 0;
    server = createServer((request, response) => answer(response, request.headers.range));
    server.on('connection', () => {
      connections += 1;
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo; // TCP, so not a path
    url = `http://127.0.0.1:${port}/`;
    reader = createReader();
  });
  afterEach(() => {
    reader.close();
    server.closeAllConnections();
    server.close();
  });

  async function read(size: number, more: { offset?: number; signal?: AbortSignal } = {}) {
    const { signal = never, ...range } = more;
    const chunks: Buffer[] = [];
    await reader.read({ url, size, ...range }, (chunk) => void chunks.push(chunk), signal);
    return Buffer.concat(chunks).toString();
  }

  describe('bytes', () => {
    test('arrive whole, over one connection', async () => {
      answer = (response) => response.end('hello');
      expect([await read(5), await read(5), await read(5)]).toEqual(['hello', 'hello', 'hello']);
      expect(connections).toBe(1);
    });

    test('of a range are asked for, and of none are not', async () => {
      answer = (response, range) => {
        expect(range).toBe('bytes=2-4');
        response.writeHead(206).end('llo');
      };
      expect(await read(3, { offset: 2 })).toBe('llo');
      answer = (response, range) => response.end(range ?? 'none');
      expect(await read(4)).toBe('none');
    });
  });

  describe('an answer is no good', () => {
    test.each([
      { what: 'too short', reply: (response: ServerResponse) => response.end('hel') },
      { what: 'too long', reply: (response: ServerResponse) => response.end('hello you') },
      {
        what: 'cut off',
        reply: (response: ServerResponse) => {
          response.writeHead(200, { 'content-length': 5 }).write('hel');
          setTimeout(() => response.destroy(), 20);
        },
      },
      { what: 'missing', reply: (response: ServerResponse) => response.destroy() },
    ])('when it is $what', async ({ reply }) => {
      answer = reply;
      await expect(read(5)).rejects.toThrow(StoreUnreachableError);
    });

    test('when nothing moves for too long', async () => {
      reader = createReader(50);
      answer = (response) => void response.writeHead(200, { 'content-length': 5 }).write('hel');
      await expect(read(5)).rejects.toThrow('nothing moved on the connection for too long');
    });

    test('when it is an error of S3, whose code is told', async () => {
      answer = (response) =>
        response
          .writeHead(503, { 'retry-after': '7' })
          .end('<Error><Code>SlowDown</Code><Message>x</Message></Error>');
      const error = await read(5).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(StoreAnswerError);
      expect(error).toMatchObject({ status: 503, code: 'SlowDown', retryAfterSeconds: 7 });
    });

    test.each([
      { what: 'a redirect', status: 302, offset: undefined },
      { what: 'the whole file, though a range was asked for', status: 200, offset: 0 },
      { what: 'a range, though the whole file was asked for', status: 206, offset: undefined },
    ])('when it is $what', async ({ status, offset }) => {
      answer = (response) => response.writeHead(status, { location: url }).end('hello');
      const range = offset === undefined ? {} : { offset };
      await expect(read(5, range)).rejects.toThrow(`The store answered ${status}.`);
    });
  });

  test('reading ends with the reason it was stopped for', async () => {
    answer = (response) => void response.writeHead(200, { 'content-length': 10 }).write('hello');
    const controller = new AbortController();
    const take = () => controller.abort(new Error('enough'));
    await expect(reader.read({ url, size: 10 }, take, controller.signal)).rejects.toThrow('enough');
  });

  test('what goes wrong in taking bytes is what reading ends with', async () => {
    answer = (response) => response.end('hello');
    const full = new Error('the disk is full');
    const fail = () => {
      throw full;
    };
    await expect(reader.read({ url, size: 5 }, fail, never)).rejects.toBe(full);
  });
});
