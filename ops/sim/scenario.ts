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
/** Which of the two books, or the build. */
const TARGETS = ['book 0', 'book 1', 'build'] as const;
const PASSES = [25 * SECOND, 5 * MINUTE, 16 * MINUTE, HOUR, 9 * HOUR, DAY, 4 * DAY, 8 * DAY];

export type TargetName = (typeof TARGETS)[number];

export type Command =
  | {
      readonly kind: 'push';
      readonly target: TargetName;
      readonly ask: Ask;
      /** What becomes of it: `left` is never come back to. */
      readonly end: 'published' | 'aborted' | 'left';
    }
  | { readonly kind: 'delete'; readonly target: TargetName }
  | { readonly kind: 'restore'; readonly as: string | undefined }
  | { readonly kind: 'purge' }
  | { readonly kind: 'rename'; readonly target: 'book 0' | 'book 1'; readonly name: string }
  | { readonly kind: 'read'; readonly what: string }
  | { readonly kind: 'tick' }
  | { readonly kind: 'pass'; readonly ms: number };

/** What one actor does, one after the other, each under a name of its own. */
export interface Actor {
  readonly name: string;
  readonly commands: readonly { readonly name: string; readonly command: Command }[];
}

/** Who takes part and does what. */
export function scenarioOf(draws: Draws): readonly Actor[] {
  const actors = (kind: string, count: number, commands: number) =>
    Array.from({ length: count }, (_, index) => {
      const name = `${kind}${index + 1}`;
      const length = draws.whole(2, commands, name, 'length');
      return {
        name,
        commands: Array.from({ length }, (_, at) => {
          const one = `${name}.${at + 1}`;
          return { name: one, command: commandOf(draws, kind, one) };
        }),
      };
    });
  return [
    ...actors('admin', draws.whole(1, 3, 'admins'), 6),
    ...actors('reader', draws.whole(1, 2, 'readers'), 4),
    ...actors('worker', draws.whole(1, 3, 'workers'), 7),
    ...actors('time', 1, 8),
  ];
}

function commandOf(draws: Draws, actor: string, name: string): Command {
  switch (actor) {
    case 'worker':
      return { kind: 'tick' };
    case 'reader':
      return { kind: 'read', what: draws.pick([...BOOK_NAMES, 'build'], name, 'what') };
    case 'time':
      return { kind: 'pass', ms: draws.pick(PASSES, name, 'pass') };
    default:
      return adminCommand(draws, name);
  }
}

function adminCommand(draws: Draws, name: string): Command {
  const roll = draws.number(name, 'command');
  const target = draws.pick(TARGETS, name, 'target');
  const newName = draws.pick(BOOK_NAMES, name, 'name');
  if (roll < 0.4 || name.endsWith('.1')) {
    const end = draws.pick(
      ['published', 'published', 'published', 'aborted', 'left'] as const,
      name,
      'end',
    );
    return { kind: 'push', target, ask: askOf(draws, name), end };
  }
  if (roll < 0.58) return { kind: 'delete', target };
  if (roll < 0.76) {
    return { kind: 'restore', as: draws.chance(0.3, name, 'as') ? newName : undefined };
  }
  if (roll < 0.84 || target === 'build') return { kind: 'purge' };
  return { kind: 'rename', target, name: newName };
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
