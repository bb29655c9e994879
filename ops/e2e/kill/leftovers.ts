import type { ContentBucket } from '../../../api/core/ports.ts';
import { becomesTrue } from '../../embedded/postgres/poll.ts';
import { LIMIT_MS } from '../process.ts';
import type { Service } from './service.ts';

const BUCKETS: readonly ContentBucket[] = ['books', 'apps', 'trash'];
const TEN_DAYS_MINUTES = 10 * 24 * 60;

/**
 * Lets so much time pass that all is due, and has it done: what is in the trash is purged, uploads
 * nobody came back to are over, all that is doomed or dead is swept.
 */
export async function letAllBeDone(service: Service): Promise<void> {
  // Time passes for what the process remembers as well, so it is another one.
  service.kill();
  for (;;) {
    await service.ask('/');
    await service.disconnect(TEN_DAYS_MINUTES);
    await service.wake();
    if (!(await becomesTrue(async () => !(await isAnythingDue(service)), LIMIT_MS))) {
      throw new Error('Ticks do not get done.');
    }
    const [dead] = await service.sql`SELECT FROM dead_prefixes LIMIT 1`;
    // Prefixes are swept twice, a day apart.
    if (!dead) return;
  }
}

async function isAnythingDue({ sql }: Service): Promise<boolean> {
  const [due] = await sql`
    SELECT FROM (
      SELECT FROM operations WHERE state IN ('queued', 'running')
      UNION ALL SELECT FROM uploads WHERE state = 'open' AND expires_at <= dcs_now()
      UNION ALL SELECT FROM trash WHERE state = 'trashed' AND purge_after <= dcs_now()
      UNION ALL SELECT FROM objects WHERE state = 'doomed' AND not_before <= dcs_now()
      UNION ALL SELECT FROM dead_prefixes WHERE due_at <= dcs_now() + interval '2 minutes'
      UNION ALL SELECT FROM outbox
    ) AS due LIMIT 1`;
  return due !== undefined;
}

/**
 * What the store has and the database does not, and the other way: `bucket/key size`. Both must have
 * come to rest.
 */
export async function compareStore({ sql, blobs }: Service) {
  const stored = new Set<string>();
  for (const bucket of BUCKETS) {
    for await (const page of blobs.list(bucket, '')) {
      for (const { key, sizeBytes } of page) stored.add(`${bucket}/${key} ${sizeBytes}`);
    }
  }
  const rows = await sql<{ place: string }[]>`
    SELECT bucket || '/' || key || ' ' || size_bytes AS place FROM objects`;
  const known = new Set(rows.map(({ place }) => place));
  return {
    orphaned: [...stored].filter((place) => !known.has(place)),
    missing: [...known].filter((place) => !stored.has(place)),
  };
}

/** Rows that only work under way has. */
export async function countTransient({ sql }: Service) {
  const [row] = await sql`
    SELECT (SELECT count(*) FROM move_multiparts)::int AS "moveMultiparts",
      (SELECT count(*) FROM upload_multiparts)::int AS "uploadMultiparts",
      (SELECT count(*) FROM upload_changes)::int AS "uploadChanges",
      (SELECT count(*) FROM objects WHERE state <> 'live')::int AS doomed,
      (SELECT count(*) FROM operations WHERE state <> 'done')::int AS undone`;
  return row;
}
