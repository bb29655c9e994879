import { beforeAll, describe, expect, it } from 'vitest';
import { buildPanel, isPanelBuilt } from '../../build/build-panel.ts';
import { call } from '../http.ts';
import { external, readyUrl, start } from './surroundings.ts';

const PANEL = 'https://panel.example.com';
const SCRIPT = /src="(\/panel\/assets\/[^"]+\.js)"/;

beforeAll(async () => {
  if (!(await isPanelBuilt())) await buildPanel();
});

describe('the panel', () => {
  it('is served with all its files, and its page for each of its places', async () => {
    const baseUrl = await readyUrl(start(await external()));
    const page = await call<string>(baseUrl, '/panel/');
    expect(page.status).toBe(200);
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.headers['cache-control']).toBe('no-cache');
    expect(page.headers).toHaveProperty('strict-transport-security');
    expect(await call(baseUrl, '/panel/books/x?tab=files')).toMatchObject({ bytes: page.bytes });
    const [, script = ''] = SCRIPT.exec(page.body) ?? [];
    const answer = await call<string>(baseUrl, script, { headers: { 'accept-encoding': 'gzip' } });
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-encoding': 'gzip',
      'x-content-type-options': 'nosniff',
    });
    expect((await call(baseUrl, '/panel/assets/none.js')).status).toBe(404);
  });

  it('may load nothing but its own files and what is in the store', async () => {
    const settings = await external();
    const uploads = 'https://upload.example.com/_s3';
    const program = start({ ...settings, S3_UPLOAD_ENDPOINT: uploads });
    const { headers } = await call(await readyUrl(program), '/panel/');
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(policy).toContain(
      `connect-src 'self' ${settings.S3_ENDPOINT} https://upload.example.com`,
    );
    expect(policy).not.toContain('unsafe');
    expect(headers['x-frame-options']).toBe('DENY');
  });

  it.each(['/panel/../package.json', '/panel/%2e%2e/package.json', '/panel/..%2fpackage.json'])(
    'gives nothing away from beside it: %s',
    async (target) => {
      const baseUrl = await readyUrl(start(await external()));
      const { bytes } = await call(baseUrl, target);
      expect(bytes.toString()).not.toContain('devDependencies');
    },
  );

  it('is where browsers are sent to, and programs are not', async () => {
    const baseUrl = await readyUrl(start(await external()));
    const asked = (accept: string | undefined) => call(baseUrl, '/', { headers: { accept } });
    const browser = await asked('text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8');
    expect(browser).toMatchObject({ status: 302, headers: { location: '/panel/' } });
    for (const accept of [
      undefined,
      '*/*',
      'application/json',
      'application/json, text/html;q=0.5',
    ]) {
      expect(await asked(accept)).toMatchObject({ status: 200, body: { message: 'running' } });
    }
  });
});

describe('a panel of another origin', () => {
  const preflight = { origin: PANEL, 'access-control-request-method': 'PUT' };

  it('may call with its cookie and read what it needs, where it is named', async () => {
    const program = start({ ...(await external()), DCS_PANEL_ORIGINS: PANEL });
    const baseUrl = await readyUrl(program);
    const asked = await call(baseUrl, '/books', { method: 'OPTIONS', headers: preflight });
    expect(asked).toMatchObject({
      status: 204,
      headers: {
        'access-control-allow-origin': PANEL,
        'access-control-allow-credentials': 'true',
        'access-control-allow-methods': expect.stringContaining('PUT'),
        'access-control-allow-headers': expect.stringMatching(/Authorization.*If-Match.*Range/),
      },
    });
    const answer = await call(baseUrl, '/books', { headers: { origin: PANEL } });
    expect(answer).toMatchObject({
      status: 401,
      headers: {
        'access-control-allow-origin': PANEL,
        'access-control-expose-headers': expect.stringMatching(/ETag.*Retry-After/),
        vary: expect.stringContaining('Origin'),
      },
    });
  });

  it('is told of a missing file, and not to remember that', async () => {
    const program = start({ ...(await external()), DCS_PANEL_ORIGINS: PANEL });
    const headers = { origin: PANEL };
    const answer = await call(await readyUrl(program), '/panel/assets/none.js', { headers });
    expect(answer).toMatchObject({ status: 404, headers: { 'cache-control': 'no-store' } });
  });

  it('may not, where it is not named', async () => {
    const named = start({ ...(await external()), DCS_PANEL_ORIGINS: 'https://other.example.com' });
    for (const program of [named, start(await external())]) {
      const baseUrl = await readyUrl(program);
      for (const init of [{ method: 'OPTIONS', headers: preflight }, { headers: preflight }]) {
        const { headers } = await call(baseUrl, '/books', init);
        expect(headers).not.toHaveProperty('access-control-allow-origin');
      }
    }
  });
});
