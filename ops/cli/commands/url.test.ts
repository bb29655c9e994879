import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPushDesk, type PushDesk } from '../testing/push-desk.ts';

const TRICKY = 'audio/ünlü + %41 #1.mp3';

let desk: PushDesk;
let name: string;
let id: string;

beforeAll(async () => {
  desk = await openPushDesk();
  const { pusher } = desk;
  name = desk.newName();
  id = await desk.makeBook(name);
  await pusher.push(id, { [TRICKY]: 'old' });
  await pusher.push(id, { [TRICKY]: 'version 2', 'cover.png': 'x' });
  const links = [{ path: 'latest', target: 'setup.bin' }];
  await pusher.push({ platform: 'linux', version: '1.0.0' }, { 'setup.bin': 'app' }, { links });
});
afterAll(() => desk.close());

const url = (...args: readonly string[]) => desk.dcs('url', ...args);

test('prints a URL that plays a file, and may be asked for ranges', async () => {
  const { code, stdout, stderr } = await url(`${name}/${TRICKY}`);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^http\S+\n$/);
  const answer = await fetch(stdout.trim(), { headers: { range: 'bytes=8-' } });
  expect([answer.status, await answer.text()]).toEqual([206, '2']);
  expect(answer.headers.get('content-type')).toBe('audio/mpeg');
  expect(answer.headers.get('content-disposition')).toMatch(/^inline/);
});

test('finds the book by its id, an older revision, and a draft', async () => {
  const old = await url(`${id}/${TRICKY}`, '--revision', '1');
  expect(await (await fetch(old.stdout.trim())).text()).toBe('old');
  await desk.dcs('book', 'set', id, '--status', 'draft');
  expect(await url(`${name}/cover.png`)).toMatchObject({ code: 0 });
  await desk.dcs('book', 'set', id, '--status', 'published');
});

test('with --download is one that browsers save', async () => {
  const { stdout } = await url(`${name}/cover.png`, '--download');
  const answer = await fetch(stdout.trim());
  expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="cover.png"/);
});

test('with --json tells when it expires', async () => {
  const { url: signed, expires_at } = JSON.parse((await url(`${name}/cover.png`, '--json')).stdout);
  expect((await fetch(signed)).status).toBe(200);
  expect(Date.parse(expires_at)).toBeGreaterThan(Date.now());
});

test('works for a build', async () => {
  const { stdout } = await url('app:linux/1.0.0/setup.bin');
  expect(await (await fetch(stdout.trim())).text()).toBe('app');
});

test.each([
  { file: 'Acme', code: 2, told: 'names no book' },
  { file: 'app:linux', code: 2, told: 'names no file' },
  { file: 'app:linux/1.0.0', code: 2, told: 'names no file' },
  { file: 'app:linux/1.0.0/latest', code: 4, told: 'link' },
  { file: 'Acme/Nobody wrote it/a', code: 4, told: 'There is no published book' },
  { file: 'app:linux/../../books/a', code: 2, told: 'app' },
])('of $file ends with $code', async ({ file, code, told }) => {
  const run = await url(file);
  expect(run).toMatchObject({ code, stdout: '' });
  expect(run.stderr).toContain(told);
});

test('of a folder ends with 2 and tells how to look into it', async () => {
  const { code, stderr } = await url(`${name}/audio`);
  expect(code).toBe(2);
  expect(stderr).toBe('dcs: audio is a folder. Name a file; "dcs ls" shows what is in it.\n');
});
