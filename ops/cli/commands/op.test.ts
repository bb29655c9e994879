import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createNodeBlobs } from '../../../api/adapters/node-blobs.ts';
import { tick } from '../../../api/content/tick.ts';
import type { OperationBody } from '../../../api/contract/operations.ts';
import { UNLIMITED } from '../../../api/core/budget.ts';
import { createTestWork } from '../../../api/testing/work.ts';
import { openPushDesk, type PushDesk } from '../testing/push-desk.ts';
import { exitOf, spawnDcs } from '../testing/run-dcs.ts';

const UNKNOWN_ID = '0199a3c1-7b1e-7c52-9d5e-3a1f0c2b4d6e';

let desk: PushDesk;
beforeAll(async () => {
  desk = await openPushDesk();
});
afterEach(() => {
  desk.store.faults = () => null;
});
afterAll(() => desk.close());

const op = (...args: readonly string[]) => desk.dcs('op', ...args);

/** Begins to publish a book of one file. @returns the operation's id */
async function beginPublish({ sent = true } = {}): Promise<string> {
  const content = { 'a.txt': 'a' };
  const { upload } = (await desk.pusher.plan(await desk.makeBook(desk.newName()), content)).body;
  if (sent) await desk.pusher.send(upload.id, content);
  const headers = { prefer: 'respond-async' };
  const token = desk.env.DCS_TOKEN ?? '';
  const init = { method: 'POST', headers, token };
  return (await desk.api.call<OperationBody>(`/uploads/${upload.id}/finalize`, init)).body.id;
}

async function show(id: string): Promise<OperationBody> {
  return JSON.parse((await op('show', id, '--json')).stdout);
}

const becomes = (id: string, state: string) =>
  expect.poll(async () => (await show(id)).state).toBe(state);

/** One that a person has to look at, since the store was away for too long. */
async function inNeed(): Promise<string> {
  desk.store.faults = () => ({ kind: 'error', code: 'InternalError' });
  const id = await beginPublish({ sent: false });
  await expect.poll(async () => (await show(id)).error).toBeTruthy();
  await desk.api.database.query.execute(sql`
    UPDATE operations SET attempts = 9, next_attempt_at = dcs_now() WHERE id = ${id}`);
  await tickNow().catch(() => {}); // nothing else works without the store either
  desk.store.faults = () => null;
  return id;
}

const tickNow = () =>
  tick(createTestWork(desk.api.database, { blobs: createNodeBlobs(desk.store.access) }), UNLIMITED);

/** Holds listings of the store. @returns what lets them on */
function holdListings(): () => void {
  const hold = Promise.withResolvers<null>();
  desk.store.faults = ({ operation }) => (operation === 'ListObjectsV2' ? hold.promise : null);
  return () => {
    desk.store.faults = () => null;
    hold.resolve(null);
  };
}

describe('op wait', () => {
  test('tells in lines how far it is, outlasts an API that fails, and prints what came of it', async () => {
    const letOn = holdListings();
    const id = await beginPublish();
    const child = spawnDcs(['op', 'wait', id], desk.env);
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (text) => {
      stdout += text;
    });
    child.stderr.on('data', (text) => {
      stderr += text;
    });
    const exit = exitOf(child);
    await expect.poll(() => stderr).toBe('dcs: Publishing: 0/1 files\n');
    await desk.api.database.query.execute(sql`ALTER TABLE operations RENAME TO operations_away`);
    await expect.poll(() => stderr).toContain('dcs: trying again: ');
    await desk.api.database.query.execute(sql`ALTER TABLE operations_away RENAME TO operations`);
    letOn();
    expect(await exit).toBe(0);
    expect(stdout).toMatch(/^Operation [0-9a-f-]{36}\n {2}type {6}finalize\n {2}target {4}Acme\//);
    expect(stdout).toContain('\n  state     done\n  done      1/1 file\n');
    expect(stdout).toContain('\n  result    Published revision 1 of Acme/');
  });

  test('with --json prints the operation alone', async () => {
    const id = await beginPublish();
    const { code, stdout, stderr } = await op('wait', id, '--json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual(await show(id));
  });

  test('of one that failed ends with 1 and its problem', async () => {
    const id = await beginPublish({ sent: false });
    const { code, stdout, stderr } = await op('wait', id);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/dcs: Not everything has arrived\. .*\n {2}a\.txt: /);
    expect(JSON.parse((await op('wait', id, '--json')).stderr)).toMatchObject({
      code: 'upload.incomplete',
    });
  });

  test('of one that needs a person ends with 1, why, and what to do', async () => {
    const id = await inNeed();
    const { code, stdout, stderr } = await op('wait', id);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(`dcs: Operation ${id} needs a person. The object store`);
    expect(stderr).toContain(`"dcs op retry ${id}"`);
  });

  test('leaves the operation as it is when it is interrupted', async () => {
    const letOn = holdListings();
    const id = await beginPublish();
    const child = spawnDcs(['op', 'wait', id], desk.env);
    let stderr = '';
    child.stderr.on('data', (text) => {
      stderr += text;
    });
    child.stderr.once('data', () => child.kill('SIGINT'));
    expect(await exitOf(child)).toBe(130);
    expect(stderr).toContain('the operation goes on');
    letOn();
    await becomes(id, 'done');
  });

  test('of one there is not ends with 4', async () => {
    expect(await op('wait', UNKNOWN_ID)).toMatchObject({ code: 4, stdout: '' });
  });
});

describe('op', () => {
  test('ls lists operations of the states and types asked for', async () => {
    const needy = await inNeed();
    const failed = await beginPublish({ sent: false });
    await becomes(failed, 'failed');
    const table = (await op('ls', '--state', 'needs_person', '--type', 'finalize')).stdout;
    expect(table).toMatch(/^OPERATION +TYPE +STATE +DONE +UPDATED +OF\n/);
    expect(table).toMatch(new RegExp(`\n${needy} +finalize +needs person +0/1 file +`));
    expect(table).not.toContain(failed);
    const args = ['--state', 'needs_person', '--state', 'failed', '--limit', '1', '--json'];
    const page = JSON.parse((await op('ls', ...args)).stdout);
    expect(page).toMatchObject({ items: [{ id: failed }] });
    const next = await op('ls', ...args, '--cursor', page.next_cursor);
    expect(JSON.parse(next.stdout)).toMatchObject({ items: [{ id: needy }] });
    expect(await op('ls', '--type', 'purge')).toEqual({
      code: 0,
      stdout: '',
      stderr: 'dcs: No operation matches.\n',
    });
  });

  test('cancel ends one at work, once it is over it is refused', async () => {
    const letOn = holdListings();
    const id = await beginPublish();
    const stdout = `Cancelled operation ${id}.\n`;
    expect(await op('cancel', id)).toEqual({ code: 0, stdout, stderr: '' });
    expect(await op('cancel', id)).toEqual({ code: 0, stdout, stderr: '' });
    letOn();
    const waited = await op('wait', id);
    expect(waited.code).toBe(1);
    expect(waited.stderr).toContain('dcs: It was cancelled by ada@example.com.');
    const other = await beginPublish();
    await becomes(other, 'done');
    const { code, stderr } = await op('cancel', other);
    expect(code).toBe(1);
    expect(stderr).toContain('dcs: It cannot be cancelled.');
    expect(stderr).toContain('  state: done');
  });

  test('retry has one tried again that needs a person', async () => {
    const id = await inNeed();
    const stdout = `Operation ${id} is tried again.\n`;
    expect(await op('retry', id)).toEqual({ code: 0, stdout, stderr: '' });
    await expect.poll(async () => (await show(id)).state).toBe('failed');
    expect(await op('retry', id)).toMatchObject({ code: 1, stdout: '' });
    expect((await op('show', id)).stdout).toContain('upload.incomplete');
  });
});
