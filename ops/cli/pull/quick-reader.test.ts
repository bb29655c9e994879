import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createQuickReader } from './quick-reader.ts';
import { type StoreReader, StoreUnreachableError } from './store-reader.ts';

const never = new AbortController().signal;

let server: Server;
let url: string;
let reader: StoreReader;
/** Answers one request. */
let answer: (socket: Socket) => void;
let sockets: Socket[];
/** The heads of all requests, as they came. */
let requests: string[];

beforeEach(async () => {
  sockets = [];
  requests = [];
  server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => {});
    socket.on('data', (bytes) => {
      requests.push(bytes.toString());
      answer(socket);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // TCP, so not a path
  url = `http://127.0.0.1:${port}/a%20b?X=1`;
  reader = createQuickReader();
});
afterEach(() => {
  reader.close();
  for (const socket of sockets) socket.destroy();
  server.close();
});

async function read(size: number, offset?: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const range = offset === undefined ? {} : { offset };
  await reader.read(
    { url, size, ...range },
    (bytes) => void chunks.push(Buffer.from(bytes)),
    never,
  );
  return Buffer.concat(chunks);
}

const whole = (body: string, more = '') =>
  `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n${more}\r\n${body}`;
const nextTurn = () => new Promise((resolve) => setTimeout(resolve, 5));

test('asks for a path and a range as they are, and keeps the connection', async () => {
  answer = (socket) => socket.write('HTTP/1.1 206 Partial Content\r\ncontent-length: 3\r\n\r\nllo');
  expect((await read(3, 2)).toString()).toBe('llo');
  expect((await read(3, 2)).toString()).toBe('llo');
  const { host } = new URL(url);
  const request = `GET /a%20b?X=1 HTTP/1.1\r\nHost: ${host}\r\nRange: bytes=2-4\r\n\r\n`;
  expect(requests).toEqual([request, request]);
  expect(sockets).toHaveLength(1);
});

test('puts together an answer that comes in any pieces', async () => {
  const text = whole('the body');
  answer = async (socket) => {
    for (const letter of text) {
      socket.write(letter);
      await nextTurn();
    }
  };
  expect((await read(8)).toString()).toBe('the body');
});

test('gives every byte of more than fits into its memory', async () => {
  const body = Buffer.alloc(3_000_001, 'abcdefg');
  answer = (socket) => {
    socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n`);
    socket.write(body);
  };
  expect((await read(body.length)).equals(body)).toBe(true);
  expect((await read(body.length)).equals(body)).toBe(true);
});

test('asks anew where a kept connection was closed meanwhile', async () => {
  answer = (socket) => socket.write(whole('hello'));
  await read(5);
  sockets[0]?.destroy();
  await nextTurn();
  expect((await read(5)).toString()).toBe('hello');
  // And where it is closed in the very moment it is used again.
  answer = (socket) => {
    if (socket === sockets[1]) socket.destroy();
    else socket.write(whole('world'));
  };
  expect((await read(5)).toString()).toBe('world');
});

test.each([
  {
    what: 'is chunked',
    text: 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n',
  },
  {
    what: 'ends with its connection',
    text: 'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello',
  },
  { what: 'is of HTTP/1.0', text: 'HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello' },
])('has another reader take an answer that $what', async ({ text }) => {
  answer = (socket) => socket.write(text);
  expect((await read(5)).toString()).toBe('hello');
  expect(requests).toHaveLength(2);
  // From then on that one alone is asked.
  expect((await read(5)).toString()).toBe('hello');
  expect(requests).toHaveLength(3);
});

test('reads no more of an answer that is not wanted than says what it is', async () => {
  answer = (socket) => {
    socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9000000000\r\n\r\n');
    socket.write(Buffer.alloc(1_000_000));
  };
  await expect(read(5, 0)).rejects.toThrow('The store answered 200.');
});

test('does not ask an overloaded store again at once, however it says so', async () => {
  answer = (socket) =>
    socket.write('HTTP/1.1 503 Slow Down\r\nConnection: close\r\nRetry-After: 3\r\n\r\n');
  await expect(read(5)).rejects.toMatchObject({ status: 503, retryAfterSeconds: 3 });
  expect(requests).toHaveLength(1);
});

test('takes no byte behind those asked for', async () => {
  answer = (socket) => socket.write(`${whole('hello')} and more`);
  await expect(read(5)).rejects.toThrow(StoreUnreachableError);
});

test('leaves TLS to another reader', async () => {
  answer = (socket) => socket.destroy();
  url = url.replace('http:', 'https:');
  await expect(read(5)).rejects.toThrow(StoreUnreachableError);
  expect(requests.some((request) => request.startsWith('GET'))).toBe(false);
});
