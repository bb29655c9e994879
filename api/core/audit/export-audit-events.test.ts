import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditEventBody } from '../../contract/audit.ts';
import { type BookDesk, openBookDesk } from '../../testing/books.ts';

const EVENTS = 2300;
const TITLES =
  'id,at,actor_type,actor_id,actor_email,action,target_type,target_id,target_name,before,after,request_id,address';

let desk: BookDesk;
beforeAll(async () => {
  desk = await openBookDesk();
  await desk.database.query.execute(sql`
    INSERT INTO audit_events (id, at, actor_type, action, target_type, target_id, target_name, after)
    SELECT gen_random_uuid(), '2020-01-01'::timestamptz + n / 10 * interval '1 second', 'system',
      'test.export', 'test', n::text, '=1+' || n, jsonb_build_object('n', n, 'text', E'a,"b"\n')
    FROM generate_series(1, ${EVENTS}) AS n`);
});
afterAll(() => desk.database.close());

const get = (query: string, accept: string, method = 'GET') =>
  desk.call<string>(`/audit?${query}`, { method, headers: { accept } });

describe('an export of the audit trail', () => {
  it('as NDJSON has all events that match, newest first, whatever the limit', async () => {
    const { status, headers, body } = await get(
      'action=test.export&limit=1',
      'application/x-ndjson',
    );
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/x-ndjson');
    expect(headers.get('content-disposition')).toMatch(
      /^attachment; filename="audit-\d{4}-\d\d-\d\d\.ndjson"/,
    );
    const lines = body.split('\n');
    expect(lines.pop()).toBe('');
    const events = lines.map((line): AuditEventBody => JSON.parse(line));
    expect(events).toHaveLength(EVENTS);
    expect(new Set(events.map(({ id }) => id)).size).toBe(EVENTS);
    const keys = events.map(({ at, id }) => `${at} ${id}`);
    expect(keys).toEqual([...keys].sort().reverse());
    const { items } = (
      await desk.call<{ items: AuditEventBody[] }>('/audit?action=test.export&limit=200')
    ).body;
    expect(events.slice(0, 200)).toEqual(items);
  });

  it('as CSV has a line of titles, and no cell a spreadsheet would compute', async () => {
    const query = 'action=test.export&target_id=7';
    const { headers, body } = await get(query, 'text/csv');
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
    expect(headers.get('content-disposition')).toContain('.csv"');
    const [titles, line, ...rest] = body.split('\r\n');
    expect(titles).toBe(TITLES);
    expect(line).toMatch(
      /^[0-9a-f-]{36},2020-01-01T00:00:00\.000Z,system,,,test\.export,test,7,'=1\+7,,/,
    );
    expect(line).toMatch(/,"\{""n"":7,""text"":""a,\\""b\\""\\n""\}",,$/);
    expect(rest).toEqual(['']);
    const all = (await get('action=test.export', 'text/csv')).body.split('\r\n');
    expect(all).toHaveLength(1 + EVENTS + 1);
    expect(all.filter((one) => one === TITLES)).toHaveLength(1);
  });

  it('of nothing is the titles alone, or nothing at all', async () => {
    expect((await get('action=test.nothing', 'text/csv')).body).toBe(`${TITLES}\r\n`);
    expect((await get('action=test.nothing', 'application/x-ndjson')).body).toBeUndefined();
  });

  it('is told of by HEAD', async () => {
    const { status, headers, body } = await get('action=test.export', 'text/csv', 'HEAD');
    expect({ status, body }).toEqual({ status: 200, body: undefined });
    expect(headers.get('content-type')).toContain('text/csv');
  });

  it.each(['*/*', 'text/html', 'application/json, text/csv;q=0.5', 'nonsense'])(
    'is not what %s asks for',
    async (accept) => {
      const { headers } = await get('limit=1', accept);
      expect(headers.get('content-type')).toBe('application/json');
    },
  );

  it('refuses bad filters, and whoever is no admin, as JSON does', async () => {
    expect((await get('from=yesterday', 'text/csv')).status).toBe(422);
    const answer = await desk.call('/audit', { token: 'x', headers: { accept: 'text/csv' } });
    expect(answer.status).toBe(401);
  });
});
