import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sealAuditEvents } from '../../../api/core/audit/seal-audit-events.ts';
import { type ListeningApp, startTestApp } from '../../../api/testing/listening-app.ts';
import { startWatchedStore, type WatchedStore } from '../../../api/testing/watched-store.ts';
import { createTestWork } from '../../../api/testing/work.ts';
import { type DcsRun, runDcs } from '../testing/run-dcs.ts';

const EVENTS = 1500;

let store: WatchedStore;
let api: ListeningApp;
let token: string;
let folder: string;

beforeAll(async () => {
  store = await startWatchedStore();
  api = await startTestApp(store.access);
  token = await api.adminToken('ada@example.com');
  folder = await mkdtemp(path.join(tmpdir(), 'dcs-audit-'));
  await api.database.query.execute(sql`
    INSERT INTO audit_events (id, at, actor_type, action, target_type, target_id, target_name)
    SELECT ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, '2020-01-01', 'system',
      'test.many', 'test', n::text, E'Name\n\u001b[31m'
    FROM generate_series(1, ${EVENTS}) AS n`);
});
afterAll(async () => {
  await Promise.all([api.close(), store.stop(), rm(folder, { recursive: true })]);
});

const dcs = (...args: readonly string[]): Promise<DcsRun> =>
  runDcs(['audit', ...args], { env: { DCS_URL: api.url, DCS_TOKEN: token } });

describe('audit ls', () => {
  test('prints a line for each event, and how to go on', async () => {
    const { code, stdout, stderr } = await dcs('ls', '--action', 'test.many', '--limit', '2');
    expect(code).toBe(0);
    const [titles, line] = stdout.split('\n');
    expect(titles).toMatch(/^AT +ACTOR +ACTION +TARGET +FROM +REQUEST$/);
    expect(line).toContain('2020-01-01 00:00:00  system  test.many');
    expect(stdout).not.toContain('\u001b');
    expect(stderr).toMatch(/--cursor \S+\n$/);
    const cursor = /--cursor (\S+)/.exec(stderr)?.[1] ?? '';
    const next = await dcs('ls', '--action', 'test.many', '--limit', '2', '--cursor', cursor);
    expect(next.code).toBe(0);
  });

  test('filters, and with --json prints the page', async () => {
    const { stdout } = await dcs('ls', '--target', '7', '--to', '2020-01-02T00:00:00Z', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      items: [{ action: 'test.many' }],
      next_cursor: null,
    });
    const either = ['--action', 'user.create', '--action', 'test.many'];
    const { stdout: both } = await dcs('ls', '--target', '7', ...either, '--json');
    expect(JSON.parse(both).items).toHaveLength(1);
    expect(await dcs('ls', '--actor', 'nobody@example.com')).toMatchObject({
      code: 0,
      stdout: '',
      stderr: 'dcs: No event matches.\n',
    });
    expect(await dcs('ls', '--from', 'yesterday')).toMatchObject({ code: 2 });
  });
});

describe('audit export', () => {
  test('writes all events that match to stdout', async () => {
    const run = await dcs('export', '--format', 'ndjson', '--action', 'test.many');
    expect({ code: run.code, stderr: run.stderr }).toEqual({ code: 0, stderr: '' });
    const lines = run.stdout.trimEnd().split('\n');
    expect(new Set(lines.map((line) => JSON.parse(line).id)).size).toBe(EVENTS);
  });

  test('writes a file, and nothing else beside it', async () => {
    const output = path.join(folder, 'audit.csv');
    const run = await dcs('export', '--format', 'csv', '--action', 'test.many', '-o', output);
    expect(run).toMatchObject({ code: 0, stdout: '' });
    const csv = await readFile(output, 'utf8');
    expect(csv.match(/\r\n/g)).toHaveLength(EVENTS + 1);
    expect(run.stderr).toBe(`dcs: Wrote ${Buffer.byteLength(csv)} bytes to ${output}.\n`);
    expect(await readdir(folder)).toEqual(['audit.csv']);
  });

  test('that breaks off ends with 5 and leaves no file', async () => {
    const server = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/csv' });
      response.write('id,at\r\n', () => response.destroy());
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo; // TCP, so not a path
    const into = await mkdtemp(path.join(folder, 'broken-'));
    const env = { DCS_URL: `http://127.0.0.1:${port}`, DCS_TOKEN: 'token' };
    const args = ['audit', 'export', '--format', 'csv', '-o', path.join(into, 'audit.csv')];
    const run = await runDcs(args, { env });
    server.close();
    expect(run).toMatchObject({ code: 5, stdout: '' });
    expect(run.stderr).toBe('dcs: The connection broke off. Export again.\n');
    expect(await readdir(into)).toEqual([]);
    await rm(into, { recursive: true });
  });

  test('tells what is wrong with the file, the format or the token', async () => {
    const into = await dcs('export', '--format', 'csv', '-o', path.join(folder, 'none', 'a.csv'));
    expect(into).toMatchObject({ code: 1, stdout: '' });
    expect(into.stderr).toContain('cannot be written');
    expect(await dcs('export', '--format', 'xlsx')).toMatchObject({ code: 2 });
    expect(await dcs('export')).toMatchObject({ code: 2 });
    const env = { DCS_URL: api.url, DCS_TOKEN: 'stale' };
    const args = ['audit', 'export', '--format', 'csv', '--json'];
    const stale = await runDcs(args, { env });
    expect(stale).toMatchObject({ code: 3, stdout: '' });
    expect(JSON.parse(stale.stderr)).toMatchObject({ code: 'auth.token_invalid' });
  });
});

describe('audit verify', () => {
  test('ends with 0 while all is well, and with 1 and the first bad event when it is not', async () => {
    const work = createTestWork(api.database);
    while ((await api.database.query.execute(sql`SELECT FROM audit_unsealed`)).length > 0) {
      await sealAuditEvents(work, { isSpent: () => false });
    }
    const good = await dcs('verify');
    expect(good).toMatchObject({ code: 0, stderr: '' });
    expect(good.stdout).toMatch(/^1,50\d events verified: all as they were sealed\.\n$/);
    const id = await api.database.query.transaction(async (tx) => {
      await tx.execute(sql`SET LOCAL session_replication_role = replica`);
      const [row] = await tx.execute<{ id: string }>(sql`
        UPDATE audit_events SET target_name = 'x' FROM audit_seals
        WHERE event_id = id AND seq = 1200 RETURNING id`);
      return row?.id;
    });
    const bad = await dcs('verify');
    expect(bad).toMatchObject({ code: 1, stdout: '' });
    expect(bad.stderr).toContain(
      `The first bad event is number 1,200, ${id}. The event, or its seal`,
    );
    expect(bad.stderr).toContain('1,199 events before it verified.');
    const { code, stdout, stderr } = await dcs('verify', '--json');
    const first_bad = { seq: 1200, event_id: id, reason: 'changed' };
    expect({ code, ...JSON.parse(stdout) }).toMatchObject({ code: 1, ok: false, first_bad });
    expect(JSON.parse(stderr)).toMatchObject({ code: 'cli.refused' });
  });
});
