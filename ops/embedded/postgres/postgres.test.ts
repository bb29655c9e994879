import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { becomesTrue } from './poll.ts';
import * as ports from './ports.ts';
import { startEmbeddedPostgres } from './postgres.ts';
import { commandOf, findProcesses, isRunning } from './processes.ts';
import {
  allProcessesEnd,
  kill,
  processesOf,
  query,
  spawnProgram,
  startProgram,
  stopAtEnd,
  tempFolder,
} from './test-help.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });
vi.mock('./ports.ts', { spy: true });

const dataOf = (dataDir: string) => join(dataDir, 'postgres', 'data');

function postmasterOf(dataDir: string): number {
  return Number.parseInt(readFileSync(join(dataOf(dataDir), 'postmaster.pid'), 'utf8'), 10);
}

async function start(dataDir: string, durable = true) {
  return stopAtEnd(await startEmbeddedPostgres({ dataDir, durable }));
}

/** A stranger on a port, who counts who comes to see him. */
async function takePort(): Promise<{ port: number; visits: () => number }> {
  let visits = 0;
  const server = createServer((socket) => {
    visits++;
    socket.destroy();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP address');
  return { port: address.port, visits: () => visits };
}

it('makes a UTF-8 database that is reached over loopback with a password, and nothing else', async () => {
  const dataDir = tempFolder();
  const server = await start(dataDir);
  expect(server.url).toMatch(
    new RegExp(`^postgres://dcs:[\\w-]{32}@127\\.0\\.0\\.1:${server.port}/dcs$`),
  );
  const [row] = await query(
    server.url,
    `SELECT current_database() AS database, current_setting('server_encoding') AS encoding,
            upper('é') AS upper, current_setting('listen_addresses') AS listens,
            current_setting('unix_socket_directories') AS sockets, current_setting('fsync') AS fsync`,
  );
  expect(row).toEqual({
    ...{ database: 'dcs', encoding: 'UTF8', upper: 'É' },
    ...{ listens: '127.0.0.1', sockets: '', fsync: 'on' },
  });
  const wrong = server.url.replace(/dcs:[^@]+@/, 'dcs:wrong@');
  await expect(query(wrong, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
  expect(statSync(join(dataDir, 'postgres', 'password')).mode & 0o777).toBe(0o600);
});

it('keeps its data and its password over a restart', async () => {
  const dataDir = tempFolder();
  const first = await start(dataDir);
  await query(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
  await first.stop();
  await first.stop();
  expect(await first.exited).toEqual({ code: 0, signal: null });
  expect(await allProcessesEnd(dataOf(dataDir))).toBe(true);

  const second = await start(dataDir);
  expect(new URL(second.url).password).toBe(new URL(first.url).password);
  expect(await query(second.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
});

it.each(['SIGKILL', 'SIGTERM', 'SIGINT'] as const)(
  'leaves no process behind when its parent dies of %s, and no committed row is lost',
  async (signal) => {
    const dataDir = tempFolder();
    const program = await startProgram({ dataDir });
    await query(program.url, 'CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n');
    expect(processesOf(dataOf(dataDir)).length).toBeGreaterThan(1);
    await kill(program, signal);
    expect(await allProcessesEnd(dataOf(dataDir))).toBe(true);

    const next = await start(dataDir);
    expect(await query(next.url, 'SELECT count(*)::int AS n FROM kept')).toEqual([{ n: 1000 }]);
  },
);

it('lives through the Ctrl-C that its parent gets, until the parent is done', async () => {
  const dataDir = tempFolder();
  const program = await startProgram({ dataDir }, { finishesFirst: true });
  const heard = once(program.child.stdout ?? program.child, 'data');
  process.kill(-program.pid, 'SIGINT');
  expect(String(await heard)).toBe('finishing\n');
  expect(await query(program.url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
});

it('can be started again at once after kill -9 of its parent', async () => {
  const dataDir = tempFolder();
  const program = await startProgram({ dataDir });
  await query(program.url, 'CREATE TABLE kept AS SELECT 1 AS n');
  await kill(program, 'SIGKILL');
  const next = await start(dataDir);
  expect(await query(next.url, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
});

it('ends the orphan of a run whose parent and watchdog were killed, and keeps its rows', async () => {
  const dataDir = tempFolder();
  const program = await startProgram({ dataDir });
  await query(program.url, 'CREATE TABLE kept AS SELECT 1 AS n');
  const watchdogs = processesOf(dataOf(dataDir)).filter((pid) =>
    commandOf(pid)?.includes('watchdog'),
  );
  expect(watchdogs).toHaveLength(1);
  for (const pid of watchdogs) process.kill(pid, 'SIGKILL');
  await kill(program, 'SIGKILL');
  const orphan = postmasterOf(dataDir);
  expect(isRunning(orphan)).toBe(true);

  const next = await start(dataDir);
  expect(isRunning(orphan)).toBe(false);
  expect(await query(next.url, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
});

it('tells when the server is killed with -9, and the next start has all committed rows', async () => {
  const dataDir = tempFolder();
  const first = await start(dataDir);
  await query(first.url, 'CREATE TABLE kept AS SELECT 1 AS n');
  process.kill(postmasterOf(dataDir), 'SIGKILL');
  expect(await first.exited).toEqual({ code: null, signal: 'SIGKILL' });
  const second = await start(dataDir);
  expect(await query(second.url, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
});

it('ends a busy worker that outlives its killed server', async () => {
  const dataDir = tempFolder();
  const first = await start(dataDir);
  const endless = 'DO $$ BEGIN LOOP END LOOP; END $$';
  const busy = query(first.url, endless).catch(() => undefined);
  const workers = () =>
    findProcesses((command) => / dcs 127\.0\.0\.1\(\d+\) DO$/.test(command)).filter((pid) =>
      processesOf(dataOf(dataDir)).includes(pid),
    );
  expect(await becomesTrue(() => workers().length === 1, 30_000)).toBe(true);
  process.kill(postmasterOf(dataDir), 'SIGKILL');
  await first.exited;
  const [worker] = workers();
  const second = await start(dataDir);
  expect(worker !== undefined && isRunning(worker)).toBe(false);
  expect(await query(second.url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
  await busy;
});

it('refuses a data directory in use, names the process, and lets that one live', async () => {
  const dataDir = tempFolder();
  const program = await startProgram({ dataDir });
  await expect(startEmbeddedPostgres({ dataDir })).rejects.toMatchObject({
    code: 'IN_USE',
    message: expect.stringContaining(`already in use by process ${program.pid}`),
  });
  await expect(startProgram({ dataDir })).rejects.toThrow(`in use by process ${program.pid}`);
  expect(await query(program.url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
});

it('lets exactly one of two simultaneous first starts win', async () => {
  const dataDir = tempFolder();
  const results = await Promise.allSettled([startProgram({ dataDir }), startProgram({ dataDir })]);
  const winners = results.filter((result) => result.status === 'fulfilled');
  expect(winners).toHaveLength(1);
  expect(await query(winners[0]?.value.url ?? '', 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
});

it('uses the port asked for', async () => {
  const port = await ports.findFreePort();
  const server = stopAtEnd(await startEmbeddedPostgres({ dataDir: tempFolder(), port }));
  expect(server.port).toBe(port);
});

it('says so when the port asked for is taken, and can be started afterwards', async () => {
  const dataDir = tempFolder();
  const { port } = await takePort();
  await expect(startEmbeddedPostgres({ dataDir, port })).rejects.toMatchObject({
    code: 'EADDRINUSE',
    message: expect.stringContaining(String(port)),
  });
  await start(dataDir);
});

it('takes another free port when the first is snatched away, and does not talk to the thief', async () => {
  const taken = await takePort();
  vi.mocked(ports.findFreePort).mockResolvedValueOnce(taken.port);
  const server = await start(tempFolder());
  expect(server.port).not.toBe(taken.port);
  expect(taken.visits()).toBe(0);
});

it('begins again after an initdb that was killed in the middle', async () => {
  const dataDir = tempFolder();
  const program = spawnProgram({ dataDir });
  const home = join(dataDir, 'postgres');
  const begun = () => {
    const names = readdirSync(dataDir).length === 0 ? [] : readdirSync(home);
    const draft = names.find((name) => /^data\.new-\d+$/.test(name));
    return draft !== undefined && readdirSync(join(home, draft)).includes('PG_VERSION');
  };
  expect(await becomesTrue(begun, 30_000, 1)).toBe(true);
  await kill(program, 'SIGKILL');
  const initdb = () => findProcesses((command) => command.includes(`${home}/data.new-`));
  expect(await becomesTrue(() => initdb().length === 0, 30_000)).toBe(true);
  expect(readdirSync(home)).not.toContain('data');

  const server = await start(dataDir);
  expect(await query(server.url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
  expect(readdirSync(home).filter((name) => name.startsWith('data.new'))).toEqual([]);
});

it('ignores a postmaster.pid with the number of an innocent process, and spares that process', async () => {
  const dataDir = tempFolder();
  await (await start(dataDir)).stop();
  const { uid, gid } = statSync(dataOf(dataDir)); // PostgreSQL looks only at processes of its user
  const innocent = spawn('sleep', ['600'], { stdio: 'ignore', ...(uid === 0 ? {} : { uid, gid }) });
  onTestFinished(() => void innocent.kill('SIGKILL'));
  const pidFile = join(dataOf(dataDir), 'postmaster.pid');
  writeFileSync(pidFile, `${innocent.pid}\n${dataOf(dataDir)}\n1700000000\n5432\n\n\n  1 1\n`);
  const server = await start(dataDir);
  expect(await query(server.url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
  expect(innocent.exitCode ?? innocent.signalCode).toBeNull();
});

it('quotes PostgreSQL when it does not start, leaves nothing running, and gives the lock back', async () => {
  const dataDir = tempFolder();
  await (await start(dataDir)).stop();
  rmSync(join(dataOf(dataDir), 'global', 'pg_control'));
  for (let attempt = 0; attempt < 2; attempt++) {
    await expect(startEmbeddedPostgres({ dataDir })).rejects.toMatchObject({
      code: 'START_FAILED',
      message: expect.stringContaining('pg_control'),
    });
  }
  expect(await allProcessesEnd(dataOf(dataDir))).toBe(true);
});

it('refuses a cluster of another major version', async () => {
  const dataDir = tempFolder();
  await (await start(dataDir)).stop();
  writeFileSync(join(dataOf(dataDir), 'PG_VERSION'), '17\n');
  await expect(startEmbeddedPostgres({ dataDir })).rejects.toMatchObject({ code: 'WRONG_VERSION' });
});

it('gives up crash safety only when told to', async () => {
  const server = await start(tempFolder(), false);
  const [row] = await query(server.url, `SELECT current_setting('fsync') AS fsync`);
  expect(row).toEqual({ fsync: 'off' });
});
