import { partPlan, partSlice } from '../../api/contract/part-rule.ts';
import type { Draws } from './draws.ts';
import { type Bytes, compositeOf, sha } from './memory-store.ts';
import type { Ask } from './model.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Of three parts, the last of them shorter. */
const LARGE_BYTES = 40 * 1024 ** 2;
const PATHS = ['a', 'b', 'd/c', 'd/e', 'large'];
/** Few, so that files share bytes and come back to what they were. */
const CONTENTS = ['1', '2', '3'];
/** Names that books take from one another. */
const BOOK_NAMES = ['One', 'Two', 'Three'];
const PASSES = [25 * SECOND, 5 * MINUTE, 16 * MINUTE, HOUR, 9 * HOUR, DAY, 4 * DAY, 8 * DAY];

/** One of the two books, or the build. */
export type TargetName = 'book 0' | 'book 1' | 'build';

/** What becomes of a push: `left` is never come back to. */
const ENDS = ['published', 'published', 'published', 'published', 'aborted', 'left'] as const;

export interface Push {
  readonly kind: 'push';
  readonly target: TargetName;
  readonly ask: Ask;
  readonly end: (typeof ENDS)[number];
}

export type Command =
  | Push
  | { readonly kind: 'delete'; readonly target: TargetName }
  /** Deleted, and brought back. */
  | { readonly kind: 'circle'; readonly target: TargetName }
  | { readonly kind: 'restore'; readonly as: string | undefined }
  | { readonly kind: 'purge' }
  /** To any revision that is kept. */
  | { readonly kind: 'rollback'; readonly target: TargetName }
  | { readonly kind: 'rename'; readonly target: 'book 0' | 'book 1'; readonly name: string }
  | { readonly kind: 'read'; readonly what: string }
  | { readonly kind: 'tick' }
  | { readonly kind: 'pass'; readonly ms: number };

/** What one actor does, one after the other, each under a name of its own. */
export interface Actor {
  readonly name: string;
  readonly commands: readonly { readonly name: string; readonly command: Command }[];
}

type AdminKind = Exclude<Command['kind'], 'read' | 'tick' | 'pass'>;

/** What a seed is about: few things, so that what is done to them meets. */
interface Theme {
  readonly targets: readonly TargetName[];
  /** How often each kind of command is given, against the others. */
  readonly weights: Readonly<Partial<Record<AdminKind, number>>>;
  /** What time passes at once. */
  readonly passes?: readonly number[];
  /** What becomes of pushes. */
  readonly ends?: readonly Push['end'][];
}

const THEMES: readonly Theme[] = [
  {
    targets: ['book 0'],
    weights: { push: 3, rollback: 1, delete: 2, restore: 2, circle: 2, rename: 2, purge: 1 },
  },
  { targets: ['book 0'], weights: { push: 1, delete: 1, restore: 1, circle: 3, rename: 4 } },
  { targets: ['book 0'], weights: { push: 5, rollback: 2, circle: 1, delete: 1, restore: 1 } },
  // Revisions are let go, and what only they had is swept, while plans are open that reuse it.
  {
    targets: ['book 0'],
    weights: { push: 4, rollback: 1 },
    passes: [9 * HOUR, 9 * HOUR, 8 * DAY],
    ends: ['published', 'left'],
  },
  {
    targets: ['build'],
    weights: { push: 2, rollback: 1, delete: 2, restore: 2, circle: 3, purge: 1 },
  },
  {
    targets: ['book 0', 'book 1', 'build'],
    weights: { push: 4, rollback: 1, delete: 2, restore: 2, circle: 3, rename: 3, purge: 1 },
  },
];

export interface Scene {
  /** What is published before anything goes wrong. */
  readonly first: readonly { readonly name: string; readonly command: Push }[];
  readonly actors: readonly Actor[];
}

/** Who takes part and does what. */
export function sceneOf(draws: Draws): Scene {
  const theme = draws.pick(THEMES, 'theme');
  const actors = (kind: string, count: number, commands: number) =>
    Array.from({ length: count }, (_, index) => {
      const name = `${kind}${index + 1}`;
      const length = draws.whole(2, commands, name, 'length');
      return {
        name,
        commands: Array.from({ length }, (_, at) => {
          const one = `${name}.${at + 1}`;
          return { name: one, command: commandOf(draws, theme, one) };
        }),
      };
    });
  return {
    first: theme.targets.map((target) => {
      const name = `first ${target}`;
      const command = { kind: 'push', target, ask: askOf(draws, name), end: 'published' } as const;
      return { name, command };
    }),
    actors: [
      ...actors('admin', draws.whole(1, 3, 'admins'), 7),
      ...actors('reader', draws.whole(1, 2, 'readers'), 4),
      ...actors('worker', draws.whole(2, 3, 'workers'), 7),
      ...actors('time', 1, 8),
    ],
  };
}

function commandOf(draws: Draws, theme: Theme, name: string): Command {
  if (name.startsWith('worker')) return { kind: 'tick' };
  if (name.startsWith('reader')) {
    const titles = theme.targets.flatMap((target) => (target === 'build' ? target : BOOK_NAMES));
    return { kind: 'read', what: draws.pick(titles, name, 'what') };
  }
  if (name.startsWith('time')) {
    return { kind: 'pass', ms: draws.pick(theme.passes ?? PASSES, name, 'pass') };
  }
  return adminCommand(draws, theme, name);
}

function adminCommand(draws: Draws, theme: Theme, name: string): Command {
  const { targets, weights, ends = ENDS } = theme;
  const target = draws.pick(targets, name, 'target');
  const newName = draws.pick(BOOK_NAMES, name, 'name');
  const kinds = Object.entries(weights).flatMap(([kind, weight]) =>
    Array<string>(weight).fill(kind),
  );
  switch (draws.pick(kinds, name, 'kind') as AdminKind) {
    case 'push':
      return { kind: 'push', target, ask: askOf(draws, name), end: draws.pick(ends, name, 'end') };
    case 'delete':
      return { kind: 'delete', target };
    case 'circle':
      return { kind: 'circle', target };
    case 'rollback':
      return { kind: 'rollback', target };
    case 'restore':
      return { kind: 'restore', as: draws.chance(0.3, name, 'as') ? newName : undefined };
    case 'purge':
      return { kind: 'purge' };
    case 'rename':
      return target === 'build'
        ? { kind: 'delete', target }
        : { kind: 'rename', target, name: newName };
  }
}

function askOf(draws: Draws, name: string): Ask {
  const mode = draws.chance(0.7, name, 'mode') ? 'replace' : 'merge';
  const has = (path: string) => draws.chance(path === 'large' ? 0.25 : 0.6, name, path);
  const files = PATHS.filter(has).map((path) => {
    const content = draws.pick(CONTENTS, name, path, 'content');
    return [path, bytesOf(path === 'large' ? `large ${content}` : content).sha256] as const;
  });
  const listed = new Map(files.length > 0 ? files : [['a', bytesOf('1').sha256] as const]);
  const remove = PATHS.filter(
    (path) => !listed.has(path) && draws.chance(0.3, name, path, 'remove'),
  );
  return { mode, files: listed, remove: mode === 'merge' ? remove : [] };
}

export interface Content extends Bytes {
  /** In order, where it is sent in parts. */
  readonly parts: readonly Bytes[];
}

const known = new Map<string, Content>();

/** What a file of this content consists of. */
function bytesOf(content: string): Content {
  const sizeBytes = content.startsWith('large') ? LARGE_BYTES : 1000 + content.length;
  const count = partPlan(sizeBytes)?.parts ?? 0;
  const parts = Array.from({ length: count }, (_, index) => ({
    sizeBytes: partSlice(sizeBytes, index + 1)?.size ?? 0,
    sha256: sha(`${content} ${index}`),
  }));
  const sha256 = count === 0 ? sha(content) : compositeOf(parts);
  const bytes = { sizeBytes, sha256, parts };
  known.set(sha256, bytes);
  return bytes;
}

/** The bytes of this hash, as on the wire. */
export function contentOf(sha256: string): Content {
  const content = known.get(sha256);
  if (!content) throw new RangeError(`No content has the hash ${sha256}.`);
  return content;
}
