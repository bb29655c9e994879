import type { Command } from 'commander';
import { type AuditFilters, listAuditEvents } from '../../api/contract/audit.ts';
import { parsedWith, repeated } from './command.ts';

/** What the options of {@link withAuditFilters} come to. */
export interface AuditFilterOptions {
  readonly actor?: string;
  readonly action?: string[];
  readonly target?: string;
  readonly request?: string;
  readonly from?: string;
  readonly to?: string;
}

/** Adds the options that choose events. */
export function withAuditFilters(command: Command): Command {
  const { from, to } = listAuditEvents.query.shape;
  return command
    .option('--actor <user>', 'by this user: an id or an email')
    .option('--action <action>', 'of this kind, such as book.update; may be repeated', repeated)
    .option('--target <id>', 'on what has this id')
    .option('--request <id>', 'of this request')
    .option(
      '--from <time>',
      'at or after this time, such as 2026-03-01T00:00:00Z',
      parsedWith(from),
    )
    .option('--to <time>', 'before this time', parsedWith(to));
}

export function auditFilters(options: AuditFilterOptions): AuditFilters {
  const { actor, action, target: target_id, request: request_id, from, to } = options;
  return { actor, action, target_id, request_id, from, to };
}
