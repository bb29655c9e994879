import type { RevisionNow, Snapshot, TrashNow } from './snapshot.ts';
import { Violation } from './violation.ts';

/** Hashes by paths: what a revision shows. */
export type Content = ReadonlyMap<string, string>;

/** What a manifest asks for. */
export interface Ask {
  readonly mode: 'replace' | 'merge';
  readonly files: Content;
  /** Paths of files, of `merge` only. */
  readonly remove: readonly string[];
}

/** What of each folder was published, as its admins see it. */
export class Model {
  readonly #asks = new Map<string, Ask>();
  readonly #revisions = new Map<string, Content[]>();
  /** Folder and revision of what somebody rolled back to. */
  readonly #rollbacks = new Set<string>();
  /** Trash ids that somebody asked to be purged. */
  readonly #purges = new Set<string>();
  readonly #purgedFolders = new Set<string>();

  /** Notes what is posted, by what a revision made from it is known by. */
  notePosted(ask: Ask, manifestSha256: string): void {
    this.#asks.set(ask.mode + manifestSha256, ask);
  }

  noteRollback(folder: string, revision: number): void {
    this.#rollbacks.add(`${folder} ${revision}`);
  }

  notePurge(trashId: string): void {
    this.#purges.add(trashId);
  }

  /** All revisions of a folder there have been, the empty one first. */
  revisions(folder: string): readonly Content[] {
    return this.#revisions.get(folder) ?? [new Map()];
  }

  isPurged(folder: string): boolean {
    return this.#purgedFolders.has(folder);
  }

  /** Learns what was committed meanwhile. @throws Violation for what nobody asked for */
  learn({ revisions, trash }: Snapshot, nowMs: number): void {
    for (const revision of revisions) this.#learnRevision(revision);
    for (const deletion of trash) this.#learnPurge(deletion, nowMs);
  }

  #learnRevision({ folder, revision, restored_from, manifest }: RevisionNow): void {
    const known = this.revisions(folder);
    if (revision < known.length) return;
    if (revision > known.length) {
      throw new Violation('unasked', `revision ${revision} follows ${known.length - 1}`);
    }
    const content =
      restored_from === null
        ? this.#published(known.at(-1), manifest ?? '')
        : this.#rolledBack(folder, restored_from);
    if (!content) throw new Violation('unasked', `revision ${revision} of ${folder}`);
    this.#revisions.set(folder, [...known, content]);
  }

  #published(before: Content | undefined, manifest: string): Content | undefined {
    const ask = this.#asks.get(manifest);
    return ask && applyAsk(before, ask);
  }

  #rolledBack(folder: string, to: number): Content | undefined {
    return this.#rollbacks.has(`${folder} ${to}`) ? this.revisions(folder)[to] : undefined;
  }

  #learnPurge({ id, folder, state, purge_after }: TrashNow, nowMs: number): void {
    if ((state !== 'purging' && state !== 'purged') || this.#purgedFolders.has(folder)) return;
    const isDue = purge_after !== null && purge_after <= nowMs;
    if (!isDue && !this.#purges.has(id)) throw new Violation('unasked', `a purge of ${folder}`);
    this.#purgedFolders.add(folder);
  }
}

function applyAsk(before: Content = new Map(), { mode, files, remove }: Ask): Content {
  if (mode === 'replace') return files;
  const kept = [...before].filter(([path]) => !remove.includes(path));
  return new Map([...kept, ...files]);
}

/** Equal where two contents are. */
export function textOf(content: Content): string {
  return [...content]
    .map(([path, sha256]) => `${path}=${sha256.slice(0, 8)}`)
    .sort()
    .join(' ');
}
