import { Command } from 'commander';
import { SERVICE_VERSION } from '../../api/contract/service.ts';
import type { Cli } from './cli.ts';
import { adminCreateUserCommand } from './commands/admin-create-user.ts';
import { auditExportCommand } from './commands/audit-export.ts';
import { auditLsCommand } from './commands/audit-ls.ts';
import { auditVerifyCommand } from './commands/audit-verify.ts';
import { bookCreateCommand } from './commands/book-create.ts';
import { bookLsCommand } from './commands/book-ls.ts';
import { bookSetCommand } from './commands/book-set.ts';
import { bookShowCommand } from './commands/book-show.ts';
import { diffCommand } from './commands/diff.ts';
import { loginCommand } from './commands/login.ts';
import { logoutCommand } from './commands/logout.ts';
import { lsCommand } from './commands/ls.ts';
import { mvCommand } from './commands/mv.ts';
import { opCancelCommand } from './commands/op-cancel.ts';
import { opLsCommand } from './commands/op-ls.ts';
import { opRetryCommand } from './commands/op-retry.ts';
import { opShowCommand } from './commands/op-show.ts';
import { opWaitCommand } from './commands/op-wait.ts';
import { opsMigrateCommand } from './commands/ops-migrate.ts';
import { opsTickCommand } from './commands/ops-tick.ts';
import { pullCommand } from './commands/pull.ts';
import { pushCommand } from './commands/push.ts';
import { restoreCommand } from './commands/restore.ts';
import { revisionsCommand } from './commands/revisions.ts';
import { rmCommand } from './commands/rm.ts';
import { rollbackCommand } from './commands/rollback.ts';
import { trashLsCommand } from './commands/trash-ls.ts';
import { trashPurgeCommand } from './commands/trash-purge.ts';
import { uploadAbortCommand } from './commands/upload-abort.ts';
import { uploadStatusCommand } from './commands/upload-status.ts';
import { urlCommand } from './commands/url.ts';
import { whoamiCommand } from './commands/whoami.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { DEFAULT_URL } from './urls.ts';

const ENVIRONMENT = [
  ['DCS_URL', `the API's address; otherwise where you signed in last, or ${DEFAULT_URL}`],
  ['DCS_TOKEN', 'an access token, used as it is'],
  ['DCS_EMAIL', 'with DCS_PASSWORD signs in without keeping anything on disk'],
  ['DCS_PASSWORD', 'the password of DCS_EMAIL'],
  ['DCS_CONFIG_DIR', 'where "dcs login" keeps session.json; otherwise ~/.config/dcs'],
  ['DCS_CACHE_DIR', 'where the hashes of local files are kept; otherwise ~/.cache/dcs'],
] as const;

/** The whole command line. */
export function createProgram(cli: Cli): Command {
  return new Command('dcs')
    .description('Dream Central Storage on the command line.')
    .version(SERVICE_VERSION, '-V, --version', 'print the version')
    .addCommand(loginCommand(cli))
    .addCommand(logoutCommand(cli))
    .addCommand(whoamiCommand(cli))
    .addCommand(
      new Command('book')
        .description('Create books, list them, look at them and change them.')
        .addCommand(bookCreateCommand(cli))
        .addCommand(bookLsCommand(cli))
        .addCommand(bookShowCommand(cli))
        .addCommand(bookSetCommand(cli)),
    )
    .addCommand(pushCommand(cli))
    .addCommand(pullCommand(cli))
    .addCommand(lsCommand(cli))
    .addCommand(urlCommand(cli))
    .addCommand(rmCommand(cli))
    .addCommand(mvCommand(cli))
    .addCommand(revisionsCommand(cli))
    .addCommand(diffCommand(cli))
    .addCommand(rollbackCommand(cli))
    .addCommand(restoreCommand(cli))
    .addCommand(
      new Command('trash')
        .description('Look at what was deleted, and destroy it before its time.')
        .addCommand(trashLsCommand(cli))
        .addCommand(trashPurgeCommand(cli)),
    )
    .addCommand(
      new Command('upload')
        .description('Look at uploads that "dcs push" began, and give them up.')
        .addCommand(uploadStatusCommand(cli))
        .addCommand(uploadAbortCommand(cli)),
    )
    .addCommand(
      new Command('op')
        .description('Look at slow work that goes on after its command, and have a say in it.')
        .addCommand(opLsCommand(cli))
        .addCommand(opShowCommand(cli))
        .addCommand(opWaitCommand(cli))
        .addCommand(opCancelCommand(cli))
        .addCommand(opRetryCommand(cli)),
    )
    .addCommand(
      new Command('audit')
        .description('Look at who changed what, export it, and verify that it is all there.')
        .addCommand(auditLsCommand(cli))
        .addCommand(auditExportCommand(cli))
        .addCommand(auditVerifyCommand(cli)),
    )
    .addCommand(
      new Command('admin')
        .description('Administer accounts, directly on the database.')
        .addCommand(adminCreateUserCommand(cli)),
    )
    .addCommand(
      new Command('ops')
        .description('Run the service, directly on the database.')
        .addCommand(opsMigrateCommand(cli))
        .addCommand(opsTickCommand(cli)),
    )
    .addHelpText('after', `\n${environmentHelp()}\n\n${exitCodeHelp()}`);
}

function environmentHelp(): string {
  const lines = ENVIRONMENT.map(([name, what]) => `  ${name.padEnd(14)}  ${what}`);
  return `Environment:\n${lines.join('\n')}`;
}

function exitCodeHelp(): string {
  const lines = Object.values(EXIT_CODES).map(
    ({ code, means }) => `  ${String(code).padStart(3)}  ${means}`,
  );
  return `Exit codes:\n${lines.join('\n')}`;
}
