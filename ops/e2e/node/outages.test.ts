import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { TokenAnswer } from '../../../api/contract/access.ts';
import { findFreePort } from '../../embedded/postgres/ports.ts';
import { startEmbeddedPostgres } from '../../embedded/postgres/postgres.ts';
import { startEmbeddedS3 } from '../../embedded/s3/server.ts';
import { call } from '../http.ts';
import { LIMIT_MS } from '../process.ts';
import { dataFolder, external, readyUrl, start, untilAnswers } from './surroundings.ts';

const ADMIN = { email: 'admin@example.com', password: 'correct horse battery' };
const KEYS = { accessKey: 'outage-access', secretKey: 'outage-secret', region: 'us-east-1' };

/** A server that can be stopped and started again at the same address. */
interface Switch {
  readonly settings: Record<string, string>;
  on(): Promise<void>;
  off(): Promise<void>;
}

async function switchable(
  settings: Record<string, string>,
  launch: () => Promise<{ stop(): Promise<void> }>,
): Promise<Switch> {
  let running: { stop(): Promise<void> } | undefined;
  const off = async () => {
    await running?.stop();
    running = undefined;
  };
  onTestFinished(off);
  return {
    settings,
    off,
    async on() {
      running = await launch();
    },
  };
}

async function database(): Promise<Switch> {
  const options = { dataDir: await dataFolder(), port: await findFreePort(), durable: false };
  const first = await startEmbeddedPostgres(options);
  await first.stop();
  return switchable({ DATABASE_URL: first.url }, () => startEmbeddedPostgres(options));
}

async function store(): Promise<Switch> {
  const port = await findFreePort();
  const dir = path.join(await dataFolder(), 's3');
  const settings = {
    S3_ENDPOINT: `http://127.0.0.1:${port}`,
    S3_ACCESS_KEY: KEYS.accessKey,
    S3_SECRET_KEY: KEYS.secretKey,
  };
  return switchable(settings, () =>
    startEmbeddedS3({ ...KEYS, port, store: { kind: 'disk', dir } }),
  );
}

it.each([
  ['the database', database],
  ['the object store', store],
] as const)('waits for %s that is not there yet, and says so', async (name, make) => {
  const missing = await make();
  const port = await findFreePort();
  const settings = { ...(await external()), ...missing.settings, PORT: String(port) };
  const program = start(settings);
  const baseUrl = `http://127.0.0.1:${port}`;
  for (const target of ['/', '/health', '/books']) {
    const { headers, body } = await untilAnswers(baseUrl, target, { status: 503 });
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    expect(headers['content-type']).toBe('application/problem+json');
    expect(body).toMatchObject({ status: 503, code: expect.stringContaining('unavailable') });
  }
  await program.prints(new RegExp(`waiting for ${name}`));
  expect(program.output()).not.toMatch(/is ready/);
  await missing.on();
  await readyUrl(program);
  expect((await call(baseUrl, '/health')).status).toBe(200);
});

async function signedIn(settings: Record<string, string>) {
  const { email, password } = ADMIN;
  const program = start({ ...settings, DCS_ADMIN_EMAIL: email, DCS_ADMIN_PASSWORD: password });
  const baseUrl = await readyUrl(program);
  const login = await call<TokenAnswer>(baseUrl, '/auth/login', { body: ADMIN });
  return { program, baseUrl, token: login.body.access_token };
}

it('tells when the store goes away, serves what needs none, and recovers by itself', async () => {
  const s3 = await store();
  await s3.on();
  const { baseUrl, token } = await signedIn({ ...(await external()), ...s3.settings });
  for (let time = 1; time <= 2; time += 1) {
    await s3.off();
    const { body, headers } = await untilAnswers(baseUrl, '/health', { status: 503, token });
    expect(body).toMatchObject({
      status: 'failing',
      checks: { postgres: { ok: true }, s3: { ok: false } },
    });
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    expect((await call(baseUrl, '/health')).body).toEqual({ status: 'failing' });
    expect((await call(baseUrl, '/books', { token })).status).toBe(200);
    await s3.on();
    await untilAnswers(baseUrl, '/health', { status: 200 });
  }
});

it('tells when the database goes away, within bounds, and recovers by itself', async () => {
  const postgres = await database();
  await postgres.on();
  const { program, baseUrl, token } = await signedIn({
    ...(await external()),
    ...postgres.settings,
  });
  for (let time = 1; time <= 2; time += 1) {
    await postgres.off();
    const answers = await Promise.all([
      call(baseUrl, '/books', { token }),
      call(baseUrl, '/audit', { token }),
      call(baseUrl, '/auth/login', { body: ADMIN }),
      call(baseUrl, '/books', {
        token,
        body: { publisher: 'a', book_name: 'b', language: 'tr', category: 'c', version: '1' },
      }),
    ]);
    for (const { status, headers, body } of answers) {
      expect({ status, code: body.code }).toEqual({ status: 503, code: 'database.unavailable' });
      expect(Number(headers['retry-after'])).toBeGreaterThan(0);
      expect(JSON.stringify(body)).not.toMatch(/ECONN|127\.0\.0\.1|select/i);
    }
    expect((await call(baseUrl, '/health')).status).toBe(503);
    expect((await call(baseUrl, '/')).status).toBe(200);
    await postgres.on();
    await untilAnswers(baseUrl, '/health', { status: 200 });
    await expect
      .poll(async () => (await call(baseUrl, '/books', { token })).status, { timeout: LIMIT_MS })
      .toBe(200);
  }
  expect(program.output().match(/is ready/g)).toHaveLength(1);
});
