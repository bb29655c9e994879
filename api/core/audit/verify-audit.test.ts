import { eq, sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { auditEvents, auditHeads, auditSeals, auditUnsealed } from '../../../db/schema/audit.ts';
import { createTestApp } from '../../testing/app.ts';
import { type AuditLab, openAuditLab } from '../../testing/audit-lab.ts';
import { later } from '../../testing/work.ts';
import { bytesToHex } from '../hashes.ts';
import { auditEventBody } from './audit-event-row.ts';
import { HEADS_PREFIX } from './audit-head.ts';
import { sealHash } from './seal-hash.ts';
import { verifyAudit } from './verify-audit.ts';
import { writeAuditHead } from './write-audit-head.ts';

let lab: AuditLab;
beforeEach(async () => {
  lab = await openAuditLab();
});
afterEach(() => lab.close());

/** Writes and seals so many events; gives their ids in the chain's order. */
async function chain(events: number): Promise<string[]> {
  for (let n = 1; n <= events; n += 1) await lab.write({ n });
  await lab.seal();
  return lab.sealed();
}

/** What somebody does who owns the database and minds no trigger. */
async function tamper(...statements: readonly string[]): Promise<void> {
  await lab.database.query.transaction(async (tx) => {
    await tx.execute(sql`SET LOCAL session_replication_role = replica`);
    for (const statement of statements) await tx.execute(sql.raw(statement));
  });
}

async function headKeys(): Promise<string[]> {
  const keys: string[] = [];
  for await (const page of lab.ctx.blobs.list('meta', HEADS_PREFIX)) {
    keys.push(...page.map(({ key }) => key));
  }
  return keys;
}

const TRUNCATE = 'TRUNCATE audit_events, audit_seals, audit_heads, audit_unsealed';

describe('verifying the audit trail', () => {
  it('finds nothing wrong with an empty one', async () => {
    expect(await verifyAudit(lab.ctx)).toEqual({ ok: true, events: 0, unsealed: 0 });
  });

  it('counts apart what has no seal yet', async () => {
    await chain(3);
    await lab.write();
    expect(await verifyAudit(lab.ctx)).toEqual({ ok: true, events: 3, unsealed: 1 });
  });

  it('takes whatever JSON an event tells as it was sealed', async () => {
    const text = fc.string({ unit: 'grapheme' });
    const events = fc.sample(fc.dictionary(text, fc.jsonValue()), 100);
    for (const event of events) {
      // jsonb holds no U+0000 and no half characters.
      const json = JSON.stringify(event).replaceAll(/\\u(?:0000|d[89a-f]..)/g, '');
      await lab.write(JSON.parse(json));
    }
    await lab.seal();
    expect(await verifyAudit(lab.ctx)).toEqual({ ok: true, events: 100, unsealed: 0 });
  });

  it.each([
    ["action = 'test.other'", 3],
    ["after = jsonb_set(after, '{n}', '4')", 3],
    ['after = after || \'{"more": null}\'', 3],
    ['after = \'{"n": 1e400}\'', 3],
    ["at = at - interval '1 millisecond'", 3],
    ["actor_email = 'somebody@example.com'", 3],
    ['before = after, after = before', 3],
  ])('names an event whose row was changed: %s', async (change, seq) => {
    const ids = await chain(5);
    const event_id = ids[seq - 1];
    await tamper(`UPDATE audit_events SET ${change} WHERE id = '${event_id}'`);
    const first_bad = { seq, event_id, reason: 'changed' };
    expect(await verifyAudit(lab.ctx)).toEqual({ ok: false, events: 2, unsealed: 0, first_bad });
  });

  it('names the event behind one that was changed together with its seal', async () => {
    const ids = await chain(5);
    const rows = await lab.database.query.select().from(auditEvents);
    const third = rows.find(({ id }) => id === ids[2]);
    const [, second] = await lab.database.query.select().from(auditSeals).orderBy(auditSeals.seq);
    if (!third || !second) throw new Error('They were sealed.');
    const forged = await sealHash(second.hash, auditEventBody({ ...third, action: 'test.other' }));
    await tamper(
      `UPDATE audit_events SET action = 'test.other' WHERE id = '${third.id}'`,
      `UPDATE audit_seals SET hash = decode('${bytesToHex(forged)}', 'hex') WHERE seq = 3`,
    );
    const first_bad = { seq: 4, event_id: ids[3], reason: 'changed' };
    expect(await verifyAudit(lab.ctx)).toMatchObject({ ok: false, events: 3, first_bad });
  });

  it('names the first of two events whose places were swapped', async () => {
    const [, second, , fourth] = await chain(5);
    await tamper(
      `UPDATE audit_seals SET event_id = gen_random_uuid() WHERE seq = 2`,
      `UPDATE audit_seals SET event_id = '${second}' WHERE seq = 4`,
      `UPDATE audit_seals SET event_id = '${fourth}' WHERE seq = 2`,
    );
    const first_bad = { seq: 2, event_id: fourth, reason: 'changed' };
    expect(await verifyAudit(lab.ctx)).toMatchObject({ ok: false, events: 1, first_bad });
  });

  it('names an event that was deleted from the middle, with its seal or without', async () => {
    const [, , third] = await chain(5);
    await tamper(`DELETE FROM audit_events WHERE id = '${third}'`);
    const first_bad = { seq: 3, event_id: third, reason: 'missing' };
    expect(await verifyAudit(lab.ctx)).toMatchObject({ events: 2, first_bad });
    await tamper('DELETE FROM audit_seals WHERE seq = 3');
    expect((await verifyAudit(lab.ctx)).first_bad).toEqual({ ...first_bad, event_id: null });
  });

  it('names an event that has lost the last seal, or was put in past the triggers', async () => {
    const ids = await chain(5);
    await tamper('DELETE FROM audit_seals WHERE seq = 5');
    const first_bad = { seq: null, event_id: ids[4], reason: 'not_sealed' };
    expect(await verifyAudit(lab.ctx)).toMatchObject({ ok: false, events: 4, first_bad });
    const id = await lab.write();
    await lab.database.query.delete(auditUnsealed).where(eq(auditUnsealed.eventId, id));
    expect((await verifyAudit(lab.ctx)).first_bad).toEqual(first_bad);
  });

  it('knows from the store that the end was cut off, events and seals and all', async () => {
    await chain(5);
    await writeAuditHead(lab.ctx);
    await tamper(
      'DELETE FROM audit_heads',
      'DELETE FROM audit_events WHERE id IN (SELECT event_id FROM audit_seals WHERE seq > 3)',
      'DELETE FROM audit_seals WHERE seq > 3',
    );
    const first_bad = { seq: 4, event_id: null, reason: 'cut_off' };
    expect(await verifyAudit(lab.ctx)).toMatchObject({ ok: false, events: 3, first_bad });
    await tamper(TRUNCATE);
    expect((await verifyAudit(lab.ctx)).first_bad).toEqual({ ...first_bad, seq: 1 });
  });

  it('knows from the store that the chain was made anew, though it is longer now', async () => {
    await chain(3);
    await writeAuditHead(lab.ctx);
    await tamper(TRUNCATE);
    const ids = await chain(5);
    await writeAuditHead(lab.ctx);
    expect(await headKeys()).toHaveLength(2);
    const first_bad = { seq: 3, event_id: ids[2], reason: 'other_head' };
    expect(await verifyAudit(lab.ctx)).toMatchObject({ ok: false, events: 3, first_bad });
  });

  it('is answered to admins alone', async () => {
    await chain(2);
    const app = createTestApp(lab.database, undefined, { store: lab.store.access });
    expect((await app.call('/audit/verify')).status).toBe(401);
    const token = await app.adminToken();
    const { status, body } = await app.call('/audit/verify', { token });
    expect({ status, body }).toEqual({ status: 200, body: { ok: true, events: 2, unsealed: 1 } });
    lab.store.faults = () => ({ kind: 'error', code: 'SlowDown' });
    expect(await app.call('/audit/verify', { token })).toMatchObject({
      status: 503,
      body: { code: 'storage.unavailable' },
    });
  });
});

describe("the chain's head", () => {
  it('goes to the bucket meta each hour in which something was sealed, however many write it', async () => {
    await writeAuditHead(lab.ctx);
    expect(await headKeys()).toEqual([]);
    await chain(2);
    await Promise.all([writeAuditHead(lab.ctx), writeAuditHead(lab.ctx)]);
    await chain(1);
    await writeAuditHead(lab.ctx);
    const [first, ...more] = await headKeys();
    expect(more).toEqual([]);
    expect(first).toMatch(/^audit\/heads\/0{15}2-[0-9a-f]{64}\.json$/);
    const { blobs } = lab.ctx;
    const tickAfter = (time: string) =>
      later(time, { database: lab.database, change: { blobs } }, writeAuditHead);
    await tickAfter('59 minutes');
    expect(await headKeys()).toHaveLength(1);
    await tickAfter('61 minutes');
    lab.store.requests.length = 0;
    await tickAfter('3 hours');
    expect(lab.store.requests).toEqual([]);
    expect(await headKeys()).toHaveLength(2);
    expect(await lab.database.query.select().from(auditHeads)).toHaveLength(2);
    expect(await verifyAudit(lab.ctx)).toEqual({ ok: true, events: 3, unsealed: 0 });
  });

  it('is written again after a crash between store and database, to the same key', async () => {
    await chain(1);
    await writeAuditHead(lab.ctx);
    await tamper('DELETE FROM audit_heads');
    await writeAuditHead(lab.ctx);
    expect(await headKeys()).toHaveLength(1);
  });

  it('tells the event, its hash and when', async () => {
    const [event_id] = await chain(1);
    const written: unknown[] = [];
    const putJson = async (_at: unknown, document: unknown) => {
      written.push(document);
    };
    await writeAuditHead({ ...lab.ctx, blobs: { ...lab.ctx.blobs, putJson } });
    const [seal] = await lab.database.query.select().from(auditSeals);
    const hash = bytesToHex(seal?.hash ?? new Uint8Array());
    expect(written).toEqual([{ seq: 1, event_id, hash, at: expect.any(Date) }]);
  });
});
