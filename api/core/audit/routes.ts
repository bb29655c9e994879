import { accepts } from 'hono/accepts';
import * as audit from '../../contract/audit.ts';
import { contentDisposition } from '../../contract/content-disposition.ts';
import type { Context } from '../context.ts';
import type { HttpContext } from '../http/environment.ts';
import { TextStream } from '../http/json-stream.ts';
import { type Route, reply, route } from '../http/route.ts';
import { pageBody } from '../list.ts';
import { auditEventBody } from './audit-event-row.ts';
import { exportCsv, exportNdjson } from './export-audit-events.ts';
import { listAuditEvents } from './list-audit-events.ts';
import { verifyAudit } from './verify-audit.ts';

const { csv, ndjson } = audit.AUDIT_EXPORTS;
const JSON_TYPE = 'application/json';

/** The audit trail: read page by page, exported whole, verified. */
export function auditRoutes(): readonly Route[] {
  return [
    route(audit.listAuditEvents, async (ctx, { query }, c) => {
      const { cursor, limit, ...filters } = query;
      switch (acceptedType(c)) {
        case csv:
          return exported(ctx, 'csv', new TextStream(CSV_TYPE, exportCsv(ctx, filters)));
        case ndjson:
          return exported(ctx, 'ndjson', new TextStream(ndjson, exportNdjson(ctx, filters)));
        default:
          return reply(200, pageBody(await listAuditEvents(ctx, query), auditEventBody));
      }
    }),

    route(audit.verifyAudit, async (ctx) => reply(200, await verifyAudit(ctx))),
  ];
}

/** RFC 4180 §3: its first line holds titles. */
const CSV_TYPE = `${csv}; charset=utf-8; header=present`;

/** JSON unless one of the others is asked for by name. */
function acceptedType(c: HttpContext): string {
  return accepts(c, { header: 'Accept', supports: [JSON_TYPE, csv, ndjson], default: JSON_TYPE });
}

function exported(ctx: Pick<Context, 'clock'>, ending: audit.AuditExport, stream: TextStream) {
  const day = ctx.clock.now().toISOString().slice(0, 10);
  const name = contentDisposition('attachment', `audit-${day}.${ending}`);
  return reply(200, stream, { 'Content-Disposition': name });
}
