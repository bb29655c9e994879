import { type CollidingPath, collisionDetail } from './collision-details.ts';
import { MAX_PROBLEM_ENTRIES, type ManifestErrorCode } from './errors.ts';
import { findLinkFaults, type LinkFault, type PlacedLink } from './link-rules.ts';
import type { FolderEntry, ManifestLimits, ManifestRules } from './manifest-rules.ts';
import { foldName } from './names.ts';
import { MAX_FILE_BYTES } from './part-rule.ts';
import { type PathRefusal, pathRefusal, targetRefusal } from './path-rules.ts';
import { type Collision, findCollisions } from './tree-collisions.ts';

/** One entry of `errors[]` in a 422 `manifest.refused`. */
export interface ManifestRefusal {
  readonly code: ManifestErrorCode;
  /** What is wrong and what to do, for people. */
  readonly detail: string;
  /** As it was sent. Of the whole folder (`manifest.empty` and quotas) there is none. */
  readonly path?: string;
  /** The path this one collides with. */
  readonly other?: string;
  /** Of a quota, with `actual`. */
  readonly limit?: number;
  readonly actual?: number;
}

/** What a folder comes to. */
export interface ManifestFindings {
  /** In the order the paths were added, the first {@link MAX_PROBLEM_ENTRIES}. */
  readonly refusals: readonly ManifestRefusal[];
  /** How many refusals there are in all. */
  readonly refusalsTotal: number;
  /** Files and links. */
  readonly files: number;
  /** The directories that hold nothing, in NFC; the others are implied by what they hold. */
  readonly directories: readonly string[];
  /** Bytes of all files. */
  readonly size: number;
}

interface Item extends CollidingPath {
  readonly entry: FolderEntry;
  /** '' where the path has no place in the tree. */
  readonly key: string;
  readonly refusal: PathRefusal | undefined;
}

interface ItemLink extends PlacedLink {
  readonly item: Item;
}

/** What is known once all paths are. */
interface Relations {
  readonly collisions: ReadonlyMap<Item, Collision<Item>>;
  readonly faults: ReadonlyMap<Item, LinkFault>;
}

const LINK_DETAILS: Readonly<Record<LinkFault, string>> = {
  leaves: 'The link leads out of the folder. Let it point inside, or leave it out.',
  circles: 'The link leads in a circle. Let it point elsewhere, or leave it out.',
};

/**
 * Checks the folder that a manifest results in: feed it with every path the folder will hold, then
 * call {@link finish}. It keeps the paths and their folded forms, and nothing else of their size.
 */
export class ManifestChecker {
  readonly #rules: ManifestRules;
  readonly #limits: ManifestLimits;
  readonly #items: Item[] = [];
  #added = 0;
  #files = 0;
  #size = 0;

  constructor(rules: ManifestRules, limits: ManifestLimits) {
    this.#rules = rules;
    this.#limits = limits;
  }

  /** Adds a path of the manifest. */
  add(entry: FolderEntry): void {
    const path = normalized(entry.path);
    const refusal = pathRefusal(path, this.#rules);
    this.#added++;
    this.#push(entry, { path, refusal, kept: false });
  }

  /**
   * Adds a path that a merge leaves alone, in NFC: it obeys the rules by itself, but can collide.
   * What the manifest lists or removes must not be passed. Only its links are refused; where others
   * collide with it, it is their `other`.
   */
  keep(entry: FolderEntry): void {
    this.#push(entry, { path: entry.path, refusal: undefined, kept: true });
  }

  /** @param removals how many paths the manifest removes; something must be added or removed */
  finish(removals = 0): ManifestFindings {
    const placed = this.#items.filter(({ key }) => key !== '');
    const { collisions, emptyDirectories } = findCollisions(placed);
    const directories = emptyDirectories.map(({ path }) => path);
    const relations = { collisions, faults: this.#linkFaults(placed) };
    const refusals: ManifestRefusal[] = [];
    let refusalsTotal = 0;
    for (const refusal of this.#refusals(relations, {
      removals,
      directories: directories.length,
    })) {
      refusalsTotal++;
      if (refusals.length < MAX_PROBLEM_ENTRIES) refusals.push(refusal());
    }
    return { refusals, refusalsTotal, files: this.#files, directories, size: this.#size };
  }

  #push(entry: FolderEntry, found: Pick<Item, 'path' | 'refusal' | 'kept'>): void {
    const { path, refusal, kept } = found;
    const { kind } = entry;
    const spelling = kind === 'directory' ? `${path}/` : path;
    const key = refusal && !refusal.hasPlace ? '' : this.#fold(spelling);
    this.#items.push({ entry, kind, given: entry.path, path, spelling, key, kept, refusal });
    if (kind !== 'directory') this.#files++;
    if (kind === 'file') {
      this.#size = Math.min(this.#size + entry.size, Number.MAX_SAFE_INTEGER);
    }
  }

  #fold(path: string): string {
    return this.#rules.foldCase ? foldName(path) : path;
  }

  #linkFaults(placed: readonly Item[]): Map<Item, LinkFault> {
    const links: ItemLink[] = [];
    for (const item of placed) {
      if (item.entry.kind !== 'link') continue;
      const target = normalized(item.entry.target);
      if (this.#rules.links && targetRefusal(target, this.#rules) === undefined) {
        links.push({ key: item.key, foldedTarget: this.#fold(target), item });
      }
    }
    const faults = findLinkFaults(links);
    return new Map([...faults].map(([{ item }, fault]) => [item, fault]));
  }

  /** All refusals, each made only when it is asked for. */
  *#refusals(
    relations: Relations,
    counts: { readonly removals: number; readonly directories: number },
  ): Generator<() => ManifestRefusal> {
    if (this.#added === 0 && counts.removals === 0) {
      const detail = 'The manifest names no files and no directories. Is it the right folder?';
      yield () => ({ code: 'manifest.empty', detail });
      return;
    }
    for (const item of this.#items) {
      const refusal = this.#refusalOf(item, relations);
      if (refusal) yield refusal;
    }
    yield* this.#quotaRefusals(counts.directories);
  }

  #refusalOf(item: Item, { collisions, faults }: Relations): (() => ManifestRefusal) | undefined {
    const { refusal, given: path, entry } = item;
    if (refusal) {
      return () => ({ code: refusal.code, path, detail: refusal.detail(item.path) });
    }
    const collision = item.kept ? undefined : collisions.get(item);
    if (collision) {
      const { code, other } = collision;
      return () => ({ code, path, other: other.given, detail: collisionDetail(code, item, other) });
    }
    switch (entry.kind) {
      case 'file':
        return item.kept ? undefined : this.#sizeRefusal(path, entry.size);
      case 'link':
        return this.#linkRefusal(path, entry.target, faults.get(item));
      case 'directory':
        return undefined;
    }
  }

  #sizeRefusal(path: string, size: number): (() => ManifestRefusal) | undefined {
    const limit = Math.min(this.#limits.maxFileBytes, MAX_FILE_BYTES);
    if (size <= limit) return undefined;
    const detail = `It has ${size} bytes; a file can have ${limit}. Split it or leave it out.`;
    return () => ({ code: 'manifest.file_too_large', path, detail });
  }

  #linkRefusal(
    path: string,
    target: string,
    fault: LinkFault | undefined,
  ): (() => ManifestRefusal) | undefined {
    const detail = this.#rules.links
      ? (targetRefusal(normalized(target), this.#rules) ?? (fault && LINK_DETAILS[fault]))
      : 'A book cannot hold symbolic links. Send what it points at, or leave it out.';
    if (detail === undefined) return undefined;
    return () => ({ code: 'manifest.bad_link', path, detail });
  }

  *#quotaRefusals(emptyDirectories: number): Generator<() => ManifestRefusal> {
    const placeless = this.#items.filter(({ kind, key }) => kind === 'directory' && key === '');
    const entries = this.#files + emptyDirectories + placeless.length;
    const size = this.#size;
    const { maxFiles, maxBytes } = this.#limits;
    if (entries > maxFiles) {
      const detail = `The folder would hold ${entries} files and empty directories; it can hold ${maxFiles}. Leave some out.`;
      yield () => ({ code: 'manifest.quota_files', limit: maxFiles, actual: entries, detail });
    }
    if (size > maxBytes) {
      const detail = `The folder would have ${size} bytes; it can have ${maxBytes}. Leave some files out.`;
      yield () => ({ code: 'manifest.quota_bytes', limit: maxBytes, actual: size, detail });
    }
  }
}

/** In NFC; a text that is not well-formed as it is. */
function normalized(text: string): string {
  return text.isWellFormed() ? text.normalize('NFC') : text;
}
