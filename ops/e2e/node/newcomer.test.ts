import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import type { TokenAnswer } from '../../../api/contract/access.ts';
import type { BookBody } from '../../../api/contract/books.ts';
import { call } from '../http.ts';
import {
  databaseProcesses,
  dataFolder,
  expectNothingLeft,
  readyUrl,
  start,
} from './surroundings.ts';

const BOOK = {
  publisher: 'Acme',
  book_name: 'Fizik 5',
  language: 'tr',
  category: 'c',
  version: '1',
};

it('starts from nothing, tells the first password once, and keeps all through kill -9', async () => {
  const DCS_DATA_DIR = await dataFolder();
  const first = start({ DCS_DATA_DIR });
  const baseUrl = await readyUrl(first);
  const email = await first.prints(/^admin email: (\S+)$/m);
  const password = await first.prints(/^admin password: (\S+)$/m);
  expect(email).toBe('admin@example.com');
  expect(password.length).toBeGreaterThanOrEqual(16);
  const login = await call<TokenAnswer>(baseUrl, '/auth/login', { body: { email, password } });
  expect(login.status).toBe(200);
  const { access_token: token, refresh_token } = login.body;
  const created = await call<BookBody>(baseUrl, '/books', { body: BOOK, token });
  expect(created.status).toBe(201);
  expect(first.output().split(password)).toHaveLength(2);

  first.killGroup('SIGKILL');
  expect(await first.ends()).toBe('SIGKILL');
  const second = start({ DCS_DATA_DIR });
  const again = await readyUrl(second);
  expect(second.output()).not.toMatch(/password/i);
  const read = await call(again, `/books/${created.body.id}`, { token });
  expect(read).toMatchObject({ status: 200, body: created.body });
  const refreshed = await call(again, '/auth/refresh', { body: { refresh_token } });
  expect(refreshed.status).toBe(200);
  const back = await call(again, '/auth/login', { body: { email, password } });
  expect(back.status).toBe(200);
  const health = await call(again, '/health', { token });
  expect(health).toMatchObject({ status: 200, body: { status: 'ok' } });

  second.killGroup('SIGKILL');
  await second.ends();
  await expectNothingLeft(DCS_DATA_DIR);
});

it('stops whole and in order, at Ctrl-C or when told, also while it starts', async () => {
  const DCS_DATA_DIR = await dataFolder();
  const stops = [
    ['SIGINT', 'killGroup'],
    ['SIGTERM', 'kill'],
    ['SIGHUP', 'kill'],
  ] as const;
  for (const [signal, how] of stops) {
    const program = start({ DCS_DATA_DIR });
    await readyUrl(program);
    expect(databaseProcesses(DCS_DATA_DIR).length).toBeGreaterThan(1);
    program[how](signal);
    expect(await program.ends(), signal).toBe(0);
    await expectNothingLeft(DCS_DATA_DIR);
    expect(existsSync(path.join(DCS_DATA_DIR, 'postgres', 'data', 'postmaster.pid'))).toBe(false);
    expect(program.output()).not.toMatch(/error|exception/i);
  }
});

it.each(['SIGINT', 'SIGTERM'] as const)(
  'leaves nothing behind when it is stopped in the middle of its first start by %s',
  async (signal) => {
    const DCS_DATA_DIR = await dataFolder();
    const program = start({ DCS_DATA_DIR });
    await expect.poll(() => databaseProcesses(DCS_DATA_DIR), { timeout: 30_000 }).not.toEqual([]);
    program.killGroup(signal);
    await program.ends();
    await expectNothingLeft(DCS_DATA_DIR);
    const next = start({ DCS_DATA_DIR });
    await readyUrl(next);
  },
);
