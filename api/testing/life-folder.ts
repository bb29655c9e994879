import { isDeepStrictEqual } from 'node:util';
import {
  type Ask,
  applyAsk,
  compareFolders,
  type Entry,
  type Folder,
  isContent,
  keyOf,
  sumsOf,
} from './folder-model.ts';
import { sizeOf, sumPlan } from './plan-sums.ts';
import { type ExpectedAnswer, problem } from './upload-model.ts';

const DAY_MINUTES = 24 * 60;
export const WEEK_MINUTES = 7 * DAY_MINUTES;

export interface LifeRevision {
  readonly folder: Folder;
  /** By path, the revision since which it is what it is. */
  readonly addedIn: ReadonlyMap<string, number>;
  /** When it was published, in minutes. */
  readonly at: number;
  readonly restoredFrom: number | null;
  readonly changes: { readonly added: number; readonly changed: number; readonly removed: number };
}

export interface LifeUpload {
  readonly ask: Ask;
  /** Paths whose bytes have arrived. */
  readonly sent: Set<string>;
  state: 'open' | 'published' | 'aborted' | 'expired';
  base: number;
  epoch: number;
  /** In minutes. */
  expires: number;
  /** What publishing it makes of its base. */
  after: Folder;
  /** As they were counted when it was planned; nothing had arrived then. */
  sums: Pick<ReturnType<typeof sumPlan>, 'counts' | 'bytes'>;
  receipt?: object;
}

const NOTHING: Folder = new Map();

/** The content of one book or build: the revisions that are kept, and its uploads. */
export class LifeFolder {
  readonly revisions = new Map<number, LifeRevision>();
  /** In the order they were made. */
  readonly uploads: LifeUpload[] = [];
  head = 0;
  epoch = 0;

  get shown(): Folder {
    return this.revisions.get(this.head)?.folder ?? NOTHING;
  }

  get hasOpenUploads(): boolean {
    return this.uploads.some(({ state }) => state === 'open');
  }

  plan(ask: Ask, now: number): { answer: ExpectedAnswer; upload: LifeUpload } {
    const known = this.uploads.find(
      ({ state, ask: other }) => state === 'open' && keyOf(other) === keyOf(ask),
    );
    const after = applyAsk(this.shown, ask);
    const sent = known?.sent ?? new Set<string>();
    const plan = {
      ask,
      before: this.shown,
      after,
      isKnown: (entry?: Entry) => this.#isKnown(entry),
    };
    const { counts, bytes } = sumPlan({ ...plan, sent: new Set() });
    const planned = { base: this.head, epoch: this.epoch, after, sums: { counts, bytes } };
    const upload: LifeUpload = known ?? { ask, sent, state: 'open', expires: 0, ...planned };
    Object.assign(upload, { ...planned, expires: now + WEEK_MINUTES });
    if (!known) this.uploads.push(upload);
    const body = {
      ...sumPlan({ ...plan, sent }),
      resumed: known !== undefined,
      upload: { state: 'open', mode: ask.mode, base_revision: this.head },
    };
    return { answer: { status: known ? 200 : 201, body }, upload };
  }

  /** Why an upload cannot be published just now, if it cannot. */
  refuse({ state, base, epoch }: LifeUpload): ExpectedAnswer | undefined {
    if (state !== 'open') return problem('upload.not_open', { state });
    if (epoch !== this.epoch) return problem('upload.folder_moved', {});
    return this.#refuseBase(base);
  }

  publish(upload: LifeUpload, now: number): object {
    const { after, sums, base } = upload;
    const changed = this.#add({ folder: after, at: now, restoredFrom: null });
    upload.state = 'published';
    return { ...sums, previous_revision: base, revision: this.head, changed };
  }

  /** Publishes what an earlier revision held. */
  rollBack(number: number, now: number, base = this.head): ExpectedAnswer {
    const restored = this.revisions.get(number);
    if (!restored) return REVISION_NOT_FOUND;
    const refusal = this.#refuseBase(base);
    if (refusal) return refusal;
    const { folder } = restored;
    const compared = compareFolders(this.shown, folder);
    const come = [...compared.added, ...compared.changed];
    const counts = {
      files: [...folder.values()].filter(isContent).length,
      unchanged: compared.same.length,
      kept: 0,
      added: compared.added.length,
      changed: compared.changed.length,
      removed: compared.removed.length,
      directories_added: compared.directoriesAdded.length,
      directories_removed: compared.directoriesRemoved.length,
      reused: come.length,
      arrived: 0,
      send: 0,
    };
    const reused = come.reduce((sum, path) => sum + sizeOf(folder.get(path)), 0);
    const bytes = { files: sumsOf(folder).bytes, reused, arrived: 0, send: 0 };
    const changed = this.#add({ folder, at: now, restoredFrom: number });
    const revisions = { previous_revision: base, revision: this.head, restored_from: number };
    return { status: 200, body: { upload_id: null, changed, counts, bytes, ...revisions } };
  }

  /** What a tick does to it: ends uploads nobody came back to, and lets old revisions go. */
  age(now: number, revisionsKeep: number): void {
    for (const upload of this.uploads) {
      if (upload.state === 'open' && upload.expires <= now) upload.state = 'expired';
    }
    for (const number of [...this.revisions.keys()].sort((one, two) => one - two)) {
      const supersededAt = this.revisions.get(number + 1)?.at ?? now;
      if (number > this.head - revisionsKeep || supersededAt > now - WEEK_MINUTES) break;
      this.revisions.delete(number);
    }
  }

  purge(): void {
    this.revisions.clear();
    this.head = 0;
    this.epoch += 1;
    for (const upload of this.uploads) if (upload.state === 'open') upload.state = 'aborted';
  }

  #refuseBase(base: number): ExpectedAnswer | undefined {
    if (base === this.head) return undefined;
    const revisions = { base_revision: base, current_revision: this.head };
    return problem('upload.revision_conflict', revisions);
  }

  /** @returns whether there is anything new in it */
  #add(next: Pick<LifeRevision, 'folder' | 'at' | 'restoredFrom'>): boolean {
    const before = this.revisions.get(this.head);
    const { same, ...differences } = compareFolders(this.shown, next.folder);
    if (Object.values(differences).every((paths) => paths.length === 0)) return false;
    this.head += 1;
    const addedIn = [...next.folder].map(([path, entry]): [string, number] => {
      const isSame = isDeepStrictEqual(before?.folder.get(path), entry);
      return [path, (isSame ? before?.addedIn.get(path) : undefined) ?? this.head];
    });
    const { added, changed, removed } = differences;
    const changes = { added: added.length, changed: changed.length, removed: removed.length };
    this.revisions.set(this.head, { ...next, addedIn: new Map(addedIn), changes });
    return true;
  }

  /** Whether a revision that is kept has these bytes. A link has none. */
  #isKnown(entry: Entry | undefined): boolean {
    if (entry?.kind !== 'file') return true;
    return [...this.revisions.values()].some(({ folder }) =>
      [...folder.values()].some((other) => other.kind === 'file' && other.text === entry.text),
    );
  }
}

export const REVISION_NOT_FOUND: ExpectedAnswer = {
  status: 404,
  body: { code: 'revision.not_found' },
};
