import type { Command } from 'commander';
import { createApiClient } from '../../../api/client/api-client.ts';
import { UnreachableError } from '../../../api/client/api-error.ts';
import { logout as logoutEndpoint } from '../../../api/contract/access.ts';
import type { ApiOptions } from '../api.ts';
import type { Cli } from '../cli.ts';
import { CliError } from '../cli-error.ts';
import { apiCommand, examples } from '../command.ts';
import { forgetSession, readSession, type StoredSession, sessionPath } from '../session-file.ts';
import { parseUrl } from '../urls.ts';

export function logoutCommand(cli: Cli): Command {
  return apiCommand('logout')
    .summary('End the session that "dcs login" began.')
    .description(
      'End the session that "dcs login" began, at the API and on this machine. It is no mistake ' +
        'when there is none.',
    )
    .addHelpText('after', examples('dcs logout'))
    .action((options: ApiOptions) => logout(cli, options));
}

async function logout(cli: Cli, options: ApiOptions): Promise<void> {
  const stored = await readSession(cli);
  const wanted = options.url === undefined ? stored?.url : parseUrl(options.url, '--url');
  const session = stored?.url === wanted ? stored : undefined;
  if (session) {
    await endAtApi(cli, session);
    await forgetSession(cli);
  }
  const url = session?.url ?? null;
  if (options.json) return cli.out.json({ url, signed_out: session !== undefined });
  await cli.out.text(session ? `Signed out of ${url}.` : 'You were not signed in.');
}

async function endAtApi(cli: Cli, session: StoredSession): Promise<void> {
  const client = createApiClient({ baseUrl: session.url });
  try {
    await client.call(logoutEndpoint, {
      headers: { authorization: `Bearer ${session.accessToken}` },
      body: { refresh_token: session.refreshToken },
    });
  } catch (error) {
    throw error instanceof UnreachableError ? stillOpen(cli, error) : error;
  }
}

function stillOpen(cli: Cli, cause: UnreachableError): CliError {
  return new CliError(
    'unavailable',
    `${cause.message} So the session there goes on, and is kept here too. Run "dcs logout" ` +
      `again later; to forget it on this machine alone, remove ${sessionPath(cli.env)}.`,
    { cause },
  );
}
