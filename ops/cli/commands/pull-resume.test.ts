import { randomBytes } from 'node:crypto';
import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Pusher } from '../../../api/testing/pusher.ts';
import type { Fault, FaultRequest } from '../../embedded/s3/faults.ts';
import { contentOf, expectedContent } from '../testing/folder-content.ts';
import { openPushDesk, type PushDesk } from '../testing/push-desk.ts';
import { exitOf, spawnDcs } from '../testing/run-dcs.ts';

const MIB = 1024 * 1024;
const FILES = 150;
/** GETs the store answers before it takes its time. */
const QUICK_GETS = 40;
const SMALL = Object.fromEntries(
  Array.from({ length: FILES }, (_, n) => [`units/${n % 7}/${n}.bin`, randomBytes(2000)]),
);
const LARGE = { 'video.mp4': randomBytes(3 * 16 * MIB + 5) };

let desk: PushDesk;
let pusher: Pusher;
let name: string;
let id: string;
let folder: string;

beforeAll(async () => {
  desk = await openPushDesk();
  pusher = desk.pusher;
});
afterAll(() => desk.close());
beforeEach(async () => {
  name = desk.newName();
  id = await desk.makeBook(name);
  folder = path.join(await desk.makeFolder({}), 'pulled');
});
afterEach(() => {
  desk.store.faults = () => null;
});

/** Paths of files the store gave whole since it was asked last; a part shows as its file. */
function takeGets(): string[] {
  return desk.store.requests
    .splice(0)
    .filter(({ operation, bucket }) => operation === 'GetObject' && bucket === 'books')
    .filter(({ status, acknowledged }) => acknowledged && (status === 200 || status === 206))
    .map(({ key }) => key.split('/').slice(3).join('/'));
}

const pull = (...args: readonly string[]) => desk.dcs('pull', name, folder, ...args);

/** Has something go wrong with GETs of books. @param decide told which one it is, from 1 */
function onGets(decide: (nth: number, request: FaultRequest) => Fault | null | Promise<Fault>) {
  let gets = 0;
  desk.store.faults = (request) => {
    if (request.operation !== 'GetObject' || request.bucket !== 'books') return null;
    gets += 1;
    return decide(gets, request);
  };
}

/** How many files are in their place, and parts of those that are not. */
async function arrivedCount(): Promise<number> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = names.filter((one) => one.isFile());
  const lists = files.filter((one) => one.name.endsWith('.parts'));
  const texts = lists.map((one) => readFile(path.join(one.parentPath, one.name), 'utf8'));
  const parts = (await Promise.all(texts)).map((one) => one.split('\n').length - 1);
  const whole = files.filter((one) => !one.name.startsWith('.dcs-pull-'));
  return parts.reduce((sum, count) => sum + count, whole.length);
}

/** Pulls until what so many GETs gave is on the disk, while others hang; then ends the program. */
async function pullUntil(gets: number, signal: NodeJS.Signals) {
  const released = Promise.withResolvers<Fault>();
  onGets((nth) => (nth <= gets ? null : released.promise));
  takeGets();
  const program = spawnDcs(['pull', name, folder], desk.env);
  program.stdin.end();
  const run = Promise.all([exitOf(program), text(program.stdout), text(program.stderr)]);
  while ((await arrivedCount()) < gets) await setTimeout(50);
  program.kill(signal);
  const [code, stdout, stderr] = await run;
  desk.store.faults = () => null;
  released.resolve({ kind: 'drop' });
  return { code, stdout, stderr, gets: takeGets() };
}

describe.each(['SIGKILL', 'SIGINT'] as const)('a pull ended by %s', (signal) => {
  test('fetches only the rest when it is run again', async () => {
    await pusher.push(id, SMALL);
    const first = await pullUntil(QUICK_GETS, signal);
    expect(first.gets).toHaveLength(QUICK_GETS);
    expect(await pull()).toMatchObject({ code: 0 });
    expect([...first.gets, ...takeGets()].sort()).toEqual(Object.keys(SMALL).sort());
    expect(await contentOf(folder)).toEqual(expectedContent(SMALL));
  });

  test('goes on with a large file by its parts', async () => {
    await pusher.push(id, LARGE);
    expect((await pullUntil(2, signal)).gets).toHaveLength(2);
    expect(await readdir(folder)).toHaveLength(2);
    expect(await pull()).toMatchObject({ code: 0 });
    expect(takeGets()).toHaveLength(2);
    expect(await contentOf(folder)).toEqual(expectedContent(LARGE));
  });
});

test('a pull stopped by Ctrl-C says how to go on', async () => {
  await pusher.push(id, SMALL);
  const { code, stdout, stderr } = await pullUntil(QUICK_GETS, 'SIGINT');
  expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
  expect(stderr).toContain(
    `dcs: Stopped after ${QUICK_GETS} of ${FILES} files. What is here stays: run the same command ` +
      'again to go on.\n',
  );
  const made = Object.keys(await contentOf(folder)).filter((one) => !one.endsWith('/'));
  expect(made).toHaveLength(QUICK_GETS);
});

test('parts that were harmed since are fetched again', async () => {
  await pusher.push(id, LARGE);
  await pullUntil(3, 'SIGKILL');
  for (const left of await readdir(folder)) {
    if (!left.endsWith('.parts')) await writeFile(path.join(folder, left), 'harm', { flag: 'r+' });
  }
  expect(await pull()).toMatchObject({ code: 0 });
  expect(takeGets().length).toBeGreaterThanOrEqual(1);
  expect(await contentOf(folder)).toEqual(expectedContent(LARGE));
});

test('what is left of a revision that is no longer wanted is cleared away', async () => {
  await pusher.push(id, LARGE);
  await pullUntil(2, 'SIGKILL');
  await pusher.push(id, { a: '1' });
  expect((await pull()).stdout).not.toContain('kept');
  expect(await readdir(folder)).toEqual(['a']);
});

test('what another pull is working on is left alone', async () => {
  await pusher.push(id, { a: '1', 'video.mp4': LARGE['video.mp4'] });
  await pullUntil(2, 'SIGKILL');
  // As if it were a process that lives: this one.
  for (const left of await readdir(folder)) {
    const taken = left.replace(/-\d+(?=$|\.parts$)/, `-${process.pid}`);
    await rename(path.join(folder, left), path.join(folder, taken));
  }
  expect(await pull()).toMatchObject({ code: 0 });
  expect((await readdir(folder)).filter((one) => one.startsWith('.dcs-pull-'))).toHaveLength(2);
});

describe('a store', () => {
  test.each<{ fault: Fault }>([
    { fault: { kind: 'error', code: 'SlowDown' } },
    { fault: { kind: 'error', code: 'InternalError' } },
    { fault: { kind: 'drop' } },
    { fault: { kind: 'cut_answer', afterBytes: 1000 } },
  ])('that fails in passing with $fault is asked again', async ({ fault }) => {
    await pusher.push(id, SMALL);
    onGets((nth) => (nth % 10 === 0 ? fault : null));
    const { code, stderr } = await pull();
    expect(code).toBe(0);
    expect(stderr).toContain('dcs: trying again');
    expect(await contentOf(folder)).toEqual(expectedContent(SMALL));
  });

  test('that cuts parts off is asked for them again', async () => {
    await pusher.push(id, LARGE);
    onGets((nth) => (nth < 4 ? { kind: 'cut_answer', afterBytes: 5 * MIB } : null));
    expect(await pull()).toMatchObject({ code: 0 });
    expect(await contentOf(folder)).toEqual(expectedContent(LARGE));
  });

  test('that takes a URL no more is asked with another', async () => {
    await pusher.push(id, SMALL);
    const hour = 3600;
    onGets((nth) => {
      if (nth !== 1) return null;
      // So that the API signs another one.
      desk.api.clock.advance(-hour);
      return { kind: 'error', code: 'AccessDenied' };
    });
    expect(await pull()).toMatchObject({ code: 0 });
    desk.api.clock.advance(hour);
    expect(await contentOf(folder)).toEqual(expectedContent(SMALL));
  });

  test('that refuses every URL stops the pull with 1', async () => {
    await pusher.push(id, { a: '1' });
    onGets(() => ({ kind: 'error', code: 'AccessDenied' }));
    const { code, stderr } = await pull();
    expect(code).toBe(1);
    expect(stderr).toContain('dcs: The store answered 403 (AccessDenied).');
  });
});

test.each([{ big: false }, { big: true }])(
  'bytes that do not have their hash never take their place, and the file is named (%o)',
  async ({ big }) => {
    const bad = big ? LARGE['video.mp4'] : 'bad bytes';
    await pusher.push(id, { good: '1', 'units/bad.bin': bad });
    await desk.api.database.query.execute(sql`
      UPDATE objects SET sha256 = overlay(sha256 PLACING '0000' FROM 1)
      WHERE key LIKE ${`%/${name.split('/')[1]}/%bad.bin`}`);
    takeGets();
    const { code, stdout, stderr } = await pull();
    expect(code).toBe(1);
    expect(stdout).toContain('fetched    1 file');
    expect(stderr).toContain('dcs: 1 path could not be brought. All others are here.\n');
    expect(stderr).toContain('\n  units/bad.bin: The bytes that came from the store do not have');
    expect(takeGets().filter((at) => at === 'units/bad.bin')).toHaveLength(big ? 12 : 3);
    expect(await contentOf(folder)).toEqual({ good: '1', 'units/': '' });
  },
);

test('a file that the store lost is named, and the rest is brought', async () => {
  await pusher.push(id, { good: '1', lost: '2' });
  onGets((_, { key }) => (key.endsWith('lost') ? { kind: 'error', code: 'NoSuchKey' } : null));
  const { code, stderr } = await pull();
  expect(code).toBe(1);
  expect(stderr).toContain('\n  lost: The store does not have it any more.\n');
  expect(await contentOf(folder)).toEqual({ good: '1' });
});
