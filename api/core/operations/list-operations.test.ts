import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OperationBody } from '../../contract/operations.ts';
import { type BookDesk, openBookDesk } from '../../testing/books.ts';

interface OperationPage {
  readonly items: OperationBody[];
  readonly next_cursor: string | null;
}

let desk: BookDesk;
beforeAll(async () => {
  desk = await openBookDesk();
  await desk.database.query.execute(sql`
    WITH made AS (
      INSERT INTO folders (id, bucket, prefix)
      SELECT gen_random_uuid(), 'books', n::text FROM generate_series(1, 30) AS n
      RETURNING id, prefix::integer AS n)
    INSERT INTO operations (id, type, state, folder_id, subject_id, target, asked_by, total, created_at)
    SELECT gen_random_uuid(), (ARRAY['trash', 'restore', 'purge'])[1 + n % 3],
      (ARRAY['done', 'needs_person'])[1 + n % 2], id, id,
      json_build_object('type', 'book', 'book_id', id, 'publisher', 'Acme', 'book_name', n::text),
      '{}', 0, timestamptz '2020-01-01' + make_interval(secs => n / 10)
    FROM made`);
});
afterAll(() => desk.database.close());

async function list(query: string): Promise<OperationPage> {
  const { status, body } = await desk.call<OperationPage>(`/operations?${query}`);
  expect(status, JSON.stringify(body)).toBe(200);
  return body;
}

describe('the list of operations', () => {
  it('is newest first and pages without repeating, though some share a moment', async () => {
    const seen: OperationBody[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: OperationPage = await list(`limit=7${cursor && `&cursor=${cursor}`}`);
      seen.push(...page.items);
      cursor = page.next_cursor;
    }
    expect(new Set(seen.map(({ id }) => id)).size).toBe(30);
    const order = seen.map(({ created_at, id }) => `${created_at} ${id}`);
    expect(order).toEqual([...order].sort().reverse());
    const { body } = await desk.call(`/operations/${seen[0]?.id}`);
    expect(seen[0]).toEqual(body);
  });

  it('is of the states and types asked for', async () => {
    const told = async (query: string) => {
      const { items } = await list(query);
      return [...new Set(items.map(({ state, type }) => `${state} ${type}`))].sort();
    };
    expect(await told('state=done&type=trash')).toEqual(['done trash']);
    expect(await told('state=done&state=needs_person&type=trash&type=purge')).toEqual([
      'done purge',
      'done trash',
      'needs_person purge',
      'needs_person trash',
    ]);
    expect(await told('state=queued')).toEqual([]);
  });

  it('refuses a state there is not, and a cursor of another list', async () => {
    expect((await desk.call('/operations?state=lost')).status).toBe(422);
    const { next_cursor } = await list('limit=1&state=done');
    const answer = await desk.call(`/operations?limit=1&cursor=${next_cursor}`);
    expect(answer).toMatchObject({ status: 400, body: { code: 'request.bad_cursor' } });
  });
});
