import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ERRORS } from './contract/errors.ts';
import { createTestApp, type TestApp } from './testing/app.ts';
import { createTestDatabase, type TestDatabase } from './testing/database.ts';

let database: TestDatabase;
let app: TestApp;
let token: string;
beforeAll(async () => {
  database = await createTestDatabase();
  app = createTestApp(database);
  token = await app.adminToken();
});
afterAll(() => database.close());

describe('any request', () => {
  it('gets an id of its own, or keeps a well-formed one it brought', async () => {
    const own = await app.call('/');
    expect(own.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    const kept = await app.call('/nowhere', { headers: { 'x-request-id': 'mine_1.2-3' } });
    expect(kept.headers.get('x-request-id')).toBe('mine_1.2-3');
    expect(kept.body).toMatchObject({ request_id: 'mine_1.2-3' });
    for (const bad of ['short', 'has space in it', 'x'.repeat(65)]) {
      const { headers } = await app.call('/', { headers: { 'x-request-id': bad } });
      expect(headers.get('x-request-id')).not.toBe(bad);
    }
  });

  it('that names nothing answers 404, and a known path with another method 405', async () => {
    expect(await app.call('/nowhere')).toMatchObject({
      status: 404,
      body: { code: 'request.no_route' },
    });
    const answer = await app.call('/books', { method: 'DELETE' });
    expect(answer).toMatchObject({ status: 405, body: { code: 'request.method_not_allowed' } });
    expect(answer.headers.get('allow')?.split(', ').sort()).toEqual(['GET', 'HEAD', 'POST']);
  });

  it.each([
    '/books?q=%00',
    '/storage/trash?q=%00',
    '/audit?actor=%00',
    '/users?q=%00',
    '/storage/books/%00/a/b',
    '/apps/linux/%00/manifest',
  ])('with a text that no database keeps answers 400: %s', async (path) => {
    expect(await app.call(path, { token })).toMatchObject({
      status: 400,
      body: { code: 'request.malformed', detail: expect.stringContaining('U+0000') },
    });
  });

  it.each(['/books/%', '/books/%zz', '/books/%ff', '/%c0%af'])(
    'whose path is not percent-encoded UTF-8 answers 400: %s',
    async (path) => {
      expect(await app.call(path, { token })).toMatchObject({
        status: 400,
        body: { code: 'request.bad_path' },
      });
    },
  );

  it('carries headers that keep browsers from guessing, framing and referring', async () => {
    const { headers } = await app.call('/');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('referrer-policy')).toBe('no-referrer');
  });

  it('is answered gzipped when that is accepted and worth it', async () => {
    const accepting = { headers: { 'accept-encoding': 'gzip' } };
    expect((await app.call('/', accepting)).headers.get('content-encoding')).toBeNull();
    expect((await app.call('/openapi.json')).headers.get('content-encoding')).toBeNull();
    const large = await app.call('/docs', accepting);
    expect(large.headers.get('content-encoding')).toBe('gzip');
  });

  it('that breaks inside answers a bare 500, and the log knows why', async () => {
    const broken = createTestApp(database);
    broken.access.tokens.verify = () => Promise.reject(new Error('secret internals'));
    const answer = await broken.call('/auth/me', { token: 'x' });
    expect(answer).toMatchObject({ status: 500, body: { code: 'internal' } });
    expect(JSON.stringify(answer.body)).not.toContain('secret internals');
    expect(broken.logged.join('\n')).toContain('secret internals');
  });
});

describe('a request body', () => {
  const send = (body: string | Uint8Array, headers: Record<string, string> = {}) =>
    app.call('/books', { body, token, headers });

  it.each([
    ['not JSON', '{', 'request.malformed'],
    ['not UTF-8', new Uint8Array([0x22, 0xff, 0x22]), 'request.malformed'],
    ['an array', '[]', 'request.invalid'],
    ['null', 'null', 'request.invalid'],
    ['empty', '', 'request.invalid'],
  ] as const)('that is %s is refused', async (_, body, code) => {
    expect(await send(body)).toMatchObject({ status: ERRORS[code].status, body: { code } });
  });

  it.each(['text/plain', 'multipart/form-data; boundary=x', 'application/jsonp'])(
    'of type %s answers 415',
    async (type) => {
      expect(await send('{}', { 'content-type': type })).toMatchObject({
        status: 415,
        body: { code: 'request.unsupported_type' },
      });
    },
  );

  it('may be gzipped, and must be what it says', async () => {
    const gzip = { 'content-encoding': 'gzip' };
    expect(await send(gzipSync('{"publisher":1}'), gzip)).toMatchObject({ status: 422 });
    for (const broken of [new Uint8Array([1, 2, 3]), gzipSync('{}').subarray(0, 12)]) {
      expect(await send(broken, gzip)).toMatchObject({
        status: 400,
        body: { code: 'request.malformed' },
      });
    }
    expect(await send('{}', { 'content-encoding': 'br' })).toMatchObject({ status: 415 });
  });

  it('is limited by its inflated bytes', async () => {
    const limit = 1024 * 1024;
    const padded = (bytes: number) => `{${' '.repeat(bytes - 2)}}`;
    const gzip = { 'content-encoding': 'gzip' };
    expect(await send(padded(limit))).toMatchObject({ status: 422 });
    expect(await send(gzipSync(padded(limit)), gzip)).toMatchObject({ status: 422 });
    const tooLarge = { status: 413, body: { code: 'request.too_large' } };
    expect(await send(padded(limit + 1))).toMatchObject(tooLarge);
    expect(await send(gzipSync(padded(100 * limit)), gzip)).toMatchObject(tooLarge);
  });
});

describe('the contract', () => {
  it('is served as an OpenAPI document that names every route and shape', async () => {
    const { status, body } = await app.call<{
      openapi: string;
      paths: Record<string, Record<string, { operationId: string; responses: object }>>;
      components: { schemas: object };
    }>('/openapi.json');
    expect(status).toBe(200);
    expect(body.openapi).toMatch(/^3\.1\./);
    expect(Object.keys(body.paths).sort()).toEqual([
      '/',
      '/apps',
      '/apps/{platform}/latest',
      '/apps/{platform}/upload',
      '/apps/{platform}/{version}',
      '/apps/{platform}/{version}/diff',
      '/apps/{platform}/{version}/manifest',
      '/apps/{platform}/{version}/promote',
      '/apps/{platform}/{version}/revisions',
      '/apps/{platform}/{version}/revisions/{revision}/restore',
      '/apps/{platform}/{version}/urls',
      '/audit',
      '/audit/verify',
      '/auth/login',
      '/auth/logout',
      '/auth/me',
      '/auth/password',
      '/auth/refresh',
      '/books',
      '/books/{book_id}',
      '/books/{book_id}/diff',
      '/books/{book_id}/manifest',
      '/books/{book_id}/revisions',
      '/books/{book_id}/revisions/{revision}/restore',
      '/books/{book_id}/upload',
      '/books/{book_id}/urls',
      '/health',
      '/operations',
      '/operations/{operation_id}',
      '/operations/{operation_id}/retry',
      '/publishers',
      '/sessions',
      '/sessions/{session_id}',
      '/storage/apps/{platform}/{path}',
      '/storage/books/{publisher}/{book_name}/{path}',
      '/storage/restore',
      '/storage/trash',
      '/storage/trash/{trash_id}',
      '/uploads',
      '/uploads/{upload_id}',
      '/uploads/{upload_id}/finalize',
      '/uploads/{upload_id}/urls',
      '/users',
      '/users/{user_id}',
    ]);
    expect(Object.keys(body.paths['/books/{book_id}']?.put?.responses ?? {}).sort()).toEqual([
      '200',
      '400',
      '401',
      '403',
      '404',
      '409',
      '412',
      '413',
      '415',
      '422',
      '500',
      '503',
    ]);
    expect(Object.keys(body.components.schemas)).toEqual(
      expect.arrayContaining(['Book', 'Problem', 'NewBook', 'BookChange', 'AuditEvent']),
    );
  });

  it('is served as a page that needs no script and allows none', async () => {
    const { status, headers, body } = await app.call<string>('/docs');
    expect(status).toBe(200);
    expect(headers.get('content-type')).toContain('text/html');
    expect(headers.get('content-security-policy')).toContain("style-src 'self'");
    expect(body).toContain('PUT /books/{book_id}');
    expect(body).not.toMatch(/<script|<style/);
    const style = await app.call('/docs.css');
    expect(style.headers.get('content-type')).toMatch(/^text\/css/);
  });
});

describe('health', () => {
  it('gives the word alone without a token, and the details with one', async () => {
    expect((await app.call('/health')).body).toEqual({ status: 'ok' });
    expect((await app.call('/health', { token: 'rubbish' })).body).toEqual({ status: 'ok' });
    expect((await app.call('/health', { token })).body).toEqual({
      status: 'ok',
      checks: {
        postgres: { ok: true, ms: expect.any(Number) },
        s3: { ok: true, ms: expect.any(Number) },
        migrations: { ok: true, ms: expect.any(Number) },
      },
    });
  });

  it('fails with 503 when the database lacks migrations', async () => {
    const empty = await createTestDatabase('template0');
    const answer = await createTestApp(empty).call('/health');
    await empty.close();
    expect(answer).toMatchObject({ status: 503, body: { status: 'failing' } });
    expect(answer.headers.get('retry-after')).toBe('2');
  });
});
