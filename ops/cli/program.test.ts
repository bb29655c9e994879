import { PassThrough, Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { SERVICE_VERSION } from '../../api/contract/service.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { createOutput } from './output.ts';
import { run } from './run.ts';
import { runDcs } from './testing/run-dcs.ts';

const COMMANDS = [
  'login',
  'logout',
  'whoami',
  'book create',
  'book ls',
  'book show',
  'book set',
  'push',
  'upload status',
  'upload abort',
  'pull',
  'ls',
  'url',
  'rm',
  'revisions',
  'diff',
  'rollback',
  'mv',
  'trash ls',
  'trash purge',
  'restore',
  'audit ls',
  'audit export',
  'audit verify',
  'admin create-user',
  'op ls',
  'op show',
  'op wait',
  'op cancel',
  'op retry',
  'ops migrate',
  'ops tick',
  'ops reconcile',
];

const UUID = '0199a3c1-7b1e-7c52-9d5e-3a1f0c2b4d6e';

/** In this process: quicker, and the same but for the start. */
async function runHere(args: readonly string[], env = {}) {
  const said = { stdout: '', stderr: '' };
  const output = (name: keyof typeof said) =>
    createOutput(
      new Writable({
        write(chunk, _encoding, done) {
          said[name] += chunk;
          done();
        },
      }),
    );
  const stdin = new PassThrough();
  const streams = { out: output('stdout'), err: output('stderr'), terminal: new PassThrough() };
  const code = await run({ env, stdin, ...streams }, args);
  return { code, ...said };
}

describe('help', () => {
  test.each(COMMANDS)('dcs %s --help tells its options and gives examples', async (command) => {
    const { code, stdout, stderr } = await runDcs([...command.split(' '), '--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(`Usage: dcs ${command} `);
    expect(stdout).toContain('--json');
    expect(stdout).toMatch(/Examples:\n {2}.*dcs /);
  });

  test('dcs --help tells the environment and every exit code', async () => {
    const { code, stdout } = await runDcs(['--help']);
    expect(code).toBe(0);
    for (const { code: exitCode, means } of Object.values(EXIT_CODES)) {
      expect(stdout).toContain(`${exitCode}  ${means}`);
    }
    for (const name of ['DCS_URL', 'DCS_TOKEN', 'DCS_EMAIL', 'DCS_PASSWORD', 'DCS_CONFIG_DIR']) {
      expect(stdout).toContain(name);
    }
  });

  test('dcs --version tells the version', async () => {
    expect(await runDcs(['--version'])).toMatchObject({ code: 0, stdout: `${SERVICE_VERSION}\n` });
  });
});

describe('wrong usage ends with 2, nothing on stdout, and where to look', () => {
  test.each([
    {
      mistake: 'an unknown command',
      args: ['frobnicate'],
      what: "Unknown command 'frobnicate'",
      where: 'dcs --help',
    },
    {
      mistake: 'a misspelt command',
      args: ['book', 'sow'],
      what: 'Did you mean show?',
      where: 'dcs book --help',
    },
    {
      mistake: 'an unknown option',
      args: ['book', 'ls', '--frob'],
      what: "'--frob'",
      where: 'dcs book ls --help',
    },
    {
      mistake: 'a missing argument',
      args: ['book', 'show'],
      what: "'book'",
      where: 'dcs book show --help',
    },
    {
      mistake: 'a missing option',
      args: ['book', 'create', 'A/B'],
      what: '--language',
      where: 'dcs book create --help',
    },
    {
      mistake: 'one argument too many',
      args: ['whoami', 'x'],
      what: 'Too many arguments',
      where: 'dcs whoami --help',
    },
    {
      mistake: 'a limit of 201',
      args: ['book', 'ls', '--limit', '201'],
      what: '<=200',
      where: 'dcs book ls --help',
    },
    {
      mistake: 'an unknown sort',
      args: ['book', 'ls', '--sort', 'colour'],
      what: '"book_name"',
      where: 'dcs book ls --help',
    },
    {
      mistake: 'an unknown status',
      args: ['book', 'ls', '--status', 'x'],
      what: 'archived',
      where: 'dcs book ls --help',
    },
    {
      mistake: 'archiving',
      args: ['book', 'set', UUID, '--status', 'archived'],
      what: 'draft, published',
      where: '--help',
    },
    {
      mistake: 'changing nothing',
      args: ['book', 'set', UUID],
      what: 'Nothing to change',
      where: 'dcs book set --help',
    },
    {
      mistake: 'a password option',
      args: ['login', '--password', 'x'],
      what: "'--password'",
      where: 'dcs login --help',
    },
    {
      mistake: 'no email',
      args: ['admin', 'create-user', '--email', 'ada'],
      what: "'ada'",
      where: '--help',
    },
  ])('$mistake', async ({ args, what, where }) => {
    const { code, stdout, stderr } = await runHere(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^dcs: /);
    expect(stderr).toContain(what);
    expect(stderr).toContain(where);
    expect(stderr).not.toContain('    at ');
  });

  test.each([[[]], [['book']], [['admin']], [['ops']]])('dcs %j prints the help', async (args) => {
    const { code, stdout, stderr } = await runDcs(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('Commands:');
  });

  test.each(['Acme', 'Acme/', '/Fizik', 'Acme/Fizik/5', ''])('the book %j', async (reference) => {
    const env = { DCS_TOKEN: 'token' };
    const { code, stderr } = await runHere(['book', 'show', reference], env);
    expect(code).toBe(2);
    expect(stderr).toContain('Write it as publisher/book_name');
  });

  test('with --json it is one problem on stderr', async () => {
    const { code, stdout, stderr } = await runDcs(['book', 'ls', '--frob', '--json']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(JSON.parse(stderr)).toMatchObject({ code: 'cli.usage' });
  });
});
