import { chmod, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Cli } from './cli.ts';
import { createFileStore, readSession, sessionPath, writeSession } from './session-file.ts';
import { newConfigDir } from './testing/run-dcs.ts';

const URL_A = 'http://a.example';
const tokens = { accessToken: 'access', expiresAt: '2026-03-01T09:30:00.000Z', refreshToken: 'r' };

let cli: Cli & { readonly told: string[] };
let file: string;

beforeEach(async () => {
  const told: string[] = [];
  const text = async (line: string) => void told.push(line);
  const output = { text, json: async () => {}, bytes: async () => {} };
  const env = { DCS_CONFIG_DIR: await newConfigDir() };
  const terminal = new PassThrough();
  cli = { env, stdin: new PassThrough(), terminal, out: output, err: output, told };
  file = sessionPath(env);
});

afterEach(() => rm(path.dirname(path.dirname(file)), { recursive: true }));

test.each([
  [{ DCS_CONFIG_DIR: '/c', XDG_CONFIG_HOME: '/x' }, 'linux', '/c/session.json'],
  [{ XDG_CONFIG_HOME: '/x' }, 'linux', '/x/dcs/session.json'],
  [{ XDG_CONFIG_HOME: 'x' }, 'linux', `${homedir()}/.config/dcs/session.json`],
  [{}, 'darwin', `${homedir()}/.config/dcs/session.json`],
  [{ APPDATA: 'C:\\Roaming' }, 'win32', 'C:\\Roaming\\dcs\\session.json'],
  [{ DCS_CONFIG_DIR: 'C:\\c' }, 'win32', 'C:\\c\\session.json'],
] as const)('with %j on %s the session is in %s', (env, platform, expected) => {
  expect(sessionPath(env, platform)).toBe(expected);
});

test('a session is read back as it was written', async () => {
  await writeSession(cli, { ...tokens, url: URL_A });
  expect(await readSession(cli)).toEqual({ ...tokens, url: URL_A });
});

test('there is no session before the first', async () => {
  expect(await readSession(cli)).toBeUndefined();
  expect(cli.told).toEqual([]);
});

describe.skipIf(process.platform === 'win32')('on a system with file modes', () => {
  test('the file is 0600 in a directory that is 0700', async () => {
    await writeSession(cli, { ...tokens, url: URL_A });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(path.dirname(file))).mode & 0o777).toBe(0o700);
  });

  test('a file open to others is closed, with a warning, once', async () => {
    await writeSession(cli, { ...tokens, url: URL_A });
    await chmod(file, 0o644);
    expect(await readSession(cli)).toBeDefined();
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(cli.told).toHaveLength(1);
    expect(cli.told[0]).toContain('was open to other users');
    await readSession(cli);
    expect(cli.told).toHaveLength(1);
  });
});

test.each(['', '{', '{"url":1}', '[]'])('a file that holds %j is no session', async (text) => {
  await writeSession(cli, { ...tokens, url: URL_A });
  await writeFile(file, text);
  expect(await readSession(cli)).toBeUndefined();
  expect(cli.told[0]).toContain('Run "dcs login" again');
});

test('another URL neither sees the session nor replaces nor removes it', async () => {
  await writeSession(cli, { ...tokens, url: URL_A });
  const other = createFileStore(cli, 'http://b.example');
  expect(await other.load()).toBeUndefined();
  await other.save({ ...tokens, accessToken: 'other' });
  await other.save(undefined);
  expect(await createFileStore(cli, URL_A).load()).toMatchObject(tokens);
});

test('many writers at once leave a whole session and no drafts', async () => {
  const store = createFileStore(cli, URL_A);
  const long = 'x'.repeat(100_000);
  const reads = [];
  for (let writer = 0; writer < 20; writer += 1) {
    reads.push(store.save({ ...tokens, accessToken: `${writer}${long}` }), store.load());
  }
  await Promise.all(reads);
  expect(cli.told).toEqual([]);
  expect(await store.load()).toBeDefined();
  expect(await readdir(path.dirname(file))).toEqual(['session.json']);
  expect(await readFile(file, 'utf8')).toContain(long);
});

test('saving nothing removes the file, also when it is gone', async () => {
  const store = createFileStore(cli, URL_A);
  await store.save(tokens);
  await store.save(undefined);
  await store.save(undefined);
  expect(await readdir(path.dirname(file))).toEqual([]);
});

test('a place that cannot be written is told with what to set', async () => {
  await writeSession(cli, { ...tokens, url: URL_A });
  const below = { ...cli, env: { DCS_CONFIG_DIR: path.join(file, 'below') } };
  await expect(writeSession(below, { ...tokens, url: URL_A })).rejects.toThrow(
    'Set DCS_CONFIG_DIR to a folder of yours',
  );
});
