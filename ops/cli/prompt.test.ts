import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import type { Cli } from './cli.ts';
import { openPrompt, readPassword } from './prompt.ts';

const INSTEAD = 'Set DCS_EMAIL.';

function terminalCli({ isTTY }: { isTTY: boolean }) {
  const shown: string[] = [];
  const terminal = new PassThrough();
  terminal.on('data', (chunk) => shown.push(String(chunk)));
  const output = { text: async () => {}, json: async () => {}, bytes: async () => {} };
  const stdin = Object.assign(new PassThrough(), { isTTY });
  const cli: Cli = { env: {}, stdin, terminal, out: output, err: output };
  return { cli, stdin, shown: () => shown.join('') };
}

test('an email is shown while it is typed, a password is not', async () => {
  const { cli, stdin, shown } = terminalCli({ isTTY: true });
  const prompt = openPrompt(cli, INSTEAD);
  const email = prompt.ask('Email: ');
  stdin.write('adx\x7Fa@example.com\r'); // a slip, taken back
  expect(await email).toBe('ada@example.com');
  const password = prompt.askSecret('Password: ');
  stdin.write('swordfis');
  stdin.write('xx\x7F\x7Fh\r'); // two slips, taken back
  expect(await password).toBe('swordfish');
  prompt.close();
  expect(shown()).toContain('Email: ad');
  expect(shown()).not.toContain('> ');
  expect(shown()).toContain('a@example.com');
  expect(shown()).toContain('Password: ');
  expect(shown()).not.toMatch(/swordf|fish|xx/);
});

test('several answers pasted at once all arrive', async () => {
  const { cli, stdin } = terminalCli({ isTTY: true });
  const prompt = openPrompt(cli, INSTEAD);
  stdin.write('ada@example.com\rswordfish\r');
  expect(await prompt.ask('Email: ')).toBe('ada@example.com');
  expect(await prompt.askSecret('Password: ')).toBe('swordfish');
  prompt.close();
});

test.each([
  ['Ctrl-C', '\x03', 'interrupted'],
  ['Ctrl-D', '\x04', 'usage'],
])('%s ends a question', async (_name, key, outcome) => {
  const { cli, stdin } = terminalCli({ isTTY: true });
  const answer = openPrompt(cli, INSTEAD).askSecret('Password: ');
  stdin.write(key);
  await expect(answer).rejects.toMatchObject({ outcome });
});

test('without a terminal nothing is asked, and what to do instead is told', () => {
  const { cli } = terminalCli({ isTTY: false });
  expect(() => openPrompt(cli, INSTEAD)).toThrow(`There is no terminal to ask on. ${INSTEAD}`);
});

test.each([
  ['swordfish\n', 'swordfish'],
  ['swordfish\r\n', 'swordfish'],
  ['swordfish', 'swordfish'],
  [' sword fish \n\n', ' sword fish \n'],
  ['şifre', 'şifre'],
])('stdin %j holds the password %j', async (input, password) => {
  const { cli, stdin } = terminalCli({ isTTY: false });
  stdin.end(input);
  expect(await readPassword(cli)).toBe(password);
});

test.each([
  ['', 'holds no password'],
  ['\n', 'holds no password'],
  ['x'.repeat(9000), 'too long'],
])('stdin with no password is refused', async (input, why) => {
  const { cli, stdin } = terminalCli({ isTTY: false });
  stdin.end(input);
  await expect(readPassword(cli)).rejects.toThrow(why);
});

test('a terminal is not read as if it were a pipe', async () => {
  const { cli } = terminalCli({ isTTY: true });
  await expect(readPassword(cli)).rejects.toThrow('stdin is a terminal');
});
