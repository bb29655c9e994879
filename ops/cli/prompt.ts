import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import type { Cli } from './cli.ts';
import { CliError } from './cli-error.ts';

/** Most bytes of a password from stdin: the contract's 1,024 characters, and room to say so. */
const MAX_STDIN_BYTES = 8 * 1024;

/** Questions to the person at the terminal; stdout stays free for the result. */
export interface Prompt {
  ask(label: string): Promise<string>;
  /** Shows nothing of what is typed. */
  askSecret(label: string): Promise<string>;
  close(): void;
}

/**
 * @param instead what to do where there is no terminal, a sentence
 * @throws CliError `usage` where there is none
 */
export function openPrompt(cli: Cli, instead: string): Prompt {
  if (!cli.stdin.isTTY) {
    throw new CliError('usage', `There is no terminal to ask on. ${instead}`);
  }
  const { terminal } = cli;
  let secret = false;
  let interrupted = false;
  const echo = new Writable({
    write(chunk, _encoding, done) {
      if (!secret) terminal.write(chunk);
      done(); // at once: what waited would be judged by the next question's secrecy
    },
  });
  const reader = createInterface({
    input: cli.stdin,
    output: echo,
    terminal: true,
    historySize: 0,
  });
  reader.on('SIGINT', () => {
    interrupted = true;
    reader.close();
  });
  // One reader for all questions, since what is pasted may hold several answers.
  const lines = reader[Symbol.asyncIterator]();

  async function question(label: string, isSecret: boolean): Promise<string> {
    reader.setPrompt(label); // shown anew whenever the line is edited
    reader.prompt();
    secret = isSecret;
    const { value, done } = await lines.next();
    if (secret || done) terminal.write('\n');
    secret = false;
    if (interrupted) throw new CliError('interrupted', 'Interrupted.');
    if (done) throw new CliError('usage', 'The input ended without an answer.');
    return value;
  }

  return {
    ask: (label) => question(label, false),
    askSecret: (label) => question(label, true),
    close: () => reader.close(),
  };
}

/**
 * The password on stdin, without the newline that ends it.
 * @throws CliError `usage` when there is none
 */
export async function readPassword(cli: Cli): Promise<string> {
  if (cli.stdin.isTTY) {
    throw new CliError(
      'usage',
      'stdin is a terminal. Leave out --password-stdin to be asked for the password.',
    );
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of cli.stdin) {
    const bytes = Buffer.from(chunk);
    chunks.push(bytes);
    size += bytes.length;
    if (size > MAX_STDIN_BYTES) throw new CliError('usage', 'stdin is too long for a password.');
  }
  const password = Buffer.concat(chunks)
    .toString('utf8')
    .replace(/\r?\n$/, '');
  if (password === '') throw new CliError('usage', 'stdin holds no password.');
  return password;
}
