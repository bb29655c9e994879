import { Command, InvalidArgumentError, Option } from 'commander';
import { z } from 'zod';

/** A command that speaks to the API. */
export function apiCommand(name: string): Command {
  return jsonCommand(name).option('--url <url>', "the API's address, rather than DCS_URL");
}

/** A command whose result programs may want to read. */
export function jsonCommand(name: string): Command {
  return new Command(name).option('--json', 'print JSON, errors as problem details on stderr');
}

/** The end of a help text. */
export function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  ${line}`).join('\n')}`;
}

/** Parses an option's value with the contract's schema, so that a wrong one is told by its name. */
export function parsedWith<T>(schema: z.ZodType<T>): (text: string) => T {
  return (text) => {
    const parsed = schema.safeParse(text);
    if (parsed.success) return parsed.data;
    throw new InvalidArgumentError(parsed.error.issues.map(({ message }) => message).join(' '));
  };
}

/** `--revision <n>`. @param about what it is for */
export function revisionOption(about: string): Option {
  const option = new Option('--revision <n>', about);
  return option.argParser(parsedWith(z.coerce.number().int().min(1)));
}

/** For an option that may be repeated, each time with one of `choices`. */
export function repeatedOf<T extends string>(choices: readonly T[]) {
  return (value: string, before: readonly T[] = []): readonly T[] => {
    const choice = choices.find((one) => one === value);
    if (choice) return [...before, choice];
    throw new InvalidArgumentError(`Allowed choices are ${choices.join(', ')}.`);
  };
}

/** For an option that may be repeated. */
export function repeated(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}
