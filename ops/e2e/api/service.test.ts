import { beforeAll, describe, expect, inject, it } from 'vitest';
import { type Desk, openDesk } from '../desk.ts';
import { DIFFERENCES } from '../differences.ts';

const { runtime } = inject('target');
let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});

describe('the service', () => {
  it('says what it is', async () => {
    const { status, body, headers } = await desk.call('/');
    expect(status).toBe(200);
    expect(body).toEqual({
      name: 'dream-central-storage',
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      message: 'running',
    });
    expect(headers['cache-control']).toBe('no-store');
  });

  it.each([
    ['no token', undefined],
    ['a rubbish token', 'rubbish'],
  ])('gives its health in a word to who has %s', async (_, token) => {
    const { status, body } = await desk.call('/health', token === undefined ? {} : { token });
    expect({ status, body }).toEqual({ status: 200, body: { status: 'ok' } });
  });

  it('gives its health in detail to who is signed in', async () => {
    const ok = { ok: true, ms: expect.any(Number) };
    expect((await desk.ask('/health')).body).toEqual({
      status: 'ok',
      checks: { postgres: ok, s3: ok, migrations: ok },
    });
  });
});

describe('a path that names nothing', () => {
  it.each(['/nowhere', '/books/', '/BOOKS', '//books', '//evil.example/health', '/books/a/b/c'])(
    'answers 404: %s',
    async (path) => {
      const { status, body, headers } = await desk.ask(path);
      expect(status).toBe(404);
      expect(headers['content-type']).toBe('application/problem+json');
      expect(body).toMatchObject({
        type: 'urn:dcs:problem:request.no_route',
        status: 404,
        code: 'request.no_route',
        request_id: headers['x-request-id'],
      });
    },
  );

  it.each(['/books/%', '/books/%zz', '/books/%ff', '/%c0%af', '/nowhere/%e2%28%a1'])(
    'and is not percent-encoded UTF-8 answers 400: %s',
    async (path) => {
      const { status, body } = await desk.ask(path);
      expect({ status, code: body.code }).toEqual({ status: 400, code: 'request.bad_path' });
    },
  );

  it.each(['/books/%2F', '/books/a%2Fb', '/books/%5C', '/books/%00', '/books/%252e'])(
    'but is one segment answers that there is no such book: %s',
    async (path) => {
      expect(await desk.ask(path)).toMatchObject({ status: 404, body: { code: 'book.not_found' } });
    },
  );
});

it.each(['/books/../health', '/%2e%2e/health', '/nowhere/%2E./health', '/./health'])(
  'dot segments vanish before any route sees them: %s',
  async (path) => {
    expect(await desk.call(path)).toMatchObject({ status: 200, body: { status: 'ok' } });
  },
);

describe('a method the route does not take', () => {
  it.each([
    ['DELETE', '/books', 'GET, HEAD, POST'],
    ['OPTIONS', '/books', 'GET, HEAD, POST'],
    ['PATCH', '/books/any', 'DELETE, GET, HEAD, PUT'],
    ['POST', '/books/any', 'DELETE, GET, HEAD, PUT'],
    ['HEAD', '/auth/login', 'POST'],
    ['GET', '/auth/login', 'POST'],
    ['POST', '/', 'GET, HEAD'],
    ['DELETE', '/openapi.json', 'GET, HEAD'],
  ])('answers 405 with Allow: %s %s', async (...[method, path, allow]) => {
    const { status, headers, body } = await desk.call(path, { method });
    expect(status).toBe(405);
    expect(headers.allow?.split(', ').sort().join(', ')).toBe(allow);
    if (method !== 'HEAD') expect(body.code).toBe('request.method_not_allowed');
  });

  it('answers 404 where no method is taken', async () => {
    expect((await desk.call('/nowhere', { method: 'OPTIONS' })).status).toBe(404);
  });
});

it.each(['/', '/health', '/openapi.json', '/docs', '/books', '/auth/me', '/audit'])(
  'HEAD answers as GET does, without a body: %s',
  async (path) => {
    const [head, get] = [await desk.ask(path, { method: 'HEAD' }), await desk.ask(path)];
    expect(head.status).toBe(get.status);
    expect(head.headers['content-type']).toBe(get.headers['content-type']);
    expect(head.bytes).toHaveLength(0);
  },
);

describe('every answer', () => {
  it.each(['mine_1.2-3', 'x'.repeat(64), '12345678'])('keeps a request id: %s', async (id) => {
    for (const path of ['/', '/nowhere', '/books']) {
      const { headers, body } = await desk.call(path, { headers: { 'x-request-id': id } });
      expect(headers['x-request-id']).toBe(id);
      if (path !== '/') expect(body.request_id).toBe(id);
    }
  });

  it.each(['short', 'has space in it', 'x'.repeat(65), '<script>alert', 'ünïcödé-id'])(
    'replaces a request id that is not well-formed: %s',
    async (id) => {
      const sent = Buffer.from(id, 'utf8').toString('latin1');
      const { headers } = await desk.call('/', { headers: { 'x-request-id': sent } });
      expect(headers['x-request-id']).toMatch(/^[0-9a-f]{8}-[0-9a-f-]{27}$/);
    },
  );

  it.each(['/', '/nowhere', '/books', '/openapi.json', '/docs', '/books/%'])(
    'keeps browsers from guessing, framing, running and referring: %s',
    async (path) => {
      const { headers } = await desk.call(path);
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['x-frame-options']).toBe('DENY');
      expect(headers['referrer-policy']).toBe('no-referrer');
      expect(headers['content-security-policy']).toMatch(/default-src 'none'/);
      expect(headers['content-security-policy']).toMatch(/frame-ancestors 'none'/);
      expect(headers['x-powered-by']).toBeUndefined();
      expect(headers['access-control-allow-origin']).toBeUndefined();
    },
  );
});

describe('an answer', () => {
  const accepting = (encoding: string) => ({ headers: { 'accept-encoding': encoding } });

  it('over 1 KiB is gzipped for who accepts it, and says the same', async () => {
    const plain = await desk.call('/openapi.json');
    const zipped = await desk.call('/openapi.json', accepting('gzip'));
    expect(plain.bytes.length).toBeGreaterThan(1024);
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(zipped.headers['content-encoding']).toBe('gzip');
    expect(zipped.bytes.length).toBeLessThan(plain.bytes.length / 2);
    expect(zipped.body).toEqual(plain.body);
  });

  it.each(['gzip;q=0', 'identity'])('is not gzipped for who accepts %s', async (encoding) => {
    const { headers } = await desk.call('/docs', accepting(encoding));
    expect(headers['content-encoding']).toBeUndefined();
  });

  it('under 1 KiB is not worth compressing', async () => {
    const { headers, body } = await desk.call('/', accepting('gzip'));
    const compressed = headers['content-encoding'] === 'gzip';
    expect(compressed).toBe(DIFFERENCES.compressesBelowOneKibibyte[runtime]);
    expect(body.message).toBe('running');
  });
});
