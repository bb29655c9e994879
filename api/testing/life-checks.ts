import { sql } from 'drizzle-orm';
import { expect, inject } from 'vitest';
import { createNodeBlobs } from '../adapters/node-blobs.ts';
import type { BookBody } from '../contract/books.ts';
import type { TrashItemBody } from '../contract/trash.ts';
import { sumsOf } from './folder-model.ts';
import { isHeld, isReadable, type Thing } from './life-model.ts';
import {
  checkDifferences,
  checkManifest,
  checkRevisions,
  type GivenUrl,
  readFile,
  readNothing,
  readRevision,
  readUrl,
} from './life-reads.ts';
import { type ModelledLife, subjectOf } from './modelled-life.ts';

/** How long a URL is good for at least, in minutes. */
const URL_MINUTES = 6 * 60;
const MOST_URLS = 6;
const DAY_MINUTES = 24 * 60;

/** Looks, after every act, at what anybody can see. */
export class LifeChecks {
  readonly #life: ModelledLife;
  readonly #urls: GivenUrl[] = [];
  #chance = 1;

  constructor(life: ModelledLife) {
    this.#life = life;
  }

  /** All lists, any book or build, one of its uploads, and one of the URLs given before. */
  async look(): Promise<void> {
    await this.#lookAtLists();
    const thing = this.#anyOf(this.#life.model.things);
    if (thing) await this.#lookAt(thing);
    if (thing && thing.status !== 'archived') await this.#compare(thing);
    const upload = this.#anyOf(thing?.folder.uploads ?? []);
    if (upload) await this.#life.checkUpload(upload);
    const given = this.#anyOf(this.#urls.filter((one) => this.#isGood(one)));
    if (given) await readUrl(given);
  }

  /** Every file of every revision that is kept, and all URLs given before. */
  async lookAtAll(): Promise<void> {
    await this.#lookAtLists();
    for (const thing of this.#life.model.things) {
      if (!isReadable(thing)) await readNothing(this.#life, thing);
      for (const upload of thing.folder.uploads) await this.#life.checkUpload(upload);
      await checkRevisions(this.#life, subjectOf(thing));
      await checkManifest(this.#life, subjectOf(thing), undefined);
      if (thing.status === 'archived') continue;
      for (const number of thing.folder.revisions.keys()) {
        await readRevision(this.#life, thing, number);
      }
    }
    for (const given of this.#urls.filter((one) => this.#isGood(one))) await readUrl(given);
  }

  /**
   * Lets time pass until all that was hidden or dropped is destroyed: nothing is left of it, and the
   * store holds what the database says.
   * @param mark with which all keys of this life begin
   */
  async lookAtEnd(mark: string): Promise<void> {
    for (const days of [10, 10, 2]) await this.#life.pass(days * DAY_MINUTES);
    await this.lookAtAll();
    const { database } = this.#life.world;
    const [left] = await database.query.execute(sql`
      SELECT (SELECT count(*) FROM objects WHERE state = 'doomed')::int AS doomed,
        (SELECT count(*) FROM dead_prefixes)::int AS dead,
        (SELECT count(*) FROM upload_changes)::int AS planned,
        (SELECT count(*) FROM operations WHERE state NOT IN ('done', 'failed'))::int AS unfinished,
        (SELECT count(*) FROM operations WHERE state = 'failed')::int AS failed,
        (SELECT count(*) FROM trash
          WHERE state NOT IN ('restored', 'purged'))::int AS in_trash,
        (SELECT count(*) FROM objects o
          WHERE NOT EXISTS (SELECT FROM files WHERE object_id = o.id))::int AS unseen`);
    const none = { doomed: 0, dead: 0, planned: 0, unfinished: 0, failed: 0, in_trash: 0 };
    expect(left).toEqual({ ...none, unseen: 0 });
    const rows = await database.query.execute<{ at: string }>(sql`
      SELECT bucket || ' ' || key || ' ' || size_bytes AS at FROM objects`);
    expect((await readMarked(mark)).sort()).toEqual(rows.map(({ at }) => at).sort());
  }

  async #lookAt(thing: Thing): Promise<void> {
    if (!isReadable(thing)) return readNothing(this.#life, thing);
    const paths = [...thing.folder.shown.keys()];
    const given = await readFile(this.#life, thing, {
      path: this.#anyOf(paths) ?? 'nowhere',
      number: undefined,
    });
    if (given) this.#urls.unshift(given);
    this.#urls.splice(MOST_URLS);
    const number = this.#anyOf([...thing.folder.revisions.keys()]);
    if (number !== undefined) await readRevision(this.#life, thing, number);
  }

  /** The current revision, and what it differs in from another. */
  async #compare(thing: Thing): Promise<void> {
    const subject = subjectOf(thing);
    await checkManifest(this.#life, subject, undefined);
    const from = this.#anyOf([...thing.folder.revisions.keys()]);
    if (from === undefined) return;
    await checkDifferences(this.#life, subject, { from, to: thing.folder.head });
  }

  async #lookAtLists(): Promise<void> {
    const { world, model } = this.#life;
    const books = await world.call<{ items: BookBody[] }>('/books?limit=200&sort=created_at');
    expect(books.body.items).toMatchObject(
      model.things.filter(({ id }) => id !== undefined).map(bodyOf),
    );
    const builds = await world.call<{ items: object[] }>('/apps?limit=200');
    const shown = model.published.toReversed().filter(isReadable);
    expect(builds.body.items).toMatchObject(shown.map(bodyOf));
    await this.#lookAtTrash();
  }

  async #lookAtTrash(): Promise<void> {
    const { world, model } = this.#life;
    const path = '/storage/trash?limit=200';
    const { body } = await world.call<{ items: TrashItemBody[] }>(path);
    const held = model.deletions.toReversed().filter(isHeld);
    expect(body.items).toMatchObject(
      held.map(({ id, state, name, thing: { folder } }) => {
        const { files, bytes: size } = sumsOf(folder.shown);
        return { ...(id ? { id } : {}), ...name, state, files, size };
      }),
    );
    for (const [index, deletion] of held.entries()) {
      const item = body.items[index];
      if (!item) continue;
      deletion.id ??= item.id;
      const { purgeAfter } = deletion;
      if (purgeAfter === undefined) expect(item.purge_after).toBeNull();
      else expect(world.isAt(item.purge_after ?? '', purgeAfter)).toBe(true);
    }
  }

  /** Whether it was given so lately that it must be good, by the promise that readers read on. */
  #isGood({ thing, at }: GivenUrl): boolean {
    const isGone = this.#life.model.deletions.some(
      (one) => one.thing === thing && one.state === 'purged',
    );
    return !isGone && this.#life.model.now - at < URL_MINUTES;
  }

  /** As good as by chance, and the same each time (Park and Miller's generator). */
  #anyOf<T>(some: readonly T[]): T | undefined {
    this.#chance = (this.#chance * 48_271) % 2_147_483_647;
    return some[this.#chance % some.length];
  }
}

/** As lists show it. */
function bodyOf({ id, name, status, folder }: Thing) {
  const { files, bytes: size } = sumsOf(folder.shown);
  const about = id === undefined ? { platform: 'linux' } : { id, status };
  return { ...about, ...name, revision: folder.head, files, size };
}

/** What the store holds below a mark, as `bucket key size`. */
async function readMarked(mark: string): Promise<string[]> {
  const blobs = createNodeBlobs(inject('store'));
  const places = [
    { bucket: 'books', prefix: mark },
    { bucket: 'apps', prefix: `linux/${mark}` },
    { bucket: 'trash', prefix: mark },
    { bucket: 'trash', prefix: `linux/${mark}` },
  ] as const;
  const found: string[] = [];
  for (const { bucket, prefix } of places) {
    for await (const page of blobs.list(bucket, prefix)) {
      found.push(...page.map(({ key, sizeBytes }) => `${bucket} ${key} ${sizeBytes}`));
    }
  }
  return found;
}
