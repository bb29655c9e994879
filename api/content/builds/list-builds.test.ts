import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BuildBody } from '../../contract/builds.ts';
import { type BookDesk, openBookDesk } from '../../testing/books.ts';
import { createPusher, type Pusher } from '../../testing/pusher.ts';

interface BuildPage {
  readonly items: BuildBody[];
  readonly next_cursor: string | null;
}

let desk: BookDesk;
let pusher: Pusher;
beforeAll(async () => {
  desk = await openBookDesk();
  pusher = createPusher(desk);
  await publish('windows', '1.0', 'stable');
  await publish('macos', '1.0', 'stable');
  await publish('windows', '2.0', 'beta');
  await publish('linux', '0.9', 'nightly-1');
  // Published again: it stays where its first publish put it.
  await pusher.push({ platform: 'windows', version: '1.0' }, { a: 'newer' });
  await pusher.plan({ platform: 'windows', version: '3.0' }, { a: 'not sent' });
});
afterAll(() => desk.database.close());

const publish = (platform: string, version: string, channel: string) =>
  pusher.push({ platform, version, channel }, { a: version });

async function listAll(query: string, between = async () => {}): Promise<BuildBody[]> {
  const items: BuildBody[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const { status, body }: { status: number; body: BuildPage } = await desk.call<BuildPage>(
      `/apps?${query}${cursor && `&cursor=${cursor}`}`,
    );
    expect(status, JSON.stringify(body)).toBe(200);
    items.push(...body.items);
    cursor = body.next_cursor;
    await between();
  }
  return items;
}

const names = (items: readonly BuildBody[]) =>
  items.map(({ platform, version }) => `${platform}/${version}`);

describe('a list of builds', () => {
  it.each([
    ['', ['linux/0.9', 'windows/2.0', 'macos/1.0', 'windows/1.0']],
    ['platform=windows', ['windows/2.0', 'windows/1.0']],
    ['platform=WINDOWS&platform=macOS', ['windows/2.0', 'macos/1.0', 'windows/1.0']],
    ['channel=stable', ['macos/1.0', 'windows/1.0']],
    ['channel=beta&channel=nightly-1', ['linux/0.9', 'windows/2.0']],
    ['platform=windows&channel=stable', ['windows/1.0']],
    ['channel=none', []],
    ['q=0.', ['linux/0.9']],
    ['q=.0&channel=stable', ['macos/1.0', 'windows/1.0']],
    ['q=%25', []],
    ['sort=-created_at', ['linux/0.9', 'windows/2.0', 'macos/1.0', 'windows/1.0']],
    ['sort=created_at', ['windows/1.0', 'macos/1.0', 'windows/2.0', 'linux/0.9']],
    ['sort=-updated_at', ['windows/1.0', 'linux/0.9', 'windows/2.0', 'macos/1.0']],
    ['sort=platform', ['linux/0.9', 'macos/1.0', 'windows/1.0', 'windows/2.0']],
    ['sort=channel', ['windows/2.0', 'linux/0.9', 'windows/1.0', 'macos/1.0']],
    ['sort=-size', ['windows/1.0', 'linux/0.9', 'windows/2.0', 'macos/1.0']],
    ['sort=version', ['linux/0.9', 'windows/1.0', 'macos/1.0', 'windows/2.0']],
  ])(
    'of %j has what was published, newest first publish first unless sorted',
    async (query, expected) => {
      expect(names(await listAll(query))).toEqual(expected);
      expect(names(await listAll(`${query}&limit=1`))).toEqual(expected);
    },
  );

  it('shows of each the current revision', async () => {
    const items = await listAll('platform=windows&channel=stable');
    expect(items).toEqual([
      {
        id: expect.any(String),
        platform: 'windows',
        version: '1.0',
        channel: 'stable',
        latest: true,
        revision: 2,
        files: 1,
        size: 5,
        created_at: expect.stringMatching(/^\d{4}-.*Z$/),
        updated_at: expect.stringMatching(/^\d{4}-.*Z$/),
      },
    ]);
    const [build] = items;
    expect(Date.parse(build?.updated_at ?? '')).toBeGreaterThan(
      Date.parse(build?.created_at ?? ''),
    );
  });

  it('marks what each channel of a platform offers', async () => {
    const marked = async () => names((await listAll('')).filter(({ latest }) => latest));
    expect(await marked()).toEqual(['linux/0.9', 'windows/2.0', 'macos/1.0', 'windows/1.0']);
    await publish('windows', '1.1', 'stable');
    expect(await marked()).toEqual(['windows/1.1', 'linux/0.9', 'windows/2.0', 'macos/1.0']);
    await desk.call('/apps/windows/1.1', { method: 'DELETE' });
    expect(await marked()).toEqual(['linux/0.9', 'windows/2.0', 'macos/1.0', 'windows/1.0']);
  });

  it('sorts versions as people count, whatever their case and length', async () => {
    const versions = ['v2.10', 'V2.9', 'v2.9-rc.2', 'v2.9-rc.10', `v2.${'9'.repeat(61)}`, 'v10'];
    for (const version of versions) await publish('macos', version, 'counted');
    const expected = ['V2.9', 'v2.9-rc.2', 'v2.9-rc.10', 'v2.10', versions[4], 'v10'];
    const found = async (query: string) =>
      (await listAll(`channel=counted&${query}`)).map(({ version }) => version);
    expect(await found('sort=version')).toEqual(expected);
    expect(await found('sort=version&limit=1')).toEqual(expected);
    expect(await found('sort=-version&limit=2')).toEqual(expected.reverse());
    for (const version of versions) await desk.call(`/apps/macos/${version}`, { method: 'DELETE' });
  });

  it('neither repeats nor hides a build while others are published', async () => {
    let more = 0;
    const items = await listAll('limit=1', async () => {
      more += 1;
      await publish('linux', `9.${more}`, 'stable');
    });
    expect(names(items)).toEqual(['linux/0.9', 'windows/2.0', 'macos/1.0', 'windows/1.0']);
  });

  it('pages through builds of one and the same moment', async () => {
    await desk.database.query.execute(sql`
      UPDATE builds SET first_published_at = '2026-01-01T00:00:00.000Z'
      WHERE first_published_at IS NOT NULL`);
    const all = names(await listAll(''));
    const one = names(await listAll('limit=1'));
    expect(one).toEqual(all);
    expect(new Set(one).size).toBe(all.length);
  });

  it.each([
    ['platform=amiga', 422],
    ['version=1.0', 422],
    ['sort=colour', 422],
    ['limit=0', 422],
    ['cursor=nonsense', 400],
  ])('cannot be asked for %s', async (query, status) => {
    expect((await desk.call(`/apps?${query}`)).status).toBe(status);
  });

  it('binds a cursor to its filters', async () => {
    const { body } = await desk.call<BuildPage>('/apps?limit=1');
    expect(body.next_cursor).not.toBeNull();
    const answer = await desk.call(`/apps?platform=windows&cursor=${body.next_cursor}`);
    expect(answer).toMatchObject({ status: 400, body: { code: 'request.bad_cursor' } });
  });
});
