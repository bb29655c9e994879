import { spawnSync } from 'node:child_process';
import { readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { acquireLock } from './lock.ts';
import { birthOf } from './processes.ts';
import { tempFolder } from './test-help.ts';

vi.setConfig({ testTimeout: 60_000 });

const IN_USE = { code: 'IN_USE', message: expect.stringContaining('/data') };

function plantOwner(folder: string, owner: unknown): string {
  const file = join(folder, 'owner.7');
  writeFileSync(file, JSON.stringify(owner));
  return file;
}

function deadPid(): number {
  return spawnSync(process.execPath, ['--version']).pid;
}

it('is held by one owner until released, and leaves one small file', async () => {
  const folder = tempFolder();
  const lock = await acquireLock(folder, '/data');
  await expect(acquireLock(folder, '/data')).rejects.toMatchObject({
    ...IN_USE,
    message: `The data directory /data is already in use by process ${process.pid}. Stop that one first, or choose another data directory.`,
  });
  lock.release();
  lock.release();
  (await acquireLock(folder, '/data')).release();
  expect(readdirSync(folder)).toEqual(['owner.2']);
});

it.each([
  ['an empty folder', undefined],
  ['an owner that died', { pid: deadPid(), birth: birthOf(process.pid) }],
  [
    'an owner whose number another process has now',
    {
      pid: process.pid,
      birth: { ...birthOf(process.pid), moment: '1' },
    },
  ],
  [
    'an owner from before the machine was restarted',
    {
      pid: process.pid,
      birth: { world: 'another-boot pid:[1]', moment: '1' },
    },
  ],
  ['half a file', 'rubbish'],
])('is given to exactly one of many at once after %s', async (_, owner) => {
  const folder = tempFolder();
  if (owner) plantOwner(folder, owner);
  const tries = Array.from({ length: 20 }, () => acquireLock(folder, '/data'));
  const results = await Promise.allSettled(tries);
  for (const result of results)
    if (result.status === 'fulfilled') onTestFinished(result.value.release);
  expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
  expect(readdirSync(folder)).toHaveLength(1);
});

it('gives way to a rival that got a higher number while it looked', async () => {
  const folder = tempFolder();
  const living = { pid: process.pid, birth: birthOf(process.pid) };
  const slow = acquireLock(folder, '/data'); // has looked, and goes on after this turn
  writeFileSync(join(folder, 'owner.7'), JSON.stringify(living));
  await expect(slow).rejects.toMatchObject(IN_USE);
  expect(readdirSync(folder)).toEqual(['owner.7']);
});

it.runIf(process.platform === 'linux')(
  'judges an owner in another container by its heartbeat',
  async () => {
    const folder = tempFolder();
    const [boot] = birthOf(process.pid)?.world.split(' ') ?? [];
    const elsewhere = { pid: deadPid(), birth: { world: `${boot} pid:[1]`, moment: '1' } };
    const file = plantOwner(folder, elsewhere);
    let beats = 1_700_000_000;
    const heart = setInterval(() => utimesSync(file, beats, beats++), 50);
    await expect(acquireLock(folder, '/data')).rejects.toMatchObject(IN_USE);
    clearInterval(heart);
    (await acquireLock(folder, '/data')).release();
  },
);
