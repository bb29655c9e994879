import { foldName } from '../contract/names.ts';
import type { Ask } from './folder-model.ts';
import { LifeFolder, type LifeUpload, WEEK_MINUTES } from './life-folder.ts';
import { type ExpectedAnswer, problem } from './upload-model.ts';

const FORGOTTEN_MINUTES = 30 * 24 * 60;

/** The name of a book, or of a build for Linux. */
export type LifeName =
  | { readonly publisher: string; readonly book_name: string }
  | { readonly version: string };

export type LifeStatus = 'draft' | 'published';

/** A book or build, from its making on, also when it is purged. */
export interface Thing {
  /** Of a book; of a build it has no place on the wire. */
  readonly id?: string;
  name: LifeName;
  /** A build is never a draft. */
  status: LifeStatus | 'archived';
  readonly folder: LifeFolder;
  /** Whether operations on it wait for a tick. */
  isBusy: boolean;
}

/** A deletion. */
export interface Deletion {
  readonly thing: Thing;
  /** As it was when it was deleted. */
  readonly name: LifeName;
  readonly previousStatus: LifeStatus;
  state: 'trashing' | 'trashed' | 'restoring' | 'restored' | 'purging' | 'purged';
  /** In minutes; set when it has moved. */
  purgeAfter?: number;
  restoredAt?: number;
  /** Its operations, by what they do. */
  readonly operations: { trash?: string; restore?: string; purge?: string };
  /** As the list of the trash tells. */
  id?: string;
}

/** Books, builds and trash as a user should see them: every act tells what the API must answer. */
export class LifeModel {
  readonly things: Thing[] = [];
  /** What was deleted first comes first. */
  readonly deletions: Deletion[] = [];
  /** Builds by their first publish. */
  readonly published: Thing[] = [];
  /** Minutes since the beginning. */
  now = 0;
  readonly #revisionsKeep: number;

  constructor(revisionsKeep: number) {
    this.#revisionsKeep = revisionsKeep;
  }

  /** Who has the name outside the trash, without regard to case. */
  holderOf(name: LifeName): Thing | undefined {
    return this.things.find(
      (thing) => thing.status !== 'archived' && foldedOf(thing.name) === foldedOf(name),
    );
  }

  /** @param id undefined of a build */
  add(name: LifeName, status: LifeStatus, id?: string): Thing {
    const thing = { name, status, folder: new LifeFolder(), isBusy: false, ...(id ? { id } : {}) };
    this.things.push(thing);
    return thing;
  }

  plan(thing: Thing, ask: Ask): { answer: ExpectedAnswer; upload?: LifeUpload } {
    return refuseInTrash(thing) ?? thing.folder.plan(ask, this.now);
  }

  finalize(thing: Thing, upload: LifeUpload): ExpectedAnswer {
    if (upload.state === 'published') return { status: 200, body: upload.receipt ?? {} };
    if (upload.state === 'open') {
      const refused = refuseInTrash(thing);
      if (refused) return refused.answer;
    }
    const refusal = thing.folder.refuse(upload);
    if (refusal) return refusal;
    upload.receipt = { ...thing.folder.publish(upload, this.now), target: targetOf(thing) };
    this.#notePublished(thing);
    return { status: 200, body: upload.receipt };
  }

  rollBack(thing: Thing, number: number, base: number | undefined): ExpectedAnswer {
    const refused = refuseInTrash(thing);
    return refused ? refused.answer : thing.folder.rollBack(number, this.now, base);
  }

  setStatus(thing: Thing, status: LifeStatus): ExpectedAnswer {
    const refused = refuseInTrash(thing);
    if (refused) return refused.answer;
    thing.status = status;
    return { status: 200, body: { status } };
  }

  rename(thing: Thing, name: LifeName): ExpectedAnswer {
    const refused = refuseInTrash(thing);
    if (refused) return refused.answer;
    const isSame = titleOf(name) === titleOf(thing.name);
    const holder = this.holderOf(name);
    if (holder && holder !== thing) return problem('book.exists', { book_id: holder.id });
    if (!isSame && thing.folder.hasOpenUploads) return problem('book.uploads_open', {});
    if (!isSame && thing.isBusy) return problem('book.busy', {});
    thing.name = name;
    if (!isSame) thing.folder.epoch += 1;
    return { status: 200, body: name };
  }

  /** @param thing undefined where there is none of the name */
  remove(thing: Thing | undefined): { answer: ExpectedAnswer; deletion?: Deletion } {
    const gone = { status: 404, body: { code: thing?.id ? 'book.not_found' : 'build.not_found' } };
    if (!thing) return { answer: gone };
    if (thing.status === 'archived') {
      const held = this.deletions.find((one) => one.thing === thing && isHeld(one));
      return held ? { answer: accepted('trash', held), deletion: held } : { answer: gone };
    }
    const { name, status: previousStatus, folder } = thing;
    for (const earlier of this.deletions) {
      // It was back, though not all of its files were.
      if (earlier.thing === thing && earlier.state === 'restoring') earlier.state = 'restored';
    }
    const deletion: Deletion = { thing, name, previousStatus, state: 'trashing', operations: {} };
    this.deletions.push(deletion);
    Object.assign(thing, { status: 'archived', isBusy: true });
    folder.epoch += 1;
    return { answer: accepted('trash', deletion), deletion };
  }

  /** @param as undefined for the name it had */
  restore(deletion: Deletion, as: LifeName | undefined): ExpectedAnswer {
    const { state, thing } = deletion;
    if (state === 'purged') return NOT_IN_TRASH;
    if (state === 'purging') return problem('trash.purging', {});
    if (state === 'restoring' || state === 'restored') {
      const isForgotten = (deletion.restoredAt ?? this.now) <= this.now - FORGOTTEN_MINUTES;
      const body = { code: 'operation.not_found' };
      return isForgotten ? { status: 404, body } : accepted('restore', deletion);
    }
    const name = as ?? thing.name;
    if (this.holderOf(name)) return problem('trash.name_taken', {});
    deletion.state = 'restoring';
    Object.assign(thing, { name, status: deletion.previousStatus, isBusy: true });
    thing.folder.epoch += 1;
    return accepted('restore', deletion);
  }

  purge(deletion: Deletion): ExpectedAnswer {
    const { state, thing } = deletion;
    if (state === 'restoring') return problem('trash.restoring', {});
    if (!isHeld(deletion)) return NOT_IN_TRASH;
    deletion.state = 'purging';
    thing.isBusy = true;
    return state === 'purging'
      ? accepted('purge', deletion)
      : accepted('purge', { operations: {} });
  }

  tick(): void {
    for (const { folder } of this.things) folder.age(this.now, this.#revisionsKeep);
    for (const deletion of this.deletions) {
      if (deletion.state === 'trashed' && (deletion.purgeAfter ?? 0) <= this.now) {
        deletion.state = 'purging';
      }
      this.#work(deletion);
    }
    for (const thing of this.things) thing.isBusy = false;
  }

  /** Does what was asked for. */
  #work(deletion: Deletion): void {
    switch (deletion.state) {
      case 'trashing':
        deletion.state = 'trashed';
        deletion.purgeAfter = this.now + WEEK_MINUTES;
        return;
      case 'restoring':
      case 'restored':
        deletion.state = 'restored';
        deletion.restoredAt ??= this.now;
        return;
      case 'purging':
        deletion.state = 'purged';
        deletion.thing.folder.purge();
        return;
      case 'trashed':
      case 'purged':
        return;
    }
  }

  #notePublished(thing: Thing): void {
    const isNew = thing.folder.head > 0 && !this.published.includes(thing);
    if (isNew && thing.id === undefined) this.published.push(thing);
  }
}

const NOT_IN_TRASH: ExpectedAnswer = { status: 404, body: { code: 'trash.not_found' } };

/** Whether the trash shows it. */
export function isHeld({ state }: Deletion): boolean {
  return state === 'trashing' || state === 'trashed' || state === 'purging';
}

/** Whether readers see it. */
export function isReadable({ status, folder }: Thing): boolean {
  return status === 'published' && folder.head > 0;
}

/** What people call it. */
function titleOf(name: LifeName): string {
  return 'version' in name ? `linux/${name.version}` : `${name.publisher}/${name.book_name}`;
}

function foldedOf(name: LifeName): string {
  return foldName(titleOf(name));
}

/** As on the wire. */
export function targetOf({ id, name }: Thing): object {
  if ('version' in name) return { type: 'build', platform: 'linux', channel: 'stable', ...name };
  return { type: 'book', book_id: id, ...name };
}

function refuseInTrash({ id, status }: Thing): { answer: ExpectedAnswer } | undefined {
  if (status !== 'archived') return undefined;
  return { answer: problem(id === undefined ? 'build.in_trash' : 'book.in_trash', {}) };
}

/** The operation that does it; the same as before where it was asked for before. */
function accepted(
  type: 'trash' | 'restore' | 'purge',
  { operations }: Pick<Deletion, 'operations'>,
): ExpectedAnswer {
  const id = operations[type];
  return { status: 202, body: { type, ...(id === undefined ? {} : { id }) } };
}
