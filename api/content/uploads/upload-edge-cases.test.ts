import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { UploadPreviewBody } from '../../contract/upload-bodies.ts';
import { type BookDesk, openBookDesk } from '../../testing/books.ts';
import { NOTHING, rowsOf } from '../../testing/published-rows.ts';
import { createPusher, type Pusher } from '../../testing/pusher.ts';

let desk: BookDesk;
let pusher: Pusher;
beforeAll(async () => {
  desk = await openBookDesk();
  pusher = createPusher(desk);
});
afterAll(() => desk.database.close());

describe('an upload', () => {
  it('whose folder moved on conflicts, and posted again re-sends nothing', async () => {
    const { id } = await desk.create();
    await pusher.push(id, { 'a.txt': '1' });
    const mine = { 'a.txt': '1', 'b.txt': 'mine' };
    const { body } = await pusher.plan(id, mine);
    await pusher.send(body.upload.id, mine, ['b.txt']);
    await pusher.push(id, { 'a.txt': '2' });
    expect(await pusher.finalize(body.upload.id)).toMatchObject({
      status: 409,
      body: { code: 'upload.revision_conflict', base_revision: 1, current_revision: 2 },
    });
    expect(await pusher.plan(id, mine, { base_revision: 1 })).toMatchObject({ status: 409 });
    const again = await pusher.plan(id, mine);
    expect(again.body).toMatchObject({
      resumed: true,
      upload: { id: body.upload.id, base_revision: 2 },
      counts: { reused: 1, arrived: 1, send: 0 },
    });
    expect((await pusher.finalize(body.upload.id)).body).toMatchObject({ revision: 3 });
  });

  it('of the very manifest that is published is compared with nothing, unless a merge came since', async () => {
    const { id } = await desk.create();
    const content = { 'a.txt': 'a', 'b/c.txt': 'c' };
    await pusher.push(id, content);
    const head = async () => {
      const [row] = await desk.database.query.execute<{ digest: string | null }>(sql`
        SELECT head_manifest_sha256 AS digest FROM folders f JOIN books b ON b.folder_id = f.id
        WHERE b.id = ${id}`);
      return row?.digest ?? null;
    };
    const first = await pusher.plan(id, content);
    expect(first.body.upload.manifest_sha256).toBe(await head());
    expect(first.body).toMatchObject({
      counts: { ...NOTHING, files: 2, unchanged: 2 },
      bytes: { files: 2, send: 0 },
      send: [],
    });
    expect((await pusher.finalize(first.body.upload.id)).body).toMatchObject({ changed: false });
    await pusher.push(id, { 'd.txt': 'd' }, { mode: 'merge' });
    expect(await head()).toBeNull();
    expect((await pusher.plan(id, content)).body.counts).toMatchObject({
      removed: 1,
      unchanged: 2,
    });
  });

  it.each([
    ['a control character stands for a line of it', ['a\nd\u0000b'], 'manifest.control_character'],
    ['an implied directory is listed twice', ['a', 'b', 'c', 'c'], 'manifest.duplicate_path'],
  ])('with the digest of what is published is refused all the same where %s', async (...row) => {
    const [, directories, code] = row;
    const { id } = await desk.create();
    const content = { 'c/x': 'x' };
    await pusher.push(id, content, { directories: ['a', 'b'] });
    const { status, body } = await pusher.plan<{ errors: { code: string }[] }>(id, content, {
      directories,
    });
    expect(status).toBe(422);
    expect(body.errors[0]?.code).toBe(code);
  });

  it('that merges keeps what it does not list, and drops what it names', async () => {
    const { id } = await desk.create();
    await pusher.push(
      id,
      { 'a.txt': 'a', 'old/1.txt': '1', 'old/2.txt': '2' },
      { directories: ['notes'] },
    );
    const more = { mode: 'merge', remove: ['old', 'never.txt'] };
    const { body } = await pusher.plan(id, { 'notes/b.txt': 'b' }, more);
    expect(body.counts).toEqual({
      ...NOTHING,
      files: 1,
      added: 1,
      removed: 2,
      kept: 1,
      directories_removed: 1,
      send: 1,
    });
    await pusher.push(id, { 'notes/b.txt': 'b' }, more);
    expect((await rowsOf(desk.database, id)).filter((row) => row.endsWith('-'))).toEqual([
      'a.txt 1-',
      'notes/b.txt 2-',
    ]);
    expect(await pusher.plan(id, { 'A.TXT': 'x' }, { mode: 'merge' })).toMatchObject({
      status: 422,
      body: { errors: [{ code: 'manifest.case_collision', path: 'A.TXT', other: 'a.txt' }] },
    });
  });

  it('can be tried dry: the same counts and refusals, and nothing stored', async () => {
    const { id } = await desk.create();
    await pusher.push(id, { 'a.txt': 'a', 'b.txt': 'b' });
    const wanted = { 'a.txt': 'A', 'c.txt': 'c', 'd.txt': 'd' };
    const dry = await pusher.plan<UploadPreviewBody>(id, wanted, {
      dry_run: true,
      preview_limit: 1,
    });
    expect(dry).toMatchObject({
      status: 200,
      body: {
        counts: { added: 2, changed: 1, removed: 1, send: 3 },
        changes: { added: ['c.txt'], changed: ['a.txt'], removed: ['b.txt'], truncated: true },
      },
    });
    const [row] = await desk.database.query.execute(sql`
      SELECT count(*)::int AS uploads FROM uploads JOIN books USING (folder_id) WHERE books.id = ${id}`);
    expect(row).toEqual({ uploads: 1 });
    expect((await pusher.plan(id, { 'a:b': '' }, { dry_run: true })).status).toBe(422);
  });

  it('is refused with every path that is wrong', async () => {
    const { id } = await desk.create();
    const wrong = { 'a/../b': '', 'CON.txt': '', 'Audio/1': '', 'audio/2': '', fine: '' };
    const { status, body } = await pusher.plan<{ errors: { code: string; path: string }[] }>(
      id,
      wrong,
    );
    expect(status).toBe(422);
    expect(body.errors.map(({ code, path }) => `${code} ${path}`)).toEqual([
      'manifest.dot_segment a/../b',
      'manifest.windows_name CON.txt',
      'manifest.case_collision Audio/1',
      'manifest.case_collision audio/2',
    ]);
  });

  it('stays open for seven days more whenever URLs are signed for it', async () => {
    const { id } = await desk.create();
    const { body } = await pusher.plan(id, { 'a.txt': 'a' });
    await desk.database.query.execute(
      sql`UPDATE uploads SET expires_at = dcs_now() + interval '1 minute' WHERE id = ${body.upload.id}`,
    );
    await pusher.send(body.upload.id, { 'a.txt': 'a' });
    const status = await desk.call<{ upload: { expires_at: string } }>(
      `/uploads/${body.upload.id}`,
    );
    const days = (Date.parse(status.body.upload.expires_at) - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(6.9);
  });

  it('signs nothing when anything asked is refused', async () => {
    const { id } = await desk.create();
    const { body } = await pusher.plan(id, { 'a.txt': 'a' });
    const asked = {
      files: ['a.txt', 'b.txt'],
      parts: [{ path: 'a.txt', part: 1, sha256: 'a'.repeat(64) }],
    };
    expect(await desk.call(`/uploads/${body.upload.id}/urls`, { body: asked })).toMatchObject({
      status: 422,
      body: {
        code: 'upload.paths_refused',
        errors: [
          { code: 'upload.path_not_needed', path: 'b.txt' },
          { code: 'upload.part_out_of_range', path: 'a.txt' },
        ],
      },
    });
  });

  it('that is given up is over, and giving it up repeats', async () => {
    const { id } = await desk.create();
    const { body } = await pusher.plan(id, { 'a.txt': 'a' });
    const abort = () => desk.call(`/uploads/${body.upload.id}`, { method: 'DELETE' });
    expect([(await abort()).status, (await abort()).status]).toEqual([204, 204]);
    expect(await pusher.finalize(body.upload.id)).toMatchObject({
      status: 409,
      body: { code: 'upload.not_open', state: 'aborted' },
    });
    expect((await desk.call('/uploads/0199a3c1-7b1e-7c52-9d5e-3a1f0c2b4d6e')).status).toBe(404);
  });
});
