import type { AuditEventBody, AuditFilters } from '../../contract/audit.ts';
import type { Context } from '../context.ts';
import { type CsvCell, csvLine } from '../csv.ts';
import { auditEventPages } from './select-audit-events.ts';

/** All events that match, newest first: one JSON object a line. */
export async function* exportNdjson(
  ctx: Pick<Context, 'db'>,
  filters: AuditFilters,
): AsyncGenerator<string, void> {
  for await (const page of auditEventPages(ctx, filters)) {
    yield page.map((event) => `${JSON.stringify(event)}\n`).join('');
  }
}

/** The same as a table, under a line of titles; what was and what is are JSON within it. */
export async function* exportCsv(
  ctx: Pick<Context, 'db'>,
  filters: AuditFilters,
): AsyncGenerator<string, void> {
  let titles = csvLine(COLUMNS.map(([title]) => title));
  for await (const page of auditEventPages(ctx, filters)) {
    yield titles + page.map((event) => csvLine(COLUMNS.map(([, cell]) => cell(event)))).join('');
    titles = '';
  }
  if (titles !== '') yield titles;
}

type Column = readonly [title: string, cell: (event: AuditEventBody) => CsvCell];

const COLUMNS: readonly Column[] = [
  ['id', ({ id }) => id],
  ['at', ({ at }) => at],
  ['actor_type', ({ actor }) => actor.type],
  ['actor_id', ({ actor }) => actor.id],
  ['actor_email', ({ actor }) => actor.email],
  ['action', ({ action }) => action],
  ['target_type', ({ target }) => target.type],
  ['target_id', ({ target }) => target.id],
  ['target_name', ({ target }) => target.name],
  ['before', ({ before }) => before && JSON.stringify(before)],
  ['after', ({ after }) => after && JSON.stringify(after)],
  ['request_id', ({ request_id }) => request_id],
  ['address', ({ address }) => address],
];
