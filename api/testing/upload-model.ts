import {
  type Ask,
  applyAsk,
  clashesOf,
  compareFolders,
  type Entry,
  type Fold,
  type Folder,
  keyOf,
  manifestOf,
} from './folder-model.ts';
import { sumPlan } from './plan-sums.ts';

/** What the API must answer; members not named here may be anything. */
export interface ExpectedAnswer {
  readonly status: number;
  readonly body?: object;
}

export interface ModelUpload {
  readonly ask: Ask;
  /** Paths whose bytes have arrived. */
  readonly sent: Set<string>;
  state: 'open' | 'published' | 'aborted';
  base: number;
  /** What publishing it makes of its base. */
  folder: Folder;
  receipt?: object;
}

/** WIRE §4 for one folder, kept in maps and sets: every act tells what the API must answer. */
export class UploadModel {
  /** By their numbers; the first is the empty one. */
  readonly revisions: Folder[] = [new Map()];
  /** In the order they were made. */
  readonly uploads: ModelUpload[] = [];
  readonly #fold: Fold;

  constructor(fold: Fold) {
    this.#fold = fold;
  }

  get head(): number {
    return this.revisions.length - 1;
  }

  /** @returns with the answer the upload, unless it is refused */
  plan(ask: Ask, base?: number): { answer: ExpectedAnswer; upload?: ModelUpload } {
    const refusal = this.#refuse(ask, base);
    if (refusal) return { answer: refusal };
    const known = this.uploads.find(
      ({ state, ask: other }) => state === 'open' && keyOf(other) === keyOf(ask),
    );
    const folder = applyAsk(this.#folderAt(this.head), ask);
    const upload: ModelUpload = known ?? {
      ask,
      sent: new Set(),
      state: 'open',
      base: this.head,
      folder,
    };
    if (known) Object.assign(known, { base: this.head, folder });
    else this.uploads.push(upload);
    // Positions are those of this very request, which may have another order than the first.
    const { send, ...sums } = this.#sum({ ...upload, ask }, upload.sent);
    const about = { state: 'open', mode: ask.mode, base_revision: this.head };
    const body = { ...sums, upload: about, resumed: known !== undefined, send, multipart: [] };
    return { answer: { status: known ? 200 : 201, body }, upload };
  }

  /** A plan tried dry. */
  preview(ask: Ask, base?: number): ExpectedAnswer {
    const refusal = this.#refuse(ask, base);
    if (refusal) return refusal;
    const folder = applyAsk(this.#folderAt(this.head), ask);
    const { added, changed, removed } = compareFolders(this.#folderAt(this.head), folder);
    const { counts, bytes } = this.#sum({ ask, base: this.head, folder }, new Set());
    const changes = { added, changed, removed, truncated: false };
    return { status: 200, body: { counts, bytes, changes } };
  }

  /** The files an upload lacks, in order of names. */
  missing({ base, folder, sent }: ModelUpload): string[] {
    const { added, changed } = compareFolders(this.#folderAt(base), folder);
    return [...added, ...changed]
      .filter((path) => !this.#isKnown(folder.get(path), base) && !sent.has(path))
      .sort();
  }

  finalize(upload: ModelUpload): ExpectedAnswer {
    const { state, base, folder } = upload;
    if (state === 'published') return { status: 200, body: upload.receipt ?? {} };
    if (state === 'aborted') return problem('upload.not_open', { state });
    if (base !== this.head) return conflict(base, this.head);
    const missing = this.missing(upload);
    if (missing.length > 0) {
      const errors = missing.map((path) => ({ code: 'upload.file_missing', path }));
      return problem('upload.incomplete', { errors });
    }
    // A receipt tells what was planned: nothing had arrived then.
    const { counts, bytes } = this.#sum(upload, new Set());
    const { same, ...differences } = compareFolders(this.#folderAt(base), folder);
    const changed = Object.values(differences).some((paths) => paths.length > 0);
    if (changed) this.revisions.push(folder);
    upload.state = 'published';
    upload.receipt = { previous_revision: base, revision: this.head, changed, counts, bytes };
    return { status: 200, body: upload.receipt };
  }

  abort(upload: ModelUpload): ExpectedAnswer {
    if (upload.state === 'published') return problem('upload.not_open', { state: upload.state });
    upload.state = 'aborted';
    return { status: 204 };
  }

  #refuse(ask: Ask, base = this.head): ExpectedAnswer | undefined {
    if (base !== this.head) return conflict(base, this.head);
    const refuse = (errors: readonly object[]) => ({
      status: 422,
      body: { code: 'manifest.refused', errors },
    });
    if (ask.entries.length + ask.remove.length === 0) return refuse([{ code: 'manifest.empty' }]);
    const clashes = new Map(clashesOf(this.#folderAt(this.head), ask, this.#fold));
    if (clashes.size === 0) return undefined;
    const { files, directories, links } = manifestOf(ask);
    const paths = [...files, ...directories.map((path) => ({ path })), ...links];
    return refuse(paths.filter(({ path }) => clashes.has(path)).map(({ path }) => ({ path })));
  }

  #sum(
    { ask, base, folder }: Pick<ModelUpload, 'ask' | 'base' | 'folder'>,
    sent: ReadonlySet<string>,
  ) {
    return sumPlan({
      ask,
      before: this.#folderAt(base),
      after: folder,
      sent,
      isKnown: (entry) => this.#isKnown(entry, base),
    });
  }

  /** Whether the folder has had these bytes, up to a revision. A link has none. */
  #isKnown(entry: Entry | undefined, revision: number): boolean {
    if (entry?.kind !== 'file') return true;
    return this.revisions
      .slice(0, revision + 1)
      .some((folder) =>
        [...folder.values()].some(
          (other) =>
            other.kind === 'file' && other.text === entry.text && other.size === entry.size,
        ),
      );
  }

  #folderAt(revision: number): Folder {
    return this.revisions[revision] ?? new Map();
  }
}

function conflict(base: number, head: number): ExpectedAnswer {
  return problem('upload.revision_conflict', { base_revision: base, current_revision: head });
}

/** A refusal with status 409. */
export function problem(code: string, members: object): ExpectedAnswer {
  return { status: 409, body: { code, ...members } };
}
