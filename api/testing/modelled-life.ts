import { expect } from 'vitest';
import type { BookBody } from '../contract/books.ts';
import type { OperationBody } from '../contract/operations.ts';
import type { ReceiptBody, UploadPlanBody } from '../contract/upload-bodies.ts';
import { type Ask, type Folder, manifestOf } from './folder-model.ts';
import type { LifeUpload } from './life-folder.ts';
import {
  type Deletion,
  LifeModel,
  type LifeName,
  type LifeStatus,
  type Thing,
} from './life-model.ts';
import type { LifeWorld } from './life-world.ts';
import { createPusher, type Pusher } from './pusher.ts';

const REVISIONS_KEEP = 2;
export const LIFE_SETTINGS = { REVISIONS_KEEP: String(REVISIONS_KEEP) };

/** A book, or the builds of one version: none, one that is live, some in the trash. */
export type Subject = { readonly thing: Thing } | { readonly version: string };

/** Books and builds behind the API, and the model beside them. Every act is done to both. */
export class ModelledLife {
  readonly model = new LifeModel(REVISIONS_KEEP);
  readonly world: LifeWorld;
  readonly #pusher: Pusher;
  readonly #ids = new Map<LifeUpload, string>();
  readonly #receipts = new Map<LifeUpload, object>();

  constructor(world: LifeWorld) {
    this.world = world;
    this.#pusher = createPusher(world);
  }

  /** What the subject's name stands for outside the trash; a book in the trash too. */
  thingOf(subject: Subject): Thing | undefined {
    return 'thing' in subject ? subject.thing : this.model.holderOf(subject);
  }

  async create(name: LifeName, status: LifeStatus): Promise<void> {
    const about = { language: 'tr', category: 'science', version: '1.0' };
    const body = { ...name, ...about, status };
    const answer = await this.world.call<BookBody>('/books', { body });
    const holder = this.model.holderOf(name);
    if (holder) {
      const refusal = { code: 'book.exists', book_id: holder.id };
      expect(answer).toMatchObject({ status: 409, body: refusal });
      return;
    }
    expect(answer).toMatchObject({ status: 201, body: { ...name, status, revision: 0 } });
    this.model.add(name, status, answer.body.id);
  }

  /** Plans an upload and sends all of it. @returns it, unless it was refused */
  async send(subject: Subject, ask: Ask): Promise<LifeUpload | undefined> {
    // The first plan of a build makes it.
    const thing = this.thingOf(subject) ?? this.model.add(nameOf(subject), 'published');
    const target = thing.id ?? {
      platform: 'linux',
      version: 'version' in thing.name ? thing.name.version : '',
    };
    const answer = await this.#pusher.plan<UploadPlanBody>(target, {}, manifestOf(ask));
    const expected = this.model.plan(thing, ask);
    expect(answer).toMatchObject(expected.answer);
    const { upload } = expected;
    if (!upload) return undefined;
    const { id } = answer.body.upload;
    expect(id).toBe(this.#ids.get(upload) ?? id);
    this.#ids.set(upload, id);
    const { files } = manifestOf(ask);
    const paths = answer.body.send.flatMap(([first, last]) =>
      files.slice(first, last + 1).map(({ path }) => path),
    );
    if (paths.length > 0) await this.#pusher.send(id, textsOf(upload.after), paths);
    for (const path of paths) upload.sent.add(path);
    return upload;
  }

  async finalize(thing: Thing, upload: LifeUpload): Promise<void> {
    const path = `/uploads/${this.#ids.get(upload)}/finalize`;
    const refusal = thing.status === 'archived' || thing.folder.refuse(upload);
    if (!refusal && thing.isBusy) {
      // It waits for its turn.
      const headers = { prefer: 'respond-async' };
      const queued = await this.world.call<OperationBody>(path, { method: 'POST', headers });
      expect(queued).toMatchObject({ status: 202, body: { type: 'finalize' } });
      await this.tick();
    }
    const answer = await this.world.call<ReceiptBody>(path, { method: 'POST' });
    expect(answer).toMatchObject(this.model.finalize(thing, upload));
    if (answer.status !== 200) return;
    // Asked again, it is the same to the letter.
    expect(answer.body).toEqual(this.#receipts.get(upload) ?? answer.body);
    this.#receipts.set(upload, answer.body);
  }

  /** Holds the state of an upload against the model. */
  async checkUpload(upload: LifeUpload): Promise<void> {
    const path = `/uploads/${this.#ids.get(upload)}?missing=false`;
    const { state } = upload;
    expect(await this.world.call(path)).toMatchObject({ status: 200, body: { upload: { state } } });
  }

  async rollBack(subject: Subject, number: number, base: number | undefined): Promise<void> {
    const path = `${routeOf(subject)}/revisions/${number}/restore`;
    const body = base === undefined ? {} : { base_revision: base };
    const answer = await this.world.call(path, { body });
    const thing = this.managed(subject);
    expect(answer).toMatchObject(
      thing ? this.model.rollBack(thing, number, base) : BUILD_NOT_FOUND,
    );
  }

  async setStatus(thing: Thing, status: LifeStatus): Promise<void> {
    const answer = await this.#put(thing, { status });
    expect(answer).toMatchObject(this.model.setStatus(thing, status));
  }

  async rename(thing: Thing, name: LifeName): Promise<void> {
    const answer = await this.#put(thing, name);
    expect(answer).toMatchObject(this.model.rename(thing, name));
    // Where nothing has to move, nothing is begun.
    if (answer.status === 200 && answer.headers.has('link')) thing.isBusy = true;
  }

  async remove(subject: Subject): Promise<void> {
    const answer = await this.world.call<OperationBody>(routeOf(subject), { method: 'DELETE' });
    const expected = this.model.remove(this.#toRemove(subject));
    expect(answer).toMatchObject(expected.answer);
    const { deletion } = expected;
    if (deletion) deletion.operations.trash ??= answer.body.id;
  }

  async restore(deletion: Deletion, as: LifeName | undefined): Promise<void> {
    const body = { trash_id: deletion.id, ...(as ? { as } : {}) };
    const answer = await this.world.call<OperationBody>('/storage/restore', { body });
    expect(answer).toMatchObject(this.model.restore(deletion, as));
    if (answer.status === 202) deletion.operations.restore ??= answer.body.id;
  }

  async purge(deletion: Deletion): Promise<void> {
    const path = `/storage/trash/${deletion.id}`;
    const answer = await this.world.call<OperationBody>(path, { method: 'DELETE' });
    expect(answer).toMatchObject(this.model.purge(deletion));
    if (answer.status === 202) deletion.operations.purge ??= answer.body.id;
  }

  async tick(): Promise<void> {
    await this.world.tick();
    this.model.tick();
  }

  /** Time passes, and then there is a tick. */
  async pass(minutes: number): Promise<void> {
    await this.world.pass(minutes);
    this.model.now += minutes;
    await this.tick();
  }

  /** What whoever manages it finds by the subject's route. */
  managed(subject: Subject): Thing | undefined {
    const thing = this.thingOf(subject);
    return 'thing' in subject || (thing?.folder.head ?? 0) > 0 ? thing : undefined;
  }

  /** Of builds the one that readers see, or else the one that was deleted last. */
  #toRemove(subject: Subject): Thing | undefined {
    const thing = this.managed(subject);
    if (thing || 'thing' in subject) return thing;
    const last = this.model.deletions.findLast(
      ({ thing: { name, status } }) =>
        status === 'archived' && 'version' in name && name.version === subject.version,
    );
    return last?.thing;
  }

  #put({ id }: Thing, body: object) {
    return this.world.call<BookBody>(`/books/${id}`, { method: 'PUT', body });
  }
}

export const BUILD_NOT_FOUND = { status: 404, body: { code: 'build.not_found' } };

export function subjectOf(thing: Thing): Subject {
  return 'version' in thing.name ? thing.name : { thing };
}

/** Where it is managed. */
export function routeOf(subject: Subject): string {
  return 'thing' in subject ? `/books/${subject.thing.id}` : `/apps/linux/${subject.version}`;
}

function nameOf(subject: Subject): LifeName {
  return 'thing' in subject ? subject.thing.name : subject;
}

function textsOf(folder: Folder): Record<string, string> {
  const files = [...folder].flatMap(([path, entry]): [string, string][] =>
    entry.kind === 'file' ? [[path, entry.text]] : [],
  );
  return Object.fromEntries(files);
}
