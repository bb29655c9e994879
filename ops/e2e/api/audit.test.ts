import { beforeAll, describe, expect, inject, it } from 'vitest';
import type { AuditEventBody } from '../../../api/contract/audit.ts';
import type { BookBody } from '../../../api/contract/books.ts';
import { type Desk, openDesk, signIn } from '../desk.ts';
import { DIFFERENCES } from '../differences.ts';

interface Page {
  readonly items: AuditEventBody[];
  readonly next_cursor: string | null;
}

const { admin, runtime } = inject('target');
const REQUEST_ID = `trace-${Date.now()}`;

let desk: Desk;
let book: BookBody;
let before: string;
let between: string;
beforeAll(async () => {
  desk = await openDesk();
  before = (await desk.create()).created_at;
  book = await desk.create({ version: '1' });
  const changed = await desk.ask<BookBody>(`/books/${book.id}`, {
    method: 'PUT',
    body: { version: '2', category: 'history' },
    headers: {
      'x-request-id': REQUEST_ID,
      [DIFFERENCES.callerAddressHeader[runtime]]: '192.0.2.7',
    },
  });
  between = changed.body.updated_at;
});

async function list(query: Record<string, string>): Promise<Page> {
  const { status, body } = await desk.ask<Page>(`/audit?${new URLSearchParams(query)}`);
  expect(status, JSON.stringify(body)).toBe(200);
  return body;
}

describe('the audit trail', () => {
  it('tells who changed what, from where and in which request', async () => {
    const { items } = await list({ target_id: book.id });
    expect(items.map(({ action }) => action)).toEqual(['book.update', 'book.create']);
    expect(items[0]).toEqual({
      id: expect.any(String),
      at: expect.stringMatching(/Z$/),
      actor: { type: 'user', id: expect.any(String), email: admin.email },
      action: 'book.update',
      target: { type: 'book', id: book.id, name: `${book.publisher}/${book.book_name}` },
      before: { version: '1', category: 'science' },
      after: { version: '2', category: 'history' },
      request_id: REQUEST_ID,
      address: '192.0.2.7',
    });
    expect(items[1]).toMatchObject({ before: null, after: { version: '1' } });
  });

  it('has nothing of a change that was refused', async () => {
    const path = `/books/${book.id}`;
    await desk.ask(path, { method: 'PUT', body: { version: '' } });
    const headers = { 'if-match': '"stale"' };
    await desk.ask(path, { method: 'PUT', body: { version: '3' }, headers });
    await desk.ask(path, { method: 'PUT', body: { version: '2' } });
    expect((await list({ target_id: book.id })).items).toHaveLength(2);
  });

  it('is filtered by actor, action, target, request and time', async () => {
    const { user } = await signIn();
    const found = async (query: Record<string, string>) =>
      (await list({ target_id: book.id, ...query })).items.map(({ action }) => action);
    expect(await found({ action: 'book.create' })).toEqual(['book.create']);
    expect(await found({ actor: admin.email.toUpperCase() })).toHaveLength(2);
    expect(await found({ actor: user.id })).toHaveLength(2);
    expect(await found({ actor: 'somebody@example.com' })).toEqual([]);
    expect(await found({ request_id: REQUEST_ID })).toEqual(['book.update']);
    expect(await found({ from: before })).toHaveLength(2);
    expect(await found({ to: before })).toEqual([]);
    expect(await found({ to: between })).not.toContain('book.update');
    expect(await found({ from: '2999-01-01T00:00:00+03:00' })).toEqual([]);
  });

  it('knows of signing in and of the first account, and holds no secret', async () => {
    await signIn();
    expect((await list({ action: 'session.open', limit: '1' })).items).toHaveLength(1);
    const { items } = await list({ action: 'user.create' });
    expect(items.map(({ target }) => target.name)).toContain(admin.email);
    // Without the cursor, which begins as a token does.
    const all = JSON.stringify((await list({ limit: '200' })).items);
    expect(all).not.toContain(admin.password);
    expect(all).not.toMatch(/scrypt|eyJ/);
  });

  it('is exported whole as NDJSON and as CSV', async () => {
    const query = `/audit?limit=1&target_id=${book.id}`;
    const ndjson = await desk.ask<string>(query, { headers: { accept: 'application/x-ndjson' } });
    const events = ndjson.body
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(events).toEqual((await list({ target_id: book.id })).items);
    const gzipped = { accept: 'text/csv', 'accept-encoding': 'gzip' };
    const csv = await desk.ask<string>(query, { headers: gzipped });
    expect(csv.headers['content-type']).toMatch(/^text\/csv/);
    expect(csv.headers['content-disposition']).toMatch(/^attachment; filename="audit-.+\.csv"/);
    expect(csv.body.split('\r\n')).toHaveLength(1 + events.length + 1);
  });

  it('is verified, seal by seal', async () => {
    // Not that it is well: programs of other tests write heads of other databases to the same store.
    expect(await desk.ask('/audit/verify')).toMatchObject({
      status: 200,
      body: { ok: expect.any(Boolean), events: expect.any(Number), unsealed: expect.any(Number) },
    });
  });

  it('pages newest first without repeating', async () => {
    const seen: AuditEventBody[] = [];
    for (let cursor: string | null = ''; cursor !== null && seen.length < 60; ) {
      const query = { limit: '7', to: between, ...(cursor ? { cursor } : {}) };
      const page: Page = await list(query);
      seen.push(...page.items);
      cursor = page.next_cursor;
    }
    expect(seen.length).toBeGreaterThan(0);
    expect(new Set(seen.map(({ id }) => id)).size).toBe(seen.length);
    const times = seen.map(({ at }) => at);
    expect(times).toEqual([...times].sort().reverse());
  });

  it.each(['from=yesterday', 'to=2020-01-01', 'who=me', 'limit=0', 'actor=a&actor=b'])(
    'refuses %s',
    async (query) => {
      expect((await desk.ask(`/audit?${query}`)).status).toBe(422);
    },
  );

  it('refuses a cursor of other filters', async () => {
    const { next_cursor } = await list({ limit: '1' });
    const query = new URLSearchParams({ cursor: next_cursor ?? '', action: 'book.create' });
    expect(await desk.ask(`/audit?${query}`)).toMatchObject({
      status: 400,
      body: { code: 'request.bad_cursor' },
    });
  });
});
