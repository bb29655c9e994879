import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { BuildBody } from '../../../api/contract/builds.ts';
import { PLATFORMS } from '../../../api/contract/platforms.ts';
import { type Content, createPusher, type Pusher } from '../../../api/testing/pusher.ts';
import { type Desk, openDesk } from '../desk.ts';

interface BuildPage {
  readonly items: BuildBody[];
  readonly next_cursor: string | null;
}

interface Refusal {
  readonly code: string;
  readonly errors?: readonly { readonly code: string; readonly path?: string }[];
}

let desk: Desk;
let pusher: Pusher;
beforeAll(async () => {
  desk = await openDesk();
  pusher = createPusher({ call: (target, init) => desk.ask(target, init) });
});

/** A version no test has used; all test files share one program. */
let version: string;
let versions = 0;
const mark = Date.now().toString(36);
beforeEach(() => {
  versions += 1;
  version = `${versions}.0-${mark}`;
});

/** As a bundle for macOS is: versions, links between them, and a program. */
const FRAMEWORK = 'FlowBook.app/Contents/Frameworks/Player.framework';
const BUNDLE: Content = {
  'FlowBook.app/Contents/MacOS/FlowBook': { executable: Buffer.alloc(300_000, 'mach-o') },
  'FlowBook.app/Contents/Info.plist': '<plist/>',
  [`${FRAMEWORK}/Versions/A/Player`]: { executable: 'player' },
  [`${FRAMEWORK}/Versions/A/Resources/é.lproj/Text.strings`]: 'é',
};
const LINKS = [
  { path: `${FRAMEWORK}/Versions/Current`, target: 'A' },
  { path: `${FRAMEWORK}/Player`, target: 'Versions/Current/Player' },
  { path: `${FRAMEWORK}/Resources`, target: 'Versions/Current/Resources' },
];

async function listAll(query: string): Promise<BuildBody[]> {
  const items: BuildBody[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const { status, body }: { status: number; body: BuildPage } = await desk.ask<BuildPage>(
      `/apps?${query}${cursor && `&cursor=${cursor}`}`,
    );
    expect(status, JSON.stringify(body)).toBe(200);
    items.push(...body.items);
    cursor = body.next_cursor;
  }
  return items;
}

const listed = async () => (await listAll('limit=200')).filter((one) => one.version === version);

describe('a build', () => {
  it('is pushed with its links and programs, and is the same when it is pushed again', async () => {
    const macos = { platform: 'MacOS', version };
    const receipt = await pusher.push(macos, BUNDLE, { links: LINKS });
    expect(receipt).toMatchObject({
      message: `Published revision 1 of macos/${version}.`,
      target: { type: 'build', platform: 'macos', version, channel: 'stable' },
      counts: { files: 7, added: 7, send: 4 },
      manifest: `/apps/macos/${version}/manifest?revision=1`,
      tree: `/storage/apps/macos/${version}`,
    });
    expect(await pusher.push(macos, BUNDLE, { links: LINKS })).toMatchObject({ changed: false });
    const [program] = Object.keys(BUNDLE);
    const plain = { ...BUNDLE, [program ?? '']: Buffer.alloc(300_000, 'mach-o') };
    const links = LINKS.slice(1);
    expect((await pusher.plan(macos, plain, { links, dry_run: true })).body).toMatchObject({
      counts: { changed: 1, removed: 1, send: 0 },
    });
  });

  it('with a large file is resumed where it was left, and is one only then', async () => {
    const windows = { platform: 'windows', version };
    const file = { path: 'FlowBook.exe', bytes: Buffer.alloc(17 * 1024 * 1024, 'exe') };
    const content = { [file.path]: { executable: file.bytes }, 'a.dll': 'a' };
    const { status, body } = await pusher.plan(windows, content);
    expect(status).toBe(201);
    expect(await pusher.send(body.upload.id, content, ['a.dll'])).toEqual([200]);
    expect(await pusher.sendParts(body.upload.id, file, [2])).toEqual([200]);
    expect(await pusher.finalize(body.upload.id)).toMatchObject({ status: 409 });
    expect(await listed()).toEqual([]);
    expect(await pusher.plan(windows, content)).toMatchObject({
      status: 200,
      body: { resumed: true, counts: { arrived: 1 }, multipart: [{ missing: [[1, 1]] }] },
    });
    const receipt = await pusher.push(windows, content);
    expect(receipt).toMatchObject({ upload_id: body.upload.id, revision: 1 });
    expect(await listed()).toEqual([
      {
        id: expect.any(String),
        platform: 'windows',
        version,
        channel: 'stable',
        latest: true,
        revision: 1,
        files: 2,
        size: file.bytes.length + 1,
        created_at: receipt.published_at,
        updated_at: receipt.published_at,
      },
    ]);
  });

  it('that is new is one, whoever begins it at the same time', async () => {
    const linux = { platform: 'linux', version };
    const contents = [{ a: 'a' }, { a: 'a' }, { b: 'b' }];
    const plans = await Promise.all(contents.map((content) => pusher.plan(linux, content)));
    expect(plans.map(({ status }) => status).sort()).toEqual([200, 201, 201]);
    const receipts = await Promise.all([
      pusher.push(linux, { a: 'a' }),
      desk.ask(`/uploads/${plans[2]?.body.upload.id}`, { method: 'DELETE' }),
    ]);
    expect(receipts[0]).toMatchObject({ revision: 1 });
    expect(await listed()).toHaveLength(1);
  });

  it('tried dry is not begun', async () => {
    const tried = { platform: 'linux', version, channel: 'beta' };
    expect(await pusher.plan(tried, { a: 'a' }, { dry_run: true })).toMatchObject({
      status: 200,
      body: { changes: { added: ['a'] } },
    });
    const { body } = await pusher.plan({ ...tried, channel: 'nightly' }, { b: 'b' });
    expect(body.upload.target).toMatchObject({ channel: 'nightly' });
    await desk.ask(`/uploads/${body.upload.id}`, { method: 'DELETE' });
    expect(await listed()).toEqual([]);
  });

  it('has one channel and one spelling from its first publish', async () => {
    await pusher.push({ platform: 'windows', version, channel: 'beta' }, { a: 'a' });
    expect(await pusher.plan({ platform: 'windows', version }, { a: 'b' })).toMatchObject({
      status: 409,
      body: { code: 'build.channel_mismatch', channel: 'beta' },
    });
    const otherwise = { platform: 'windows', version: version.toUpperCase(), channel: 'beta' };
    expect(await pusher.plan(otherwise, { a: 'b' })).toMatchObject({
      status: 422,
      body: { code: 'request.invalid', errors: [{ pointer: '/version' }] },
    });
    expect(await pusher.plan({ ...otherwise, platform: 'amiga' }, { a: 'b' })).toMatchObject({
      status: 404,
      body: { code: 'build.unknown_platform' },
    });
  });

  it('is what its channel offers, until it is promoted to another', async () => {
    const [from, to] = [`from-${mark}`, `to-${mark}`];
    const latest = (channel: string) =>
      desk.ask<BuildBody>(`/apps/linux/latest?channel=${channel}`);
    await pusher.push({ platform: 'linux', version, channel: from }, { a: 'a' });
    expect(await latest(from)).toMatchObject({ status: 200, body: { version, latest: true } });
    const at = `/apps/linux/${version}/promote`;
    expect(await desk.ask(at, { body: { channel: to } })).toMatchObject({
      status: 200,
      body: { version, channel: to, latest: true },
    });
    expect(await latest(from)).toMatchObject({ status: 404, body: { code: 'build.not_found' } });
    expect(await latest(to)).toMatchObject({ status: 200, body: { version } });
  });

  it('is read alone by its platform and version, and told of under its id', async () => {
    await pusher.push({ platform: 'macos', version }, { a: 'a' });
    const at = `/apps/MacOS/${version}`;
    const [build] = await listed();
    const answer = await desk.ask<BuildBody>(at);
    expect(answer).toMatchObject({ status: 200, body: build });
    const { body } = await desk.ask<{ items: object[] }>(`/audit?target_id=${answer.body.id}`);
    expect(body.items).toMatchObject([{ target: { type: 'build', name: `macos/${version}` } }]);
    await desk.ask(at, { method: 'DELETE' });
    expect(await desk.ask(at)).toMatchObject({ status: 404, body: { code: 'build.not_found' } });
    expect((await desk.call(at)).status).toBe(401);
  });
});

describe('the rules for a build', () => {
  it.each([
    [
      'windows',
      ['manifest.windows_name aux', 'manifest.case_collision B', 'manifest.case_collision b'],
    ],
    ['macos', ['manifest.case_collision B', 'manifest.case_collision b']],
    ['linux', []],
  ])('are those of %s', async (platform, refusals) => {
    const content = { aux: 'a', B: 'b', b: 'b' };
    const { status, body } = await pusher.plan<Refusal>({ platform, version }, content, {
      dry_run: true,
    });
    expect(status).toBe(refusals.length > 0 ? 422 : 200);
    expect((body.errors ?? []).map(({ code, path }) => `${code} ${path}`)).toEqual(refusals);
  });

  it.each(PLATFORMS)(
    'refuse links that leave the folder or go in circles, on %s',
    async (platform) => {
      const links = [
        { path: 'out', target: '../secret' },
        { path: 'one', target: 'two' },
        { path: 'two', target: 'one' },
        { path: 'fine', target: 'a' },
      ];
      const { body } = await pusher.plan<Refusal>({ platform, version }, { a: 'a' }, { links });
      expect(body.code).toBe('manifest.refused');
      expect((body.errors ?? []).map(({ code, path }) => `${code} ${path}`)).toEqual([
        'manifest.bad_link out',
        'manifest.bad_link one',
        'manifest.bad_link two',
      ]);
      expect(await listed()).toEqual([]);
    },
  );
});

describe('the list of builds', () => {
  it('pages, newest first publish first, by platform and channel', async () => {
    const channel = `c-${mark}`;
    for (const platform of PLATFORMS) {
      await pusher.push({ platform, version, channel }, { a: platform });
    }
    await pusher.push({ platform: PLATFORMS[0], version, channel }, { a: 'again' });
    const newestFirst = [...PLATFORMS].reverse();
    const items = await listAll(`channel=${channel}&limit=1`);
    expect(items.map(({ platform }) => platform)).toEqual(newestFirst);
    expect(items.at(-1)).toMatchObject({ revision: 2 });
    const some = await listAll(`channel=${channel}&platform=MACOS&platform=windows`);
    expect(some.map(({ platform }) => platform)).toEqual(
      newestFirst.filter((platform) => platform !== 'linux'),
    );
    expect((await desk.ask('/apps?platform=amiga')).status).toBe(422);
    expect((await desk.call('/apps')).status).toBe(401);
  });
});
