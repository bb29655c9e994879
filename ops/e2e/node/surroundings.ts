import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import path from 'node:path';
import postgres from 'postgres';
import { expect, inject, onTestFinished } from 'vitest';
import { makeTempFolder } from '../../../api/testing/temp-folder.ts';
import { clusterName } from '../../embedded/postgres/leftovers.ts';
import { becomesTrue } from '../../embedded/postgres/poll.ts';
import { findProcesses } from '../../embedded/postgres/processes.ts';
import { type Answer, call } from '../http.ts';
import { type Environment, LIMIT_MS, type Program, startProgram } from '../process.ts';

/**
 * A data directory of its own, removed at the end of the test: after a program in it was killed, its
 * database still shuts down in order, and writes while it does.
 */
export async function dataFolder(): Promise<string> {
  const folder = await makeTempFolder();
  onTestFinished(async () => {
    await expectNothingLeft(folder.path);
    await folder.remove();
  });
  return folder.path;
}

/** `npm start` with these settings, on any free port unless they name one. Killed at the end. */
export function start(settings: Environment): Program {
  const program = startProgram({ PORT: '0', DCS_EMBEDDED_S3_PORT: '0', ...settings });
  onTestFinished(async () => {
    program.killGroup('SIGKILL');
    await program.ends();
  });
  return program;
}

/** Waits until it is ready. @returns where it answers */
export function readyUrl(program: Program): Promise<string> {
  return program.prints(/^Dream Central Storage is ready: (http\S+)$/m);
}

/** The settings that name an empty database and the running store, so that neither is embedded. */
export async function external(): Promise<Record<string, string>> {
  const { databaseUrl, store } = inject('target');
  const name = `e2e_${randomBytes(6).toString('hex')}`;
  const admin = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  onTestFinished(async () => {
    await admin`DROP DATABASE ${admin(name)} WITH (FORCE)`;
    await admin.end();
  });
  await admin`CREATE DATABASE ${admin(name)}`;
  const url = new URL(databaseUrl);
  url.pathname = `/${name}`;
  return {
    DATABASE_URL: url.href,
    S3_ENDPOINT: store.endpoint,
    S3_ACCESS_KEY: store.accessKey,
    S3_SECRET_KEY: store.secretKey,
    DCS_DATA_DIR: await dataFolder(),
  };
}

/** A port somebody else listens on until the end of the test. */
export async function takenPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP address');
  return address.port;
}

/** Asks until the answer has this status; answers of other statuses are what it waits out. */
export async function untilAnswers(
  baseUrl: string,
  target: string,
  { status, token }: { status: number; token?: string },
): Promise<Answer<Record<string, unknown>>> {
  let last: Answer<Record<string, unknown>> | undefined;
  const inTime = await becomesTrue(async () => {
    last = await call(baseUrl, target, token === undefined ? {} : { token }).catch(() => undefined);
    return last?.status === status;
  }, LIMIT_MS);
  if (inTime && last) return last;
  throw new Error(`${target} did not come to answer ${status}; at last ${JSON.stringify(last)}`);
}

/** Processes of the embedded PostgreSQL of a data directory, and who watches over it. */
export function databaseProcesses(dataDir: string): number[] {
  const name = clusterName(path.join(dataDir, 'postgres', 'data'));
  return findProcesses((command) => command.includes(name) || command.includes(dataDir));
}

export async function expectNothingLeft(dataDir: string): Promise<void> {
  await becomesTrue(() => databaseProcesses(dataDir).length === 0, LIMIT_MS);
  expect(databaseProcesses(dataDir)).toEqual([]);
}
