import { randomBytes } from 'node:crypto';
import { type Command, Option } from 'commander';
import { NewEmail, NewPassword, ROLES, type Role } from '../../../api/contract/access.ts';
import type { Cli } from '../cli.ts';
import { CliError } from '../cli-error.ts';
import { examples, jsonCommand, parsedWith } from '../command.ts';
import { withOperations } from '../operations.ts';
import { openPrompt, readPassword } from '../prompt.ts';

const GENERATED_PASSWORD_BYTES = 15;

interface CreateUserOptions {
  readonly email: string;
  readonly role: Role;
  readonly passwordStdin?: boolean;
  readonly json?: boolean;
}

export function adminCreateUserCommand(cli: Cli): Command {
  return jsonCommand('create-user')
    .summary('Add an account.')
    .description(
      'Add an account, directly to the database that DATABASE_URL names, or to the embedded one in ' +
        'DCS_DATA_DIR. Asks for the password; with an empty answer, or where there is no terminal ' +
        'to ask on, one is made and printed once.',
    )
    .requiredOption('--email <email>', 'the account', parsedWith(NewEmail))
    .addOption(
      new Option('--role <role>', 'what it may do').choices(ROLES).default('admin' satisfies Role),
    )
    .option('--password-stdin', 'read the password from stdin')
    .addHelpText(
      'after',
      examples(
        'dcs admin create-user --email ada@example.com',
        'dcs admin create-user --email ada@example.com --password-stdin < password.txt',
      ),
    )
    .action((options: CreateUserOptions) => createUser(cli, options));
}

async function createUser(cli: Cli, options: CreateUserOptions): Promise<void> {
  const { email, role } = options;
  const given = await givenPassword(cli, options);
  const password = given ?? randomBytes(GENERATED_PASSWORD_BYTES).toString('base64url');
  const id = await withOperations(cli, (operations) =>
    operations.createUser({ email, password, role }),
  );
  // A password of their own is not repeated; one made here is shown this once.
  const made = given === undefined ? { password } : {};
  if (options.json) return cli.out.json({ id, email, role, ...made });
  const lines = [`Created ${email} (${role}), id ${id}.`];
  if (made.password) lines.push(`password: ${made.password}`, 'It is not shown again.');
  await cli.out.text(lines.join('\n'));
}

async function givenPassword(cli: Cli, options: CreateUserOptions): Promise<string | undefined> {
  if (options.passwordStdin) return checked(await readPassword(cli));
  if (!cli.stdin.isTTY) return undefined;
  const prompt = openPrompt(cli, 'Give --password-stdin.');
  try {
    const password = await prompt.askSecret(`Password of ${options.email} (empty: make one): `);
    if (password === '') return undefined;
    checked(password);
    if (password === (await prompt.askSecret('The same again: '))) return password;
    throw new CliError('usage', 'The two passwords differ. Nothing was done.');
  } finally {
    prompt.close();
  }
}

function checked(password: string): string {
  const parsed = NewPassword.safeParse(password);
  if (parsed.success) return parsed.data;
  const why = parsed.error.issues.map(({ message }) => message).join(' ');
  throw new CliError('usage', `The password cannot be taken. ${why}.`);
}
