import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Desk, openDesk } from '../desk.ts';

const LIMIT_BYTES = 1024 * 1024;
const GZIP = { 'content-encoding': 'gzip' };

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});

const send = (body: string | Uint8Array, headers: Record<string, string | undefined> = {}) =>
  desk.ask('/books', { body, headers });

/** A valid book, with blanks up to so many bytes. */
function padded(bytes: number): string {
  const book = JSON.stringify(desk.newBook());
  return book.padEnd(bytes, ' ');
}

describe('a body that cannot be read', () => {
  it.each([
    ['is no JSON', '{"publisher":', 400],
    ['is no UTF-8', new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]), 400],
    ['is a surrogate in UTF-8', new Uint8Array([0x22, 0xed, 0xa0, 0x80, 0x22]), 400],
    ['is UTF-16', Buffer.from('{"a":1}', 'utf16le'), 400],
  ])('since it %s', async (...[, body, status]) => {
    expect(await send(body)).toMatchObject({ status, body: { code: 'request.malformed' } });
  });

  it.each(['[]', 'null', '"text"', '12', 'true', '{}'])(
    'as a book, since it is %s, names what is wrong',
    async (body) => {
      expect(await send(body)).toMatchObject({
        status: 422,
        body: { code: 'request.invalid', errors: expect.any(Array) },
      });
    },
  );

  it('for want of one is an empty object', async () => {
    const answer = await desk.ask('/books', { method: 'POST' });
    expect(answer).toMatchObject({ status: 422, body: { code: 'request.invalid' } });
  });
});

describe('a body of another type', () => {
  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonp',
    'application/problem+json',
  ])('answers 415 and says what to send: %s', async (type) => {
    const { status, body } = await send('--x--', { 'content-type': type });
    expect({ status, code: body.code }).toEqual({ status: 415, code: 'request.unsupported_type' });
    expect(body.detail).toContain('application/json');
    expect(body.detail).toContain(type);
  });

  it('answers 415 when it names none', async () => {
    expect((await send('{}', { 'content-type': undefined })).status).toBe(415);
  });

  it.each([
    'application/json',
    'application/json; charset=utf-8',
    'Application/JSON;charset=UTF-8',
  ])('is none of: %s', async (type) => {
    expect((await send(padded(0), { 'content-type': type })).status).toBe(201);
  });
});

describe('a compressed body', () => {
  it('is inflated', async () => {
    expect((await send(gzipSync(padded(0)), GZIP)).status).toBe(201);
    expect((await send(gzipSync(padded(0)), { 'content-encoding': 'GZIP' })).status).toBe(201);
  });

  it.each([
    ['is no gzip', new Uint8Array([1, 2, 3, 4])],
    ['is plain JSON', Buffer.from('{"publisher":"Acme"}')],
    ['breaks off', gzipSync('{"publisher":"Acme"}').subarray(0, 14)],
    ['has a wrong checksum', tampered(gzipSync('{"publisher":"Acme"}'))],
  ])('that %s answers 400', async (_, body) => {
    expect(await send(body, GZIP)).toMatchObject({
      status: 400,
      body: { code: 'request.malformed' },
    });
  });

  it.each(['br', 'deflate', 'gzip, gzip'])('by %s answers 415 and names gzip', async (encoding) => {
    const { status, headers, body } = await send('{}', { 'content-encoding': encoding });
    expect({ status, code: body.code }).toEqual({ status: 415, code: 'request.unsupported_type' });
    expect(headers['accept-encoding']).toBe('gzip');
  });
});

function tampered(bytes: Buffer): Buffer {
  const changed = Buffer.from(bytes);
  changed.writeUInt32LE(0xdeadbeef, changed.length - 8); // RFC 1952 §2.3.1: CRC32, then the length
  return changed;
}

describe('a large body', () => {
  it('of exactly the limit is read, plain and gzipped', async () => {
    expect((await send(padded(LIMIT_BYTES))).status).toBe(201);
    expect((await send(gzipSync(padded(LIMIT_BYTES)), GZIP)).status).toBe(201);
  });

  it.each([
    ['plain', () => padded(LIMIT_BYTES + 1), {}],
    ['gzipped', () => gzipSync(padded(LIMIT_BYTES + 1)), GZIP],
    ['a bomb of 200 MiB', () => gzipSync(Buffer.alloc(200 * LIMIT_BYTES, ' ')), GZIP],
  ])('of more answers 413, %s', async (...[, body, headers]) => {
    const { status, body: problem } = await send(body(), { ...headers });
    expect({ status, code: problem.code }).toEqual({ status: 413, code: 'request.too_large' });
    expect(problem.detail).toContain(String(LIMIT_BYTES));
  });

  it('of a caller who is not signed in is not even read', async () => {
    const { status } = await desk.call('/books', { body: padded(LIMIT_BYTES + 1) });
    expect(status).toBe(401);
  });
});
