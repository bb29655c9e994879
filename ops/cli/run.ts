import { type Command, CommanderError } from 'commander';
import type { Cli } from './cli.ts';
import { CliError } from './cli-error.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { failureOf } from './failures.ts';
import { createProgram } from './program.ts';

/** Runs one command and gives the exit code. */
export async function run(cli: Cli, args: readonly string[]): Promise<number> {
  try {
    await withOwnErrors(createProgram(cli)).parseAsync(args, { from: 'user' });
    return EXIT_CODES.done.code;
  } catch (error) {
    return await told(cli, args, error);
  }
}

/** Has every command throw its mistakes rather than print them and exit. */
function withOwnErrors(command: Command): Command {
  command.configureOutput({ outputError: () => {} });
  command.exitOverride((error) => {
    if (error.exitCode === 0 || isHelp(error)) throw error;
    throw new CliError('usage', `${explain(error)} See "${pathOf(command)} --help".`);
  });
  for (const child of command.commands) withOwnErrors(child);
  return command;
}

async function told(cli: Cli, args: readonly string[], error: unknown): Promise<number> {
  // The help has been printed: as the result, or because a group was called without a command.
  if (error instanceof CommanderError) {
    return error.exitCode === 0 ? EXIT_CODES.done.code : EXIT_CODES.usage.code;
  }
  // Whoever read us has seen enough, as `head` does.
  if (isClosedPipe(error)) return EXIT_CODES.done.code;
  const { outcome, problem, text } = failureOf(error, cli.env);
  // Nobody may be reading stderr either; the exit code still tells.
  await (args.includes('--json') ? cli.err.json(problem) : cli.err.text(text)).catch(() => {});
  return EXIT_CODES[outcome].code;
}

function isHelp({ code }: CommanderError): boolean {
  return code === 'commander.help';
}

/** Commander's sentence, made one of ours. */
function explain({ message }: CommanderError): string {
  const text = message
    .replace(/^error: /, '')
    .replace(/\n\((.*)\)$/s, '. $1')
    .replaceAll('\n', ' ');
  const upper = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.?!]$/.test(upper) ? upper : `${upper}.`;
}

function pathOf(command: Command): string {
  return command.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name();
}

function isClosedPipe(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EPIPE';
}
