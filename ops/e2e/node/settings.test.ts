import { expect, it } from 'vitest';
import { call } from '../http.ts';
import {
  databaseProcesses,
  dataFolder,
  external,
  readyUrl,
  start,
  takenPort,
} from './surroundings.ts';

const STACK = /^\s+at .+:\d+:\d+/m;

it('wrong settings stop the start, every problem listed and no secret told', async () => {
  const DCS_DATA_DIR = await dataFolder();
  const wrong = {
    PORT: 'eighty',
    DATABASE_URL: 'mysql://root:secret-one@localhost/x',
    S3_ENDPOINT: 'ftp://user:secret-two@localhost',
    S3_SECRET_KEY: 's-three',
    DCS_ADMIN_EMAIL: 'nobody',
    DCS_ADMIN_PASSWORD: 's-four',
    DCS_JWT_KEYS: 'k:secret-five',
    DCS_ACCESS_TTL: '0',
    DCS_LOG_LEVEL: 'loud',
  };
  const program = start({ ...wrong, DCS_DATA_DIR });
  expect(await program.ends()).toBe(1);
  const output = program.output();
  for (const name of [...Object.keys(wrong), 'S3_ACCESS_KEY']) {
    expect(output).toMatch(new RegExp(`^ +- ${name}: .+`, 'm'));
  }
  expect(output).not.toMatch(/secret-|s-three|s-four/);
  expect(output).not.toMatch(STACK);
  expect(databaseProcesses(DCS_DATA_DIR)).toEqual([]);
});

it('a variable that looks like a setting and is none is told, and no more', async () => {
  const program = start({ ...(await external()), DCS_ADMIN_EMIAL: 'me@example.com' });
  await readyUrl(program);
  expect(program.output()).toContain('DCS_ADMIN_EMIAL is not a setting');
});

it('a taken port is told in words, with what to do', async () => {
  const port = await takenPort();
  const DCS_DATA_DIR = await dataFolder();
  const program = start({ DCS_DATA_DIR, PORT: String(port) });
  expect(await program.ends()).toBe(1);
  expect(program.output()).toContain(`Port ${port} on 127.0.0.1 is taken.`);
  expect(program.output()).toContain(`PORT=${port + 1} npm start`);
  expect(program.output()).not.toMatch(STACK);
  expect(databaseProcesses(DCS_DATA_DIR)).toEqual([]);
});

it('a taken port of the embedded store is replaced by a free one, and that is told', async () => {
  const port = await takenPort();
  const { DATABASE_URL = '', DCS_DATA_DIR = '' } = await external();
  const program = start({ DATABASE_URL, DCS_DATA_DIR, DCS_EMBEDDED_S3_PORT: String(port) });
  const baseUrl = await readyUrl(program);
  expect(program.output()).toContain(`Port ${port} is taken`);
  expect((await call(baseUrl, '/health')).status).toBe(200);
});
