import { createHash } from 'node:crypto';
import { asc, eq, sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Tx } from '../../../db/client.ts';
import { migrate, readMigrations } from '../../../db/migrate.ts';
import { auditEvents, auditSeals, auditUnsealed } from '../../../db/schema/audit.ts';
import { type AuditLab, openAuditLab } from '../../testing/audit-lab.ts';
import { createTestDatabase } from '../../testing/database.ts';
import { UNLIMITED } from '../budget.ts';
import { transaction } from '../transaction.ts';
import { sealAuditEvents } from './seal-audit-events.ts';
import { verifyAudit } from './verify-audit.ts';

let lab: AuditLab;
beforeEach(async () => {
  lab = await openAuditLab();
});
afterEach(() => lab.close());

/** A transaction that has written `id` and stays open until it is ended. */
async function openTransaction(): Promise<{ id: string; end(): Promise<void> }> {
  const wrote = Promise.withResolvers<string>();
  const end = Promise.withResolvers<void>();
  const done = transaction(lab.database.query, async (tx: Tx) => {
    wrote.resolve(await lab.write({ late: true }, tx));
    await end.promise;
  });
  const id = await wrote.promise;
  return {
    id,
    end() {
      end.resolve();
      return done;
    },
  };
}

describe('sealing audit events', () => {
  it('chains SHA-256 over the hash before and the event in canonical JSON', async () => {
    const id = await lab.write({ b: [1, 1e21, 0.1], a: { ü: 'é\n', '': null } });
    await lab.seal();
    const { at } = (await lab.database.query.select().from(auditEvents))[0] ?? {};
    const text =
      `{"action":"book.update","actor":{"email":null,"id":null,"type":"system"},"address":null,` +
      `"after":{"a":{"":null,"ü":"é\\n"},"b":[1,1e+21,0.1]},"at":"${at?.toISOString()}",` +
      `"before":null,"id":"${id}","request_id":null,` +
      `"target":{"id":"1","name":"Test","type":"test"}}`;
    const wanted = createHash('sha256').update(new Uint8Array(32)).update(text).digest();
    const [seal] = await lab.database.query.select().from(auditSeals);
    expect(seal).toEqual({ seq: 1, eventId: id, hash: wanted });
  });

  it('goes on from the last seal, each event once, more of them than one transaction takes', async () => {
    const first = await lab.write();
    await lab.seal();
    await lab.database.query.execute(sql`
      INSERT INTO audit_events (id, actor_type, action, target_type, target_id, target_name)
      SELECT gen_random_uuid(), 'system', 'test.many', 'test', n::text, 'x'
      FROM generate_series(1, 2500) AS n`);
    const last = await lab.write();
    await lab.seal();
    await lab.seal();
    const sealed = await lab.sealed();
    expect(sealed).toHaveLength(2502);
    expect([sealed[0], sealed.at(-1)]).toEqual([first, last]);
    expect(new Set(sealed).size).toBe(2502);
    expect(await verifyAudit(lab.ctx)).toEqual({ ok: true, events: 2502, unsealed: 0 });
  });

  it('leaves the rest to the next tick when the budget is spent', async () => {
    await lab.database.query.execute(sql`
      INSERT INTO audit_events (id, actor_type, action, target_type, target_id, target_name)
      SELECT gen_random_uuid(), 'system', 'test.many', 'test', n::text, 'x'
      FROM generate_series(1, 1500) AS n`);
    do await sealAuditEvents(lab.ctx, { isSpent: () => true });
    while ((await lab.sealed()).length === 0);
    expect(await lab.sealed()).toHaveLength(1000);
    expect(await verifyAudit(lab.ctx)).toEqual({ ok: true, events: 1000, unsealed: 500 });
  });

  it('waits for older transactions, while writers wait for nobody, and keeps their order', async () => {
    const before = await lab.write();
    const older = await openTransaction();
    const younger = await lab.write();
    await lab.seal(1);
    expect(await lab.sealed()).toEqual([before]);
    const later = await lab.write();
    await older.end();
    await lab.seal();
    expect(await lab.sealed()).toEqual([before, older.id, younger, later]);
  });

  it('is not held up by a transaction that was rolled back', async () => {
    const failed = transaction(lab.database.query, async (tx) => {
      await lab.write({}, tx);
      throw new Error('undone');
    });
    await expect(failed).rejects.toThrow('undone');
    const id = await lab.write();
    await lab.seal();
    expect(await lab.sealed()).toEqual([id]);
  });

  it('is done once by many at once, while events come', async () => {
    const replica = lab.database.open({});
    const contexts = [lab.ctx, { ...lab.ctx, db: replica.query }];
    const written: string[] = [];
    for (let round = 0; round < 10; round += 1) {
      const writing = Promise.all([lab.write({ round }), lab.write({ round })]);
      const sealing = contexts.flatMap((ctx) => [ctx, ctx]);
      await Promise.all(sealing.map((ctx) => sealAuditEvents(ctx, UNLIMITED)));
      written.push(...(await writing));
    }
    await lab.seal();
    await replica.close();
    expect((await lab.sealed()).sort()).toEqual(written.sort());
    expect(await verifyAudit(lab.ctx)).toEqual({ ok: true, events: 20, unsealed: 0 });
  });

  it('leaves it to whoever is at it already', async () => {
    await lab.write();
    await transaction(lab.database.query, async (tx) => {
      await tx.execute(sql`SELECT pg_advisory_xact_lock(hashtextextended('audit seals', 0))`);
      await lab.seal(0);
      expect(await lab.sealed()).toEqual([]);
    });
    await lab.seal();
    expect(await lab.sealed()).toHaveLength(1);
  });

  it('seals what was restored from a database whose transactions had higher numbers', async () => {
    const restored = await lab.write();
    await lab.database.query
      .update(auditUnsealed)
      .set({ xid: '9000000000000' })
      .where(eq(auditUnsealed.eventId, restored));
    await lab.seal();
    const id = await lab.write();
    await lab.seal();
    expect(await lab.sealed()).toEqual([restored, id]);
  });

  it('seals what was written before there were seals, oldest first', async () => {
    const database = await createTestDatabase('template0');
    const migrations = await readMigrations();
    await migrate(database.url, migrations.slice(0, 7));
    await database.query.execute(sql`
      INSERT INTO audit_events (id, actor_type, action, target_type, target_id, target_name)
      SELECT ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'system', 'test.old',
        'test', n::text, 'x'
      FROM generate_series(1, 30) AS n`);
    await migrate(database.url, migrations);
    let seals: (typeof auditSeals.$inferSelect)[] = [];
    while (seals.length === 0) {
      await sealAuditEvents({ db: database.query }, UNLIMITED);
      seals = await database.query.select().from(auditSeals).orderBy(asc(auditSeals.seq));
    }
    await database.close();
    expect(seals).toHaveLength(30);
    const ids = seals.map(({ eventId }) => eventId);
    expect(ids).toEqual([...ids].sort());
  });
});

describe('the chain', () => {
  it.each([
    "UPDATE audit_seals SET hash = decode(repeat('00', 32), 'hex')",
    'DELETE FROM audit_seals',
    'TRUNCATE audit_seals CASCADE',
    'UPDATE audit_heads SET seq = 2',
    'DELETE FROM audit_heads',
    'TRUNCATE audit_heads',
  ])('is append-only in the database itself: %s', async (statement) => {
    const error = await lab.database.query.execute(sql.raw(statement)).catch((caught) => caught);
    expect(String(error.cause)).toMatch(/audit_(seals|heads) is append-only/);
  });
});
