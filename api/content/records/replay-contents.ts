import type {
  ContentsDocument,
  FileNote,
  JsonRow,
  MovedRecord,
  ObjectNote,
  RevisionPage,
} from './record-document.ts';

export interface ReplayedFile extends Omit<FileNote, 'object'> {
  readonly object_id: number | null;
  readonly removed_in: number | null;
}

/** What a folder holds, as rows of the tables. */
export interface Contents {
  readonly objects: readonly ObjectNote[];
  readonly files: readonly ReplayedFile[];
  readonly revisions: readonly JsonRow[];
  /** The newest revision that was recorded whole; 0 for none. */
  readonly head: number;
}

/** Makes a folder's contents of its records, which are given one after the other. */
export class ContentsReplay {
  readonly #objects = new Map<number, ObjectNote>();
  readonly #files = new Map<string, ReplayedFile>();
  readonly #revisions = new Map<number, JsonRow>();
  #pages: RevisionPage[] = [];
  /** The highest id of an object that was told of; 0 for none. */
  lastObjectId = 0;

  add(document: ContentsDocument): void {
    if (document.kind === 'moved') this.#move(document.row);
    else this.#collect(document);
  }

  /** @param oldest the oldest revision that is kept */
  contents(oldest: number): Contents {
    const files = [...this.#files.values()].filter(
      ({ removed_in }) => removed_in === null || removed_in > oldest,
    );
    const shown = new Set(files.map(({ object_id }) => object_id));
    return {
      objects: [...this.#objects.values()].filter(({ id }) => shown.has(id)),
      files,
      revisions: [...this.#revisions].flatMap(([number, row]) => (number < oldest ? [] : [row])),
      // They were published one after the other.
      head: [...this.#revisions.keys()].at(-1) ?? 0,
    };
  }

  /** Pages come in their order; those of a revision that lacks some tell nothing. */
  #collect(page: RevisionPage): void {
    for (const { object } of page.added) {
      this.lastObjectId = Math.max(this.lastObjectId, object?.id ?? 0);
    }
    if (page.page === 0) this.#pages = [];
    if (page.page !== this.#pages.length) return;
    this.#pages.push(page);
    if (!page.last) return;
    for (const one of this.#pages) this.#publish(one);
    this.#pages = [];
  }

  #publish({ row, added, closed }: RevisionPage): void {
    this.#revisions.set(row.revision, row);
    for (const one of closed) {
      const file = this.#files.get(keyOf(one));
      if (file) this.#files.set(keyOf(one), { ...file, removed_in: row.revision });
    }
    for (const { object, ...file } of added) {
      // It lay there when this was written, which was after all that stands before it.
      if (object) this.#objects.set(object.id, object);
      this.#files.set(keyOf(file), { ...file, object_id: object?.id ?? null, removed_in: null });
    }
  }

  /** What was recorded after the move lies at its new place already, or farther. */
  #move({ from_bucket, from_prefix, to_bucket, to_prefix, objects }: MovedRecord): void {
    for (const id of objects) {
      const object = this.#objects.get(id);
      if (object?.bucket !== from_bucket || !object.key.startsWith(from_prefix)) continue;
      const key = to_prefix + object.key.slice(from_prefix.length);
      this.#objects.set(id, { ...object, bucket: to_bucket, key });
    }
  }
}

function keyOf({ path, added_in }: Pick<FileNote, 'path' | 'added_in'>): string {
  return `${added_in}/${path}`;
}
