import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openPushDesk, type PushDesk } from '../testing/push-desk.ts';

const DETAILS = ['--language', 'tr', '--category', 'science', '--book-version', '1.0'];
const UNKNOWN_ID = '0199a3c1-7b1e-7c52-9d5e-3a1f0c2b4d6e';

let desk: PushDesk;
let name: string;
beforeAll(async () => {
  desk = await openPushDesk();
});
afterAll(() => desk.close());
beforeEach(() => {
  name = desk.newName();
});

describe('nonsense', () => {
  test.each([
    { args: [], why: 'Missing required argument' },
    { args: ['.'], why: 'Missing required argument' },
    { args: ['.', 'Acme'], why: '"Acme" names no book' },
    { args: ['.', 'app:amiga/1'], why: 'The platforms are' },
    { args: ['/nowhere', 'Acme/X'], why: 'There is no folder /nowhere.' },
    { args: ['package.json', 'Acme/X'], why: 'is no folder' },
    { args: ['.', 'Acme/X', '--channel', 'beta'], why: '--channel is for app builds' },
    { args: ['.', 'app:linux/1', '--channel', 'BETA!'], why: 'a-z 0-9 -' },
    { args: ['.', 'Acme/X', '--base-revision', 'x'], why: '--base-revision' },
    { args: ['.', 'Acme/X', '--remove', 'a'], why: '--remove goes with --merge' },
    { args: ['.', 'Acme/X', '--language', 'tr'], why: 'go with --create' },
    { args: ['.', UNKNOWN_ID, '--create'], why: 'not with an id' },
    { args: ['.', 'Acme/X', '--frobnicate'], why: "Unknown option '--frobnicate'" },
  ])('$args ends with 2: $why', async ({ args, why }) => {
    const { code, stdout, stderr } = await desk.dcs('push', ...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(why);
  });

  test('a book that is not there ends with 4 and tells how to make it', async () => {
    const { code, stderr } = await desk.dcs('push', await desk.makeFolder({ a: '1' }), name);
    expect(code).toBe(4);
    expect(stderr).toContain(`There is no book ${name}.`);
    expect(stderr).toContain('add --create --language … --category … --book-version ….');
  });

  test('an id that no book has ends with 4', async () => {
    const folder = await desk.makeFolder({ a: '1' });
    expect(await desk.dcs('push', folder, UNKNOWN_ID)).toMatchObject({ code: 4 });
  });

  test('--create without details names those that are missing', async () => {
    const folder = await desk.makeFolder({ a: '1' });
    const { code, stderr } = await desk.dcs('push', folder, name, '--create', '--language', 'tr');
    expect(code).toBe(2);
    expect(stderr).toContain('give --category, --book-version as well.');
  });

  test('a slip in the folder makes no book', async () => {
    const run = await desk.dcs('push', '/nowhere', name, '--create', ...DETAILS);
    expect(run.code).toBe(2);
    expect((await desk.dcs('book', 'show', name)).code).toBe(4);
  });

  test('another revision than --base-revision is a conflict', async () => {
    await desk.makeBook(name);
    const folder = await desk.makeFolder({ a: '1' });
    const { code, stderr } = await desk.dcs('push', folder, name, '--base-revision', '3');
    expect(code).toBe(1);
    expect(stderr).toContain('current_revision: 0');
  });
});
