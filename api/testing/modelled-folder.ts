import { expect } from 'vitest';
import { sweepDeadPrefixes } from '../content/sweep-dead-prefixes.ts';
import type { UploadPlanBody } from '../contract/upload-bodies.ts';
import { UNLIMITED } from '../core/budget.ts';
import type { BookDesk } from './books.ts';
import {
  type Ask,
  type Entry,
  type Fold,
  hashOf,
  manifestOf,
  rowsOfAll,
  sumsOf,
  talliesOf,
} from './folder-model.ts';
import {
  type FolderAddress,
  readFolderState,
  readKeyPrefix,
  readObjects,
  readStored,
} from './folder-state.ts';
import { createPusher, type Pusher, type PushTarget } from './pusher.ts';
import { type ModelUpload, UploadModel } from './upload-model.ts';
import { later } from './work.ts';

export interface FolderPlace extends FolderAddress {
  readonly target: PushTarget;
}

interface Answer {
  readonly status: number;
  readonly body: object;
}

/**
 * A folder behind the API, and the model beside it. Every act is done to both, and what the API
 * answers is held against what the model says.
 */
export class ModelledFolder {
  readonly model: UploadModel;
  readonly #desk: BookDesk;
  readonly #pusher: Pusher;
  readonly #place: FolderPlace;
  readonly #ids = new Map<ModelUpload, string>();
  readonly #receipts = new Map<ModelUpload, object>();

  constructor(desk: BookDesk, place: FolderPlace, fold: Fold) {
    this.model = new UploadModel(fold);
    this.#desk = desk;
    this.#pusher = createPusher(desk);
    this.#place = place;
  }

  /** @returns the upload, unless the ask is refused, as the model says it must be */
  async plan(ask: Ask, base?: number): Promise<ModelUpload | undefined> {
    const answer = await this.#post<UploadPlanBody>(ask, { base_revision: base });
    const expected = this.model.plan(ask, base);
    expect(answer).toMatchObject(expected.answer);
    const { upload } = expected;
    if (!upload) return undefined;
    const { id } = answer.body.upload;
    expect(id).toBe(this.#ids.get(upload) ?? id);
    this.#ids.set(upload, id);
    return upload;
  }

  async preview(ask: Ask, base?: number): Promise<void> {
    const answer = await this.#post<object>(ask, { base_revision: base, dry_run: true });
    expect(answer).toMatchObject(this.model.preview(ask, base));
  }

  /** Sends those of the files an open upload lacks that are chosen by their place among them. */
  async send(upload: ModelUpload, isChosen: (index: number) => boolean): Promise<void> {
    const files = this.model
      .missing(upload)
      .filter((_, index) => isChosen(index))
      .map((path) => ({ path, ...bytesOf(upload.folder.get(path)) }));
    if (files.length === 0) return;
    const content = Object.fromEntries(files.map(({ path, text }) => [path, text]));
    // What is not as long as was claimed is not what was signed.
    const statuses = files.map(({ isTrue }) => (isTrue ? 200 : 403));
    expect(await this.#pusher.send(this.#idOf(upload), content)).toEqual(statuses);
    for (const { path, isTrue } of files) if (isTrue) upload.sent.add(path);
  }

  async finalize(upload: ModelUpload): Promise<void> {
    this.#settle(upload, await this.#pusher.finalize(this.#idOf(upload)));
  }

  /** Finalizes some at once: it must come out as if one came after the other. */
  async finalizeAtOnce(uploads: readonly ModelUpload[]): Promise<void> {
    const settled = await Promise.all(
      uploads.map(async (upload) => ({
        upload,
        answer: await this.#pusher.finalize(this.#idOf(upload)),
      })),
    );
    settled.sort((one, two) => turnOf(one.answer) - turnOf(two.answer));
    for (const { upload, answer } of settled) this.#settle(upload, answer);
  }

  async abort(upload: ModelUpload): Promise<void> {
    const answer = await this.#desk.call(`/uploads/${this.#idOf(upload)}`, { method: 'DELETE' });
    expect(answer).toMatchObject(this.model.abort(upload));
  }

  /** Holds all the database keeps of the folder against the model. */
  async check(): Promise<void> {
    const { revisions, uploads, head } = this.model;
    const found = await readFolderState(this.#desk.database, this.#place);
    expect(found).toEqual({
      // A book has no folder before something is planned for it.
      folders: uploads.length > 0 ? [{ revision: head, ...sumsOf(revisions[head]) }] : [],
      rows: rowsOfAll(revisions),
      revisions: talliesOf(revisions),
      uploads: uploads.map((upload) => ({
        id: this.#idOf(upload),
        state: upload.state,
        base: upload.base,
      })),
    });
  }

  /**
   * Sweeps what uploads left behind: the store holds what was published and what was sent for
   * uploads that are open, and nothing else.
   */
  async checkStore(): Promise<void> {
    const { database } = this.#desk;
    await later('16 minutes', this.#desk, (ctx) => sweepDeadPrefixes(ctx, UNLIMITED));
    const expected = await readObjects(database, this.#place);
    for (const upload of this.model.uploads.filter(({ state }) => state === 'open')) {
      const prefix = await readKeyPrefix(database, this.#idOf(upload));
      for (const path of upload.sent) {
        const { text } = bytesOf(upload.folder.get(path));
        expected.set(prefix + path, { size: text.length, sha256: hashOf(text) });
      }
    }
    expect(await readStored(this.#place)).toEqual(expected);
  }

  #settle(upload: ModelUpload, answer: Answer): void {
    expect(answer).toMatchObject(this.model.finalize(upload));
    if (answer.status !== 200) return;
    // Asked again, it is the same to the letter.
    expect(answer.body).toEqual(this.#receipts.get(upload) ?? answer.body);
    this.#receipts.set(upload, answer.body);
  }

  #post<Body>(ask: Ask, more: object) {
    return this.#pusher.plan<Body>(this.#place.target, {}, { ...manifestOf(ask), ...more });
  }

  #idOf(upload: ModelUpload): string {
    const id = this.#ids.get(upload);
    if (id === undefined) throw new Error('The upload was never planned.');
    return id;
  }
}

function bytesOf(entry: Entry | undefined) {
  if (entry?.kind !== 'file') return { text: '', isTrue: false };
  const { text, size } = entry;
  return { text, isTrue: text.length === size };
}

/** Whose turn it was: who found another's revision came last, and who made one found none. */
function turnOf({ status, body }: Answer): number {
  if ('code' in body && body.code === 'upload.revision_conflict') return 2;
  return status === 200 && 'changed' in body && body.changed ? 1 : 0;
}
