import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { appendFile, readFile, realpath } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { pieceOf } from '../../../api/testing/watched-store.ts';
import { journalPath } from '../push/hash-cache.ts';
import { openPushDesk, type PushDesk } from '../testing/push-desk.ts';
import { exitOf, spawnDcs } from '../testing/run-dcs.ts';

const FILES = 200;
/** PUTs the store takes before it takes its time. */
const QUICK_PUTS = 40;

let desk: PushDesk;
let name: string;
let folder: string;
let names: string[];
let child: ChildProcessWithoutNullStreams | undefined;
beforeAll(async () => {
  desk = await openPushDesk();
});
afterAll(() => desk.close());

beforeEach(async () => {
  name = desk.newName();
  await desk.makeBook(name);
  names = Array.from({ length: FILES }, (_, n) => `units/${n % 7}/${n}.bin`);
  folder = await desk.makeFolder(Object.fromEntries(names.map((one) => [one, randomBytes(2000)])));
  desk.takePuts();
});
afterEach(() => {
  desk.store.faults = () => null;
  child?.kill('SIGKILL');
});

/** Starts a push whose later PUTs hang. Resolves once some hang, and the store has those before. */
async function pushHalf() {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const hanging = new Promise<void>((resolve) => {
    desk.store.faults = async ({ operation, bucket, count }) => {
      if (operation !== 'PutObject' || bucket === 'meta') return null;
      firstCount ??= count;
      if (count < firstCount + QUICK_PUTS) return null;
      resolve();
      await released;
      return { kind: 'drop' };
    };
  });
  let firstCount: number | undefined;
  const program = spawnDcs(['push', folder, name], desk.env);
  child = program;
  program.stdin.end();
  const run = Promise.all([exitOf(program), text(program.stdout), text(program.stderr)]);
  await hanging;
  const taken = () => desk.store.requests.filter((one) => one.status === 200 && pieceOf(one));
  await expect.poll(() => taken().length).toBeGreaterThanOrEqual(QUICK_PUTS);
  const lettingGo = () => {
    release();
    desk.store.faults = () => null;
  };
  return { program, run, lettingGo };
}

/** What is known of the folder's files from one push to the next. */
async function knownHashes(): Promise<string> {
  const directory = path.join(desk.env.DCS_CACHE_DIR ?? '', 'hashes');
  const journal = journalPath({ directory, root: await realpath(folder), fresh: false });
  return readFile(journal, 'utf8');
}

const idIn = (stderr: string) => /dcs: upload ([0-9a-f-]{36}): /.exec(stderr)?.[1] ?? '';

describe('a push stopped by Ctrl-C', () => {
  test('says how to go on, and the same command sends the rest alone', async () => {
    const { program, run, lettingGo } = await pushHalf();
    program.kill('SIGINT');
    const [code, stdout, stderr] = await run;
    lettingGo();
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
    expect(stderr).toContain('dcs: Stopped. What was sent stays until ');
    expect(stderr).toContain('run the same command again to go on');
    expect(stderr).toContain(`run "dcs upload abort ${idIn(stderr)}".`);
    const sent = desk.takePuts();
    const again = await desk.dcs('push', folder, name);
    expect(again.code).toBe(0);
    expect(again.stderr).toContain(`dcs: going on with upload ${idIn(stderr)}: `);
    const rest = desk.takePuts();
    expect(sent.length).toBeGreaterThanOrEqual(QUICK_PUTS);
    expect([...sent, ...rest].sort()).toEqual([...names].sort());
  });

  test('leaves an upload that tells what is missing, and can be given up', async () => {
    const { program, run, lettingGo } = await pushHalf();
    program.kill('SIGINT');
    const [, , stderr] = await run;
    lettingGo();
    const id = idIn(stderr);
    const status = await desk.dcs('upload', 'status', id);
    expect(status).toMatchObject({ code: 0, stderr: '' });
    const missing = FILES - desk.takePuts().length;
    expect(status.stdout).toMatch(
      new RegExp(`^Upload ${id}\n {2}target {4}${name}\n {2}state {5}open\n`),
    );
    expect(status.stdout).toContain(`\n  missing   ${missing} files, `);
    const json = JSON.parse((await desk.dcs('upload', 'status', id, '--json')).stdout);
    expect(json.missing.files).toHaveLength(missing);
    expect(await desk.dcs('upload', 'abort', id)).toEqual({
      code: 0,
      stdout: `Gave up upload ${id}. What was sent to it is deleted.\n`,
      stderr: '',
    });
    expect((await desk.dcs('upload', 'status', id)).stdout).toContain('state     aborted');
    const twice = await desk.dcs('upload', 'abort', id, '--json');
    expect(JSON.parse(twice.stdout)).toEqual({ upload_id: id, aborted: true });
  });
});

test('a push that is killed goes on where it was, and knows what it hashed', async () => {
  const { program, run, lettingGo } = await pushHalf();
  await expect
    .poll(async () => {
      const known = await knownHashes();
      return names.filter((one) => !known.includes(` ${one}\n`));
    })
    .toEqual([]);
  program.kill('SIGKILL');
  await run;
  lettingGo();
  const sent = desk.takePuts();
  expect(await desk.dcs('push', folder, name)).toMatchObject({ code: 0 });
  expect([...sent, ...desk.takePuts()].sort()).toEqual([...names].sort());
});

test('a file that changes in mid-push is named, and nothing is published', async () => {
  const { run, lettingGo } = await pushHalf();
  // Whatever is sent last has not been read yet.
  const sent = new Set(desk.takePuts());
  for (const one of names) if (!sent.has(one)) await appendFile(path.join(folder, one), 'more');
  lettingGo();
  const [code, , stderr] = await run;
  expect(code).toBe(1);
  expect(stderr).toMatch(/\ndcs: units\/\d\/\d+\.bin changed while it was being pushed\./);
  expect((await desk.dcs('book', 'show', name)).stdout).toContain('none yet');
  expect(await desk.dcs('push', folder, name)).toMatchObject({ code: 0 });
});

describe('upload', () => {
  test.each(['status', 'abort'])('%s of an id that is none ends with 4', async (verb) => {
    for (const id of ['0199a3c1-7b1e-7c52-9d5e-3a1f0c2b4d6e', 'nonsense', '../books']) {
      const { code, stdout } = await desk.dcs('upload', verb, id);
      expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
    }
  });

  test('status of a published one tells its receipt, and it cannot be given up', async () => {
    const { upload_id } = JSON.parse((await desk.dcs('push', folder, name, '--json')).stdout);
    const { stdout } = await desk.dcs('upload', 'status', upload_id);
    expect(stdout).toContain('\n  state     published\n');
    expect(stdout).toContain(`\n  result    Published revision 1 of ${name}. (`);
    const { code, stderr } = await desk.dcs('upload', 'abort', upload_id);
    expect(code).toBe(1);
    expect(stderr).toContain('state: published');
  });
});
