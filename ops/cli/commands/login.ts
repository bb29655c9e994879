import type { Command } from 'commander';
import { createApiClient } from '../../../api/client/api-client.ts';
import { type Credentials, signIn } from '../../../api/client/session.ts';
import { type ApiOptions, openApiUnsigned } from '../api.ts';
import { type Cli, note } from '../cli.ts';
import { CliError } from '../cli-error.ts';
import { apiCommand, examples } from '../command.ts';
import { readIdentity } from '../identity.ts';
import { openPrompt, readPassword } from '../prompt.ts';
import { writeSession } from '../session-file.ts';

interface LoginOptions extends ApiOptions {
  readonly email?: string;
  readonly passwordStdin?: boolean;
}

export function loginCommand(cli: Cli): Command {
  return apiCommand('login')
    .summary('Sign in and keep the session.')
    .description(
      'Sign in and keep the session in session.json, readable by you alone. Asks for what neither ' +
        'the options nor DCS_EMAIL and DCS_PASSWORD say.',
    )
    .option('--email <email>', 'the account')
    .option('--password-stdin', 'read the password from stdin')
    .addHelpText(
      'after',
      examples(
        'dcs login --url https://books.example.com',
        'dcs login --email ada@example.com --password-stdin < password.txt',
      ),
    )
    .action((options: LoginOptions) => login(cli, options));
}

async function login(cli: Cli, options: LoginOptions): Promise<void> {
  const unsigned = await openApiUnsigned(cli, options);
  const url = unsigned.baseUrl;
  const tokens = await signIn(unsigned, await credentialsFor(cli, options, url));
  await writeSession(cli, { ...tokens, url });
  const client = createApiClient({
    baseUrl: url,
    tokens: { get: async () => tokens.accessToken, renew: async () => undefined },
  });
  const identity = await readIdentity(client);
  if (options.json) await cli.out.json(identity);
  else await cli.out.text(`Signed in to ${url} as ${identity.email} (${identity.role}).`);
  const { DCS_TOKEN, DCS_EMAIL, DCS_PASSWORD } = cli.env;
  if (DCS_TOKEN) await note(cli, 'DCS_TOKEN is set and goes before this session.');
  else if (DCS_EMAIL && DCS_PASSWORD) {
    await note(cli, 'DCS_EMAIL and DCS_PASSWORD are set and go before this session.');
  }
}

async function credentialsFor(cli: Cli, options: LoginOptions, url: string): Promise<Credentials> {
  const email = options.email ?? (cli.env.DCS_EMAIL || undefined);
  if (options.passwordStdin) {
    if (email) return { email, password: await readPassword(cli) };
    throw new CliError('usage', '--password-stdin needs --email, or DCS_EMAIL.');
  }
  const password = passwordOf(cli, email);
  if (email && password) return { email, password };
  const prompt = openPrompt(
    cli,
    'Set DCS_EMAIL and DCS_PASSWORD, or give --email and --password-stdin.',
  );
  try {
    await note(cli, `signing in to ${url}`);
    return {
      email: email ?? (await prompt.ask('Email: ')).trim(),
      password: password ?? (await prompt.askSecret(`Password${email ? ` of ${email}` : ''}: `)),
    };
  } finally {
    prompt.close();
  }
}

/** DCS_PASSWORD belongs to DCS_EMAIL: it is not tried on another account. */
function passwordOf({ env }: Cli, email: string | undefined): string | undefined {
  const isAnothers = env.DCS_EMAIL && email !== env.DCS_EMAIL;
  return isAnothers ? undefined : env.DCS_PASSWORD || undefined;
}
