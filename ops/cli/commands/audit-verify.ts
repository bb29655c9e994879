import type { Command } from 'commander';
import {
  AUDIT_FAULTS,
  type AuditFault,
  type AuditVerdictBody,
  verifyAudit,
} from '../../../api/contract/audit.ts';
import { type ApiOptions, openApi } from '../api.ts';
import type { Cli } from '../cli.ts';
import { CliError } from '../cli-error.ts';
import { apiCommand, examples } from '../command.ts';
import { countedText, countText } from '../quantity-text.ts';

export function auditVerifyCommand(cli: Cli): Command {
  return apiCommand('verify')
    .summary('Verify that no event was changed or taken away.')
    .description(
      'Compute the seals of all events anew, and hold them against those kept in the object store. ' +
        'Ends with 1, and names the first bad event, when one was changed or taken away. A million ' +
        'events take a minute or two.\n\n' +
        '--json prints {"ok":…,"events":…,"unsealed":…}, and "first_bad" where there is one.',
    )
    .addHelpText('after', examples('dcs audit verify', 'dcs audit verify --json'))
    .action((options: ApiOptions) => verify(cli, options));
}

async function verify(cli: Cli, options: ApiOptions): Promise<void> {
  const { body } = await (await openApi(cli, options)).call(verifyAudit, {});
  if (options.json) await cli.out.json(body);
  if (body.first_bad) throw new CliError('refused', faultText(body, body.first_bad));
  if (!options.json) await cli.out.text(goodText(body));
}

function goodText({ events, unsealed }: AuditVerdictBody): string {
  const waiting = unsealed === 0 ? '' : ` ${countText(unsealed)} more wait for their seal.`;
  return `${countedText(events, 'event')} verified: all as they were sealed.${waiting}`;
}

function faultText({ events }: AuditVerdictBody, { seq, event_id, reason }: AuditFault): string {
  const names = [seq === null ? [] : `number ${countText(seq)}`, event_id ?? []].flat().join(', ');
  return (
    `The first bad event is ${names}. ${AUDIT_FAULTS[reason]} ` +
    `${countedText(events, 'event')} before it verified.`
  );
}
