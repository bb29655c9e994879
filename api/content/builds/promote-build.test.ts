import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditEventBody } from '../../contract/audit.ts';
import type { BuildBody } from '../../contract/builds.ts';
import type { CallInit } from '../../testing/app.ts';
import { type BookDesk, openBookDesk } from '../../testing/books.ts';
import { createPusher, type Pusher } from '../../testing/pusher.ts';

let desk: BookDesk;
let pusher: Pusher;
beforeAll(async () => {
  desk = await openBookDesk();
  pusher = createPusher(desk);
  await pusher.push({ platform: 'linux', version: '1.0', channel: 'stable' }, { a: 'one' });
  await pusher.push({ platform: 'linux', version: '2.0', channel: 'beta' }, { a: 'two' });
  await pusher.push({ platform: 'linux', version: '1.5', channel: 'stable' }, { a: 'three' });
  await pusher.plan({ platform: 'linux', version: '3.0' }, { a: 'not sent' });
});
afterAll(() => desk.database.close());

const latest = (platform: string, query = '') =>
  desk.call<BuildBody>(`/apps/${platform}/latest${query}`);
const read = (name: string, init?: CallInit) => desk.call<BuildBody>(`/apps/${name}`, init);
const promote = (version: string, body: object) =>
  desk.call<BuildBody>(`/apps/linux/${version}/promote`, { body });
const events = async () =>
  (await desk.call<{ items: AuditEventBody[] }>('/audit?action=build.promote')).body.items;

describe('the latest build', () => {
  it('of a channel is the newest first publish, of "stable" unless asked otherwise', async () => {
    const { status, body } = await latest('Linux');
    expect(status).toBe(200);
    expect(body).toMatchObject({ version: '1.5', channel: 'stable', latest: true, revision: 1 });
    expect((await latest('linux', '?channel=beta')).body).toMatchObject({ version: '2.0' });
    await pusher.push({ platform: 'linux', version: '1.0' }, { a: 'newer revision' });
    expect((await latest('linux')).body).toEqual(body);
  });

  it('is not there where nothing was published', async () => {
    for (const asked of [latest('macos'), latest('linux', '?channel=nightly')]) {
      expect(await asked).toMatchObject({ status: 404, body: { code: 'build.not_found' } });
    }
    expect(await latest('amiga')).toMatchObject({
      status: 404,
      body: { code: 'build.unknown_platform' },
    });
    expect((await latest('linux', '?chanel=beta')).status).toBe(422);
    expect((await desk.call('/apps/linux/latest', { token: '' })).status).toBe(401);
  });
});

describe('one build', () => {
  it('is what the list has under its platform, in any case, and its version', async () => {
    const { items } = (await desk.call<{ items: BuildBody[] }>('/apps?platform=linux')).body;
    expect(items.map(({ version }) => version)).toEqual(['1.5', '2.0', '1.0']);
    for (const build of items) {
      expect(await read(`Linux/${build.version}`)).toMatchObject({ status: 200, body: build });
    }
    expect((await latest('linux')).body).toEqual(items[0]);
  });

  it('has the id by which the audit trail knows it', async () => {
    const { id } = (await read('linux/2.0')).body;
    const { body } = await desk.call<{ items: AuditEventBody[] }>(`/audit?target_id=${id}`);
    expect(body.items).toMatchObject([{ action: 'build.publish', target: { name: 'linux/2.0' } }]);
  });

  it('is not there before its first publish, nor in the trash, nor written otherwise', async () => {
    await pusher.push({ platform: 'linux', version: '0.2-rc' }, { a: 'a' });
    expect((await read('linux/0.2-rc')).status).toBe(200);
    expect((await read('linux/0.2-RC')).status).toBe(404);
    await desk.call('/apps/linux/0.2-rc', { method: 'DELETE' });
    for (const name of ['linux/0.2-rc', 'linux/3.0', 'linux/9.9', 'macos/1.0', 'linux/upload']) {
      expect(await read(name), name).toMatchObject({
        status: 404,
        body: { code: 'build.not_found' },
      });
    }
    expect(await read('amiga/1.0')).toMatchObject({
      status: 404,
      body: { code: 'build.unknown_platform' },
    });
    expect((await read('linux/1.0', { token: '' })).status).toBe(401);
  });
});

describe('a build that is promoted', () => {
  it('is in the other channel, by the time of its first publish', async () => {
    const { status, body } = await promote('2.0', { channel: 'stable' });
    expect(status).toBe(200);
    expect((await read('linux/2.0')).body).toEqual(body);
    // 1.5 was published after it.
    expect(body).toMatchObject({ version: '2.0', channel: 'stable', latest: false });
    expect((await latest('linux')).body.version).toBe('1.5');
    expect((await latest('linux', '?channel=beta')).status).toBe(404);
    await promote('1.5', { channel: 'beta' });
    expect((await latest('linux')).body.version).toBe('2.0');
  });

  it('is told of in the audit trail and in the records, once', async () => {
    await promote('2.0', { channel: 'gold' });
    await promote('2.0', { channel: 'gold' });
    const [event, ...before] = await events();
    expect(before).toHaveLength(2);
    expect(event).toMatchObject({
      target: { type: 'build', name: 'linux/2.0' },
      before: { channel: 'stable' },
      after: { channel: 'gold' },
    });
    const [record] = await desk.database.query.execute(sql`
      SELECT record ->> 'version' AS version, record ->> 'channel' AS channel
      FROM outbox WHERE kind = 'build' ORDER BY id DESC LIMIT 1`);
    expect(record).toEqual({ version: '2.0', channel: 'gold' });
  });

  it('takes uploads under its new channel alone', async () => {
    const build = { platform: 'linux', version: '1.0' };
    await promote('1.0', { channel: 'gold' });
    expect(await pusher.plan({ ...build, channel: 'stable' }, { a: 'x' })).toMatchObject({
      status: 409,
      body: { code: 'build.channel_mismatch', channel: 'gold' },
    });
    const receipt = await pusher.push({ ...build, channel: 'gold' }, { a: 'x' });
    expect(receipt.target).toMatchObject({ channel: 'gold' });
  });

  it('is one that readers can see', async () => {
    await pusher.push({ platform: 'linux', version: '0.1' }, { a: 'gone' });
    await desk.call('/apps/linux/0.1', { method: 'DELETE' });
    for (const version of ['0.1', '3.0', '9.9']) {
      expect(await promote(version, { channel: 'gold' }), version).toMatchObject({
        status: 404,
        body: { code: 'build.not_found' },
      });
    }
    expect(await desk.call('/apps/amiga/1.0/promote', { body: { channel: 'gold' } })).toMatchObject(
      { status: 404, body: { code: 'build.unknown_platform' } },
    );
    expect((await desk.call('/apps/linux/1.0/promote', { body: {}, token: '' })).status).toBe(401);
  });

  it.each([{}, { channel: 'Gold!' }, { channel: '' }, { channel: 'gold', version: '1' }])(
    'cannot be by %j',
    async (body) => {
      expect(await promote('1.0', body)).toMatchObject({
        status: 422,
        body: { code: 'request.invalid' },
      });
    },
  );
});
