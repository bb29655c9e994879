import { chmod, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestUser, TEST_PASSWORD } from '../../../api/testing/app.ts';
import { type ListeningApp, startTestApp } from '../../../api/testing/listening-app.ts';
import { closedUrl, exitOf, newConfigDir, runDcs, spawnDcs } from '../testing/run-dcs.ts';

const EMAIL = 'ada@example.com';

let api: ListeningApp;
let configDir: string;
let sessionFile: string;
/** The environment of somebody who has not signed in. */
let env: Record<string, string>;

beforeAll(async () => {
  api = await startTestApp();
  await createTestUser(api.database, EMAIL);
});
afterAll(() => api.close());

beforeEach(async () => {
  configDir = await newConfigDir();
  sessionFile = path.join(configDir, 'session.json');
  env = { DCS_CONFIG_DIR: configDir };
});
afterEach(() => rm(path.dirname(configDir), { recursive: true }));

const loginArgs = () => ['login', '--url', api.url, '--email', EMAIL, '--password-stdin'];
const login = () => runDcs(loginArgs(), { env, input: `${TEST_PASSWORD}\n` });
const stored = async () => JSON.parse(await readFile(sessionFile, 'utf8'));

describe('login', () => {
  test('keeps a session that later commands use, at the same URL, unasked', async () => {
    expect(await login()).toEqual({
      code: 0,
      stdout: `Signed in to ${api.url} as ${EMAIL} (admin).\n`,
      stderr: '',
    });
    expect(await runDcs(['whoami'], { env })).toEqual({
      code: 0,
      stdout: `${EMAIL} (admin) at ${api.url}\n`,
      stderr: '',
    });
  });

  test('writes a file that the user alone may read', async () => {
    await login();
    expect((await stat(sessionFile)).mode & 0o777).toBe(0o600);
    expect((await stat(configDir)).mode & 0o777).toBe(0o700);
  });

  test('takes DCS_EMAIL and DCS_PASSWORD, and tells that they go before the session', async () => {
    const given = { ...env, DCS_URL: api.url, DCS_EMAIL: EMAIL, DCS_PASSWORD: TEST_PASSWORD };
    const { code, stderr } = await runDcs(['login'], { env: given });
    expect(code).toBe(0);
    expect(stderr).toContain('DCS_EMAIL and DCS_PASSWORD are set');
    expect(await stored()).toMatchObject({ url: api.url });
  });

  test('does not try the password of DCS_EMAIL on another account', async () => {
    const given = { ...env, DCS_EMAIL: 'bob@example.com', DCS_PASSWORD: TEST_PASSWORD };
    const args = ['login', '--url', api.url, '--email', EMAIL];
    const { code, stderr } = await runDcs(args, { env: given });
    expect(code).toBe(2);
    expect(stderr).toContain('There is no terminal to ask on');
  });

  test('with --json prints who one is and never a token or the password', async () => {
    const run = await runDcs([...loginArgs(), '--json'], { env, input: TEST_PASSWORD });
    expect(JSON.parse(run.stdout)).toMatchObject({ url: api.url, email: EMAIL, role: 'admin' });
    const { access_token, refresh_token } = await stored();
    for (const secret of [access_token, refresh_token, TEST_PASSWORD]) {
      expect(run.stdout + run.stderr).not.toContain(secret);
    }
  });

  test('with a wrong password ends with 3 and keeps nothing', async () => {
    const run = await runDcs(loginArgs(), { env, input: 'wrong password\n' });
    expect(run).toMatchObject({ code: 3, stdout: '' });
    expect(run.stderr).toMatch(/^dcs: Email or password is wrong\.\n {2}request_id: \S+\n$/);
    expect(run.stderr).not.toContain('wrong password');
    await expect(stat(sessionFile)).rejects.toThrow('ENOENT');
  });

  test('after ten failures ends with 5 and tells how long to wait', async () => {
    const email = 'eve@example.com';
    for (let attempt = 0; attempt < 10; attempt += 1) {
      await api.call('/auth/login', { body: { email, password: 'wrong' } });
    }
    const args = ['login', '--url', api.url, '--email', email, '--password-stdin'];
    const { code, stderr } = await runDcs(args, { env, input: 'wrong' });
    expect(code).toBe(5);
    expect(stderr).toMatch(/^dcs: Too many failed attempts\. Try again in \d+ s\.\n/);
  });

  test.each([
    { lack: 'email and password', args: [], tell: 'DCS_EMAIL and DCS_PASSWORD' },
    { lack: 'a password', args: ['--email', EMAIL], tell: '--password-stdin' },
    { lack: 'an email', args: ['--password-stdin'], tell: '--email, or DCS_EMAIL' },
    { lack: 'what stdin holds', args: ['--email', EMAIL, '--password-stdin'], tell: 'stdin holds' },
  ])('without a terminal and $lack does not hang: it tells what to set', async ({ args, tell }) => {
    const run = await runDcs(['login', '--url', api.url, ...args], { env });
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toContain(tell);
  });
});

describe('the stored session', () => {
  test('is renewed when its access token has lapsed', async () => {
    await login();
    const before = await stored();
    await writeFile(
      sessionFile,
      JSON.stringify({ ...before, expires_at: '2020-01-01T00:00:00.000Z' }),
    );
    expect(await runDcs(['whoami'], { env })).toMatchObject({ code: 0, stderr: '' });
    const after = await stored();
    expect(after.refresh_token).not.toBe(before.refresh_token);
    expect(Date.parse(after.expires_at)).toBeGreaterThan(Date.now());
  });

  test('is renewed when the API refuses its access token', async () => {
    await login();
    const before = await stored();
    await writeFile(sessionFile, JSON.stringify({ ...before, access_token: 'stale' }));
    expect(await runDcs(['whoami'], { env })).toMatchObject({ code: 0, stderr: '' });
    expect((await stored()).refresh_token).not.toBe(before.refresh_token);
  });

  test('is renewed by several processes at once, and stays whole', async () => {
    await login();
    const lapsed = { ...(await stored()), expires_at: '2020-01-01T00:00:00.000Z' };
    await writeFile(sessionFile, JSON.stringify(lapsed));
    const runs = await Promise.all([1, 2, 3].map(() => runDcs(['whoami'], { env })));
    expect(runs.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(await runDcs(['whoami'], { env })).toMatchObject({ code: 0, stderr: '' });
  });

  test('that the API has ended is told as such, with 3, and forgotten', async () => {
    await login();
    const ended = { expires_at: '2020-01-01T00:00:00.000Z', refresh_token: 'gone' };
    await writeFile(sessionFile, JSON.stringify({ ...(await stored()), ...ended }));
    const { code, stderr } = await runDcs(['whoami'], { env });
    expect(code).toBe(3);
    expect(stderr).toBe(`dcs: Your session at ${api.url} has ended. Run "dcs login".\n`);
    await expect(stat(sessionFile)).rejects.toThrow('ENOENT');
  });

  test('that others could read is closed, with a warning', async () => {
    await mkdir(configDir, { recursive: true });
    await writeFile(sessionFile, '{}', { mode: 0o644 });
    const { stderr } = await runDcs(['whoami', '--url', api.url], { env });
    expect(stderr).toContain('was open to other users');
    expect((await stat(sessionFile)).mode & 0o777).toBe(0o600);
  });
});

test('a warning that nobody reads does not stop the command', async () => {
  await login();
  await chmod(sessionFile, 0o644);
  const child = spawnDcs(['whoami'], env);
  child.stderr.destroy();
  const [stdout, code] = await Promise.all([text(child.stdout), exitOf(child)]);
  expect({ code, stdout }).toEqual({ code: 0, stdout: `${EMAIL} (admin) at ${api.url}\n` });
});

describe('logout', () => {
  test('ends the session at the API and removes the file', async () => {
    await login();
    const { refresh_token } = await stored();
    expect(await runDcs(['logout'], { env })).toEqual({
      code: 0,
      stdout: `Signed out of ${api.url}.\n`,
      stderr: '',
    });
    await expect(stat(sessionFile)).rejects.toThrow('ENOENT');
    expect(await api.call('/auth/refresh', { body: { refresh_token } })).toMatchObject({
      status: 401,
    });
  });

  test('without a session is done already', async () => {
    expect(await runDcs(['logout', '--json'], { env })).toMatchObject({
      code: 0,
      stdout: '{"url":null,"signed_out":false}\n',
    });
  });

  test('of another URL leaves the session alone', async () => {
    await login();
    const { code, stdout } = await runDcs(['logout', '--url', 'http://127.0.0.1:9'], { env });
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'You were not signed in.\n' });
    expect(await stored()).toMatchObject({ url: api.url });
  });

  test('from an API that cannot be reached keeps the session, and tells how to forget it', async () => {
    await login();
    const away = { ...(await stored()), url: await closedUrl() };
    await writeFile(sessionFile, JSON.stringify(away));
    const { code, stderr } = await runDcs(['logout'], { env });
    expect(code).toBe(5);
    expect(stderr).toContain(`remove ${sessionFile}`);
    expect(await stored()).toEqual(away);
  });
});
