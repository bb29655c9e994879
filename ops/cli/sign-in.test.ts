import { readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestUser, TEST_PASSWORD } from '../../api/testing/app.ts';
import { type ListeningApp, startTestApp } from '../../api/testing/listening-app.ts';
import { apiUrl } from './sign-in.ts';
import { closedUrl, newConfigDir, runDcs } from './testing/run-dcs.ts';
import { DEFAULT_URL } from './urls.ts';

const EMAIL = 'ada@example.com';

let api: ListeningApp;
let configDir: string;

beforeAll(async () => {
  api = await startTestApp();
  await createTestUser(api.database, EMAIL);
});
afterAll(() => api.close());

beforeEach(async () => {
  configDir = await newConfigDir();
});
afterEach(() => rm(path.dirname(configDir), { recursive: true }));

async function login(): Promise<void> {
  const args = ['login', '--url', api.url, '--email', EMAIL, '--password-stdin'];
  await runDcs(args, { env: { DCS_CONFIG_DIR: configDir }, input: TEST_PASSWORD });
}

describe('DCS_TOKEN', () => {
  test('is used as it is', async () => {
    const env = { DCS_URL: api.url, DCS_TOKEN: `${await api.adminToken('bob@example.com')}\n` };
    const { code, stdout } = await runDcs(['whoami', '--json'], { env });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ email: 'bob@example.com' });
  });

  test('goes before the stored session', async () => {
    await login();
    const DCS_TOKEN = await api.adminToken('carol@example.com');
    const env = { DCS_CONFIG_DIR: configDir, DCS_URL: api.url, DCS_TOKEN };
    expect((await runDcs(['whoami'], { env })).stdout).toContain('carol@example.com');
  });

  test('that is not valid ends with 3, and is not printed', async () => {
    const env = { DCS_URL: api.url, DCS_TOKEN: 'not-a-token-at-all' };
    const { code, stdout, stderr } = await runDcs(['whoami'], { env });
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toContain('The access token is not valid.');
    expect(stderr).toContain('Put a valid token into DCS_TOKEN');
    expect(stderr).not.toContain('not-a-token-at-all');
  });

  test('that cannot be a token is refused without being printed', async () => {
    const env = { DCS_URL: api.url, DCS_TOKEN: 'swordfish\nX-Evil: 1' };
    const { code, stderr } = await runDcs(['whoami'], { env });
    expect(code).toBe(2);
    expect(stderr).toContain('DCS_TOKEN has characters that no token has');
    expect(stderr).not.toContain('swordfish');
  });
});

test.each([
  { env: {}, url: 'http://last' },
  { env: { DCS_URL: '' }, url: 'http://last' },
  { env: { DCS_URL: 'http://set' }, url: 'http://set' },
  { env: { DCS_TOKEN: 't' }, url: DEFAULT_URL },
  { env: { DCS_EMAIL: EMAIL, DCS_PASSWORD: 'p' }, url: DEFAULT_URL },
  { env: { DCS_EMAIL: EMAIL }, url: 'http://last' },
])('after signing in at http://last, with $env the API is at $url', async ({ env, url }) => {
  const tokens = { accessToken: 'a', expiresAt: '', refreshToken: 'r' };
  expect(await apiUrl(env, undefined, async () => ({ url: 'http://last', ...tokens }))).toBe(url);
});

describe('DCS_EMAIL and DCS_PASSWORD', () => {
  test('sign in and keep nothing on disk', async () => {
    const credentials = { DCS_EMAIL: EMAIL, DCS_PASSWORD: TEST_PASSWORD };
    const env = { DCS_URL: api.url, DCS_CONFIG_DIR: configDir, ...credentials };
    const { code, stdout } = await runDcs(['whoami'], { env });
    expect({ code, stdout }).toEqual({ code: 0, stdout: `${EMAIL} (admin) at ${api.url}\n` });
    expect(await readdir(path.dirname(configDir))).toEqual([]);
  });

  test('that are wrong end with 3', async () => {
    const env = { DCS_URL: api.url, DCS_EMAIL: EMAIL, DCS_PASSWORD: 'swordfish' };
    const { code, stderr } = await runDcs(['whoami'], { env });
    expect(code).toBe(3);
    expect(stderr).toContain('Email or password is wrong. Check DCS_EMAIL and DCS_PASSWORD.');
    expect(stderr).not.toContain('swordfish');
  });
});

test('without anything to sign in with, a command ends with 3 and tells all three ways', async () => {
  const env = { DCS_CONFIG_DIR: configDir };
  const { code, stderr } = await runDcs(['whoami', '--json'], { env });
  expect(code).toBe(3);
  expect(JSON.parse(stderr)).toMatchObject({
    code: 'cli.access',
    detail: expect.stringMatching(/dcs login.*DCS_TOKEN.*DCS_EMAIL and DCS_PASSWORD/),
  });
});

describe('at a URL that is not the API', () => {
  let server: Server;
  let url: string;
  let answer: (response: ServerResponse) => void;
  let heard: string[];

  beforeEach(async () => {
    heard = [];
    server = createServer(async (request: IncomingMessage, response) => {
      heard.push(`${request.url} ${JSON.stringify(request.headers)} ${await text(request)}`);
      answer(response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // TCP, so not a path
    answer = (response) => response.writeHead(404).end();
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  test('a stored session is not sent to another URL', async () => {
    await login();
    const env = { DCS_CONFIG_DIR: configDir };
    for (const args of [
      ['whoami', '--url', url],
      ['logout', '--url', url],
    ]) {
      await runDcs(args, { env });
    }
    const { code, stderr } = await runDcs(['book', 'ls'], { env: { ...env, DCS_URL: url } });
    expect(code).toBe(3);
    expect(stderr).toContain(`The stored session is for ${api.url}`);
    expect(heard).toEqual([]);
  });

  test('neither password nor tokens follow a redirect', async () => {
    let target = '';
    answer = (response) => response.writeHead(307, { location: `${target}/elsewhere` }).end();
    target = url;
    const env = { DCS_URL: url, DCS_EMAIL: EMAIL, DCS_PASSWORD: 'swordfish' };
    const { code, stderr } = await runDcs(['whoami'], { env });
    expect(code).toBe(5);
    expect(stderr).toContain('answered 307');
    expect(heard).toHaveLength(1);
  });

  test.each([
    { what: 'a web page', status: 200, type: 'text/html', body: '<h1>Welcome</h1>' },
    { what: "a proxy's error", status: 502, type: 'text/html', body: '<h1>Bad Gateway</h1>' },
    { what: 'nothing known', status: 404, type: 'text/plain', body: 'not found' },
  ])('$what ends with 5 and asks about the URL', async ({ status, type, body }) => {
    answer = (response) => response.writeHead(status, { 'content-type': type }).end(body);
    const { code, stderr } = await runDcs(['whoami'], { env: { DCS_URL: url, DCS_TOKEN: 't' } });
    expect(code).toBe(5);
    expect(stderr).toContain('not as Dream Central Storage does');
    expect(stderr).toContain('Check --url or DCS_URL');
  });

  test('an answer that breaks off ends with 5', async () => {
    answer = (response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
      response.write('{"id":', () => response.destroy());
    };
    const { code, stderr } = await runDcs(['whoami'], { env: { DCS_URL: url, DCS_TOKEN: 't' } });
    expect(code).toBe(5);
    expect(stderr).toContain('cannot be reached');
  });

  test('an API that is starting ends with 5 and tells when to try again', async () => {
    answer = (response) => {
      const problem = { type: 'x', title: 'Starting', status: 503, code: 'database.unavailable' };
      response.writeHead(503, { 'content-type': 'application/problem+json', 'retry-after': '1' });
      response.end(JSON.stringify({ ...problem, request_id: 'r-1' }));
    };
    const { code, stderr } = await runDcs(['whoami'], { env: { DCS_URL: url, DCS_TOKEN: 't' } });
    expect({ code, stderr }).toEqual({
      code: 5,
      stderr: 'dcs: Starting. Try again in 1 s.\n  request_id: r-1\n',
    });
  });
});

test('a URL where nothing listens ends with 5', async () => {
  const env = { DCS_URL: await closedUrl(), DCS_TOKEN: 't' };
  const { code, stdout, stderr } = await runDcs(['whoami', '--json'], { env });
  expect({ code, stdout }).toEqual({ code: 5, stdout: '' });
  expect(JSON.parse(stderr)).toMatchObject({
    code: 'cli.unavailable',
    detail: expect.stringContaining('ECONNREFUSED'),
  });
});

test('a session file that is not ours is told and not used', async () => {
  await login();
  await writeFile(path.join(configDir, 'session.json'), '{"half":');
  const { code, stderr } = await runDcs(['whoami'], { env: { DCS_CONFIG_DIR: configDir } });
  expect(code).toBe(3);
  expect(stderr.match(/is not a session of ours/g)).toHaveLength(1);
});
