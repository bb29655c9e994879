import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditEventBody } from '../../contract/audit.ts';
import { type BookDesk, openBookDesk } from '../../testing/books.ts';

interface AuditPage {
  readonly items: AuditEventBody[];
  readonly next_cursor: string | null;
}

let desk: BookDesk;
beforeAll(async () => {
  desk = await openBookDesk();
});
afterAll(() => desk.database.close());

async function list(query: string): Promise<AuditPage> {
  const { status, body } = await desk.call<AuditPage>(`/audit?${query}`);
  expect(status, JSON.stringify(body)).toBe(200);
  return body;
}

describe('the audit trail', () => {
  it('lists newest first and pages without repeating, though events share a moment', async () => {
    await desk.database.query.execute(sql`
      INSERT INTO audit_events (id, at, actor_type, action, target_type, target_id, target_name)
      SELECT gen_random_uuid(), '2020-01-01', 'system', 'test.page', 'test', n::text, 'x'
      FROM generate_series(1, 95) AS n`);
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: AuditPage = await list(
        `action=test.page&limit=10${cursor && `&cursor=${cursor}`}`,
      );
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.next_cursor;
    }
    expect(new Set(seen).size).toBe(95);
    expect(seen).toEqual([...seen].sort().reverse());
  });

  it('filters by actor, action, target, request and time', async () => {
    const before = new Date().toISOString();
    const book = await desk.create({ book_name: 'Traced' });
    await desk.put(book.id, { version: '2' }, { 'x-request-id': 'trace-me-1' });
    const actions = async (query: string) =>
      (await list(`${query}&target_id=${book.id}`)).items.map(({ action }) => action);
    expect(await actions('')).toEqual(['book.update', 'book.create']);
    expect(await actions('action=book.create')).toEqual(['book.create']);
    const either = 'action=book.create&action=book.update&action=book.delete';
    expect(await actions(either)).toEqual(['book.update', 'book.create']);
    expect(await actions('action=book.delete')).toEqual([]);
    expect(await actions('actor=EDITOR@example.com')).toHaveLength(2);
    expect(await actions('actor=somebody@example.com')).toEqual([]);
    expect(await actions('request_id=trace-me-1')).toEqual(['book.update']);
    expect(await actions('to=2020-01-01T00:00:00Z')).toEqual([]);
    expect(await actions(`from=${before}`)).toHaveLength(2);
    const [event] = (await list(`target_id=${book.id}`)).items;
    expect(await actions(`actor=${event?.actor.id}`)).toHaveLength(2);
  });

  it.each(['from=yesterday', 'to=2020-01-01', 'who=me'])('refuses %s', async (query) => {
    expect((await desk.call(`/audit?${query}`)).status).toBe(422);
  });

  it.each([
    'UPDATE audit_events SET action = $$x$$',
    'DELETE FROM audit_events',
    'TRUNCATE audit_events CASCADE',
  ])('is append-only in the database itself: %s', async (statement) => {
    const error = await desk.database.query.execute(sql.raw(statement)).catch((caught) => caught);
    expect(String(error.cause)).toContain('append-only');
  });

  it('has no event for a change that was undone', async () => {
    const book = await desk.create({ book_name: 'First of its name' });
    const other = await desk.create();
    await desk.put(other.id, { book_name: book.book_name });
    expect((await list(`target_id=${other.id}&action=book.update`)).items).toEqual([]);
  });
});
