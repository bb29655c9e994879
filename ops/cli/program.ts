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
import { opsRebuildCommand } from './commands/ops-rebuild.ts';
import { opsReconcileCommand } from './commands/ops-reconcile.ts';
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
  const program = new Command('dcs')
    .description('Dream Central Storage on the command line.')
    .version(SERVICE_VERSION, '-V, --version', 'print the version')
    .addHelpText('after', `\n${environmentHelp()}\n\n${exitCodeHelp()}`);
  return withCommands(program, [
    loginCommand(cli),
    logoutCommand(cli),
    whoamiCommand(cli),
    withCommands(group('book', 'Create books, list them, look at them and change them.'), [
      bookCreateCommand(cli),
      bookLsCommand(cli),
      bookShowCommand(cli),
      bookSetCommand(cli),
    ]),
    pushCommand(cli),
    pullCommand(cli),
    lsCommand(cli),
    urlCommand(cli),
    rmCommand(cli),
    mvCommand(cli),
    revisionsCommand(cli),
    diffCommand(cli),
    rollbackCommand(cli),
    restoreCommand(cli),
    ...slowWork(cli),
    ...running(cli),
  ]);
}

/** What goes on after its command, or waits for one. */
function slowWork(cli: Cli): Command[] {
  const about = 'Look at slow work that goes on after its command, and have a say in it.';
  return [
    withCommands(group('trash', 'Look at what was deleted, and destroy it before its time.'), [
      trashLsCommand(cli),
      trashPurgeCommand(cli),
    ]),
    withCommands(group('upload', 'Look at uploads that "dcs push" began, and give them up.'), [
      uploadStatusCommand(cli),
      uploadAbortCommand(cli),
    ]),
    withCommands(group('op', about), [
      opLsCommand(cli),
      opShowCommand(cli),
      opWaitCommand(cli),
      opCancelCommand(cli),
      opRetryCommand(cli),
    ]),
  ];
}

/** For who answers for the service. */
function running(cli: Cli): Command[] {
  const about = 'Look at who changed what, export it, and verify that it is all there.';
  return [
    withCommands(group('audit', about), [
      auditLsCommand(cli),
      auditExportCommand(cli),
      auditVerifyCommand(cli),
    ]),
    withCommands(group('admin', 'Administer accounts, directly on the database.'), [
      adminCreateUserCommand(cli),
    ]),
    withCommands(group('ops', 'Run the service, directly on the database.'), [
      opsMigrateCommand(cli),
      opsTickCommand(cli),
      opsReconcileCommand(cli),
      opsRebuildCommand(cli),
    ]),
  ];
}

function group(name: string, about: string): Command {
  return new Command(name).description(about);
}

function withCommands(parent: Command, commands: readonly Command[]): Command {
  for (const command of commands) parent.addCommand(command);
  return parent;
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
