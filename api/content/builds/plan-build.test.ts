import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { BuildBody } from '../../contract/builds.ts';
import type { UploadStatusBody } from '../../contract/upload-bodies.ts';
import { type BookDesk, openBookDesk } from '../../testing/books.ts';
import { createPusher, type Pusher } from '../../testing/pusher.ts';

let desk: BookDesk;
let pusher: Pusher;
beforeAll(async () => {
  desk = await openBookDesk();
  pusher = createPusher(desk);
});
afterAll(() => desk.database.close());

/** A version no test has used. */
let version: string;
let versions = 0;
beforeEach(() => {
  versions += 1;
  version = `${versions}.0-rc`;
});

const APP = { 'flowbook.exe': { executable: 'MZ' }, 'data/1.bin': 'one' };
const windows = (change: object = {}) => ({ platform: 'windows', version, ...change });
const abort = (id: string) => desk.call(`/uploads/${id}`, { method: 'DELETE' });

async function listed(): Promise<BuildBody[]> {
  const { body } = await desk.call<{ items: BuildBody[] }>('/apps?limit=200');
  return body.items.filter((build) => build.version === version);
}

async function stored(): Promise<Record<string, unknown>[]> {
  return desk.database.query.execute(sql`
    SELECT version, channel, prefix FROM builds JOIN folders ON folders.id = folder_id
    WHERE version_folded = lower(${version})`);
}

describe('an upload of a build', () => {
  it('is planned and published, and its next one makes the next revision', async () => {
    const planned = await pusher.plan({ platform: 'Windows', version, channel: 'beta' }, APP);
    const target = { type: 'build', platform: 'windows', version, channel: 'beta' };
    expect(planned).toMatchObject({
      status: 201,
      body: { resumed: false, upload: { target }, counts: { added: 2, send: 2 } },
    });
    const { id } = planned.body.upload;
    expect((await desk.call<UploadStatusBody>(`/uploads/${id}`)).body.upload.target).toEqual(
      target,
    );
    expect(await listed()).toEqual([]);

    await pusher.send(id, APP);
    const receipt = await pusher.finalize(id);
    expect(receipt).toMatchObject({
      status: 200,
      body: {
        message: `Published revision 1 of windows/${version}.`,
        target,
        revision: 1,
        manifest: `/apps/windows/${version}/manifest?revision=1`,
        tree: `/storage/apps/windows/${version}`,
      },
    });
    const [first] = await listed();
    expect(first).toMatchObject({ channel: 'beta', revision: 1, files: 2, size: 5 });
    expect(first?.created_at).toBe(receipt.body.published_at);

    const next = { ...APP, 'data/1.bin': 'two' };
    const second = await pusher.push(windows({ channel: 'beta' }), next);
    expect(second).toMatchObject({ revision: 2, counts: { unchanged: 1, changed: 1 } });
    expect(await listed()).toMatchObject([
      { revision: 2, created_at: first?.created_at, updated_at: second.published_at },
    ]);
    expect(await pusher.push(windows({ channel: 'beta' }), next)).toMatchObject({ changed: false });
  });

  it('tells of its publish: an audit event, and a record for the bucket', async () => {
    const { upload_id } = await pusher.push(windows(), APP);
    const { body } = await desk.call('/audit?action=build.publish&limit=1');
    expect(body).toMatchObject({
      items: [
        {
          target: { type: 'build', name: `windows/${version}` },
          before: { revision: 0 },
          after: { revision: 1, upload_id, added: 2 },
        },
      ],
    });
    const [record] = await desk.database.query.execute(sql`
      SELECT kind, record FROM outbox WHERE record ->> 'upload_id' = ${upload_id}`);
    expect(record).toMatchObject({ kind: 'revision', record: { revision: 1, added: 2 } });
  });

  it('is resumed by posting it again, from whichever machine', async () => {
    const { body } = await pusher.plan(windows(), APP);
    await pusher.send(body.upload.id, APP, ['data/1.bin']);
    expect(await pusher.plan(windows(), APP)).toMatchObject({
      status: 200,
      body: { resumed: true, upload: { id: body.upload.id }, counts: { arrived: 1, send: 1 } },
    });
  });

  it('keeps which files are executable, and sees that one ceased to be', async () => {
    await pusher.push(windows(), APP);
    const plain = { ...APP, 'flowbook.exe': 'MZ' };
    const { body } = await pusher.plan(windows(), plain);
    expect(body.counts).toMatchObject({ changed: 1, reused: 1, send: 0 });
    const rows = await desk.database.query.execute(sql`
      SELECT path, executable FROM files JOIN builds USING (folder_id)
      WHERE version = ${version} ORDER BY path`);
    expect(rows).toEqual([
      { path: 'data/1.bin', executable: false },
      { path: 'flowbook.exe', executable: true },
    ]);
  });

  it('tried dry stores nothing, of a new version least of all', async () => {
    const folders = async () => {
      const [row] = await desk.database.query.execute(sql`SELECT count(*)::int AS n FROM folders`);
      return row;
    };
    const before = await folders();
    expect(await pusher.plan(windows(), APP, { dry_run: true })).toMatchObject({
      status: 200,
      body: { changes: { added: ['data/1.bin', 'flowbook.exe'] } },
    });
    expect(await stored()).toEqual([]);
    expect(await folders()).toEqual(before);
    await pusher.push(windows(), APP);
    expect(await pusher.plan(windows({ channel: 'beta' }), APP, { dry_run: true })).toMatchObject({
      status: 409,
    });
    expect(await stored()).toMatchObject([{ channel: 'stable' }]);
  });

  it('of a new version twice at once is one build, and one upload where the manifest is one', async () => {
    const contents = [APP, APP, { 'other.exe': 'x' }];
    const plans = await Promise.all(contents.map((content) => pusher.plan(windows(), content)));
    expect(plans.map(({ status }) => status).sort()).toEqual([200, 201, 201]);
    const ids = plans.map(({ body }) => body.upload.id);
    expect(ids[0]).toBe(ids[1]);
    expect(ids[2]).not.toBe(ids[0]);
    expect(await stored()).toHaveLength(1);
  });

  it('leaves no folder that belongs to nothing, however many come at once', async () => {
    await Promise.all(Array.from({ length: 8 }, () => pusher.plan(windows(), APP)));
    const rows = await desk.database.query.execute(sql`
      SELECT id FROM folders f WHERE bucket = 'apps'
        AND NOT EXISTS (SELECT FROM builds WHERE folder_id = f.id)`);
    expect(rows).toEqual([]);
  });

  it('for a platform there is none of is refused', async () => {
    expect(await pusher.plan(windows({ platform: 'amiga' }), APP)).toMatchObject({
      status: 404,
      body: { code: 'build.unknown_platform' },
    });
  });

  it.each(['latest', 'Upload', 'con', '1.', '.1', 'a/b', ''])(
    'of a version called %j is refused',
    async (name) => {
      expect(await pusher.plan(windows({ version: name }), APP)).toMatchObject({
        status: 422,
        body: { code: 'request.invalid', errors: [{ pointer: '/version' }] },
      });
    },
  );
});

describe('the channel of a version', () => {
  it('is that of its first publish; another is refused and named', async () => {
    await pusher.push(windows({ channel: 'beta' }), APP);
    expect(await pusher.plan(windows(), { 'a.exe': 'a' })).toMatchObject({
      status: 409,
      body: { code: 'build.channel_mismatch', channel: 'beta' },
    });
    expect(await stored()).toMatchObject([{ channel: 'beta' }]);
  });

  it('is refused while another upload is open, and free once that is given up', async () => {
    const { body } = await pusher.plan(windows({ channel: 'beta' }), APP);
    const other = { 'a.exe': 'a' };
    expect(await pusher.plan(windows(), other)).toMatchObject({
      status: 409,
      body: { code: 'build.channel_mismatch', channel: 'beta' },
    });
    await abort(body.upload.id);
    expect(await pusher.push(windows(), other)).toMatchObject({ target: { channel: 'stable' } });
    expect(await listed()).toMatchObject([{ channel: 'stable' }]);
  });

  it('is corrected by posting the very same manifest again', async () => {
    const { body } = await pusher.plan(windows({ channel: 'beta' }), APP);
    await pusher.send(body.upload.id, APP);
    expect(await pusher.plan(windows(), APP)).toMatchObject({
      status: 200,
      body: { upload: { id: body.upload.id, target: { channel: 'stable' } }, counts: { send: 0 } },
    });
    expect((await pusher.finalize(body.upload.id)).body.target).toMatchObject({
      channel: 'stable',
    });
  });
});

describe('a version written otherwise', () => {
  const otherwise = () => windows({ version: version.toUpperCase() });

  it('is refused once it is published, naming the spelling in use', async () => {
    await pusher.push(windows(), APP);
    expect(await pusher.plan(otherwise(), APP)).toMatchObject({
      status: 422,
      body: {
        code: 'request.invalid',
        errors: [{ pointer: '/version', detail: `This version is written "${version}" here.` }],
      },
    });
  });

  it('is refused while it is being sent, even by the same manifest', async () => {
    const { body } = await pusher.plan(windows(), APP);
    expect((await pusher.plan(otherwise(), APP)).status).toBe(422);
    await abort(body.upload.id);
    const { target, tree } = await pusher.push(otherwise(), APP);
    expect(target).toMatchObject({ version: version.toUpperCase() });
    expect(tree).toBe(`/storage/apps/windows/${version.toUpperCase()}`);
    expect(await stored()).toEqual([
      {
        version: version.toUpperCase(),
        channel: 'stable',
        prefix: `windows/${version.toUpperCase()}`,
      },
    ]);
  });

  it('is another build on another platform', async () => {
    await pusher.push(windows(), APP);
    expect(await pusher.push({ ...otherwise(), platform: 'linux' }, APP)).toMatchObject({
      revision: 1,
    });
  });
});
