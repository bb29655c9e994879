import fc from 'fast-check';
import type { Ask, Entry, PlacedEntry } from './folder-model.ts';
import type { LifeStatus } from './life-model.ts';

/** Of files and links. None lies in another, so that whatever is merged, nothing clashes. */
const PATHS = ['a', 'b', 'd/x', 'd/y'];
const DIRECTORY = 'empty';
/** Few enough that bytes come back. */
const TEXTS = ['', 'one', 'two'];
/** Publishers and titles. Two differ in case alone, and one is escaped in keys. */
export const BOOK_NAMES = [
  ['one', 'Book'],
  ['one', 'BOOK'],
  ['one', 'Who?'],
  ['two', 'Book'],
] as const;
export const VERSIONS = ['1.0', '2.0'] as const;

/** How much time passes, in minutes. */
export const LIFE_TIMES = {
  '10 minutes': 10,
  '5 hours': 300,
  '9 hours': 540,
  '3 days': 4320,
  '8 days': 11_520,
} as const;
type LifeTime = keyof typeof LIFE_TIMES;

/** Which book, 0 being the newest, or else which version of the builds. */
export type On = { readonly book: number } | { readonly build: number };

export type UploadCommand =
  | { readonly do: 'push'; readonly on: On; readonly ask: Ask; readonly finalize: boolean }
  /** The upload that was left open last. */
  | { readonly do: 'finalize'; readonly on: On; readonly isPostedAgain: boolean };

/** Revisions are told by how far they lie behind the current one; -1 is not there yet. */
export type ReadCommand =
  | { readonly do: 'read'; readonly on: On; readonly path: string; readonly back: number }
  | { readonly do: 'list revisions'; readonly on: On }
  | { readonly do: 'manifest'; readonly on: On; readonly back: number }
  | { readonly do: 'compare'; readonly on: On; readonly back: number; readonly backTo: number };

export type BookCommand =
  | { readonly do: 'set status'; readonly book: number; readonly status: LifeStatus }
  | { readonly do: 'rename'; readonly book: number; readonly name: number };

/** On a deletion, 0 being the newest. */
export type TrashCommand =
  | { readonly do: 'restore'; readonly pick: number; readonly as: number | null }
  | { readonly do: 'purge'; readonly pick: number };

export type LifeCommand =
  | UploadCommand
  | ReadCommand
  | BookCommand
  | TrashCommand
  | { readonly do: 'create'; readonly name: number; readonly status: LifeStatus }
  | { readonly do: 'roll back'; readonly on: On; readonly back: number; readonly isStale: boolean }
  | { readonly do: 'delete'; readonly on: On }
  | { readonly do: 'tick' }
  | { readonly do: 'pass'; readonly time: LifeTime };

/** Objects that print as they are written. */
function plain<T extends object>(members: { [K in keyof T]: fc.Arbitrary<T[K]> }) {
  return fc.record<T>(members, { noNullPrototype: true });
}

const weighted = <T>(weight: number, arbitrary: fc.Arbitrary<T>) => ({ weight, arbitrary });
const often = fc.nat(3).map((one) => one > 0);
const rarely = often.map((is) => !is);
const book = fc.oneof(weighted(3, fc.constant(0)), weighted(1, fc.nat(2)));
const onBook = plain({ book });
const onBuild = plain({
  build: fc.oneof(weighted(3, fc.constant(0)), weighted(1, fc.constant(1))),
});
const on: fc.Arbitrary<On> = fc.oneof(weighted(2, onBook), weighted(1, onBuild));
const back = fc.oneof(weighted(1, fc.constant(1)), weighted(1, fc.integer({ min: -1, max: 3 })));
const name = fc.nat(BOOK_NAMES.length - 1);
const status = fc.constantFrom<LifeStatus[]>('draft', 'published');
const pick = fc.oneof(weighted(2, fc.constant(0)), weighted(1, fc.nat(3)));
// Were it often that all in the trash is purged, little would be left to do.
const time = fc.constantFrom<LifeTime[]>(
  '10 minutes',
  '10 minutes',
  '5 hours',
  '9 hours',
  '3 days',
  '8 days',
);

const push = fc.oneof(
  weighted(1, plain({ do: fc.constant('push'), on: onBook, ask: askOf(false), finalize: often })),
  weighted(1, plain({ do: fc.constant('push'), on: onBuild, ask: askOf(true), finalize: often })),
);
const path = fc.constantFrom(...PATHS);

/** One act on books, builds and the trash. */
export const lifeCommand: fc.Arbitrary<LifeCommand> = fc.oneof(
  weighted(10, push),
  weighted(4, plain({ do: fc.constant('finalize'), on, isPostedAgain: fc.boolean() })),
  weighted(7, plain({ do: fc.constant('roll back'), on, back, isStale: rarely })),
  weighted(1, plain({ do: fc.constant('create'), name, status })),
  weighted(1, plain({ do: fc.constant('set status'), book, status })),
  weighted(4, plain({ do: fc.constant('rename'), book, name })),
  weighted(6, plain({ do: fc.constant('delete'), on })),
  weighted(8, plain({ do: fc.constant('restore'), pick, as: fc.option(name, { freq: 2 }) })),
  weighted(3, plain({ do: fc.constant('purge'), pick })),
  weighted(4, plain({ do: fc.constant('tick') })),
  weighted(7, plain({ do: fc.constant('pass'), time })),
  weighted(1, plain({ do: fc.constant('read'), on, path, back })),
  weighted(1, plain({ do: fc.constant('list revisions'), on })),
  weighted(1, plain({ do: fc.constant('manifest'), on, back })),
  weighted(1, plain({ do: fc.constant('compare'), on, back, backTo: back })),
);

function askOf(isBuild: boolean): fc.Arbitrary<Ask> {
  const placed: fc.Arbitrary<PlacedEntry> = fc.oneof(
    { weight: 8, arbitrary: fc.tuple(fc.constantFrom(...PATHS), entryOf(isBuild)) },
    { weight: 1, arbitrary: fc.constant<PlacedEntry>([DIRECTORY, { kind: 'directory' }]) },
  );
  const selector = ([path]: PlacedEntry) => path;
  const lengths = { minLength: 1, maxLength: PATHS.length, size: 'max' } as const;
  const entries: fc.Arbitrary<PlacedEntry[]> = fc.uniqueArray(placed, { selector, ...lengths });
  const remove = fc.uniqueArray(fc.constantFrom(...PATHS, 'd', DIRECTORY), { maxLength: 2 });
  const replace = plain<Ask>({ mode: fc.constant('replace'), entries, remove: fc.constant([]) });
  return fc.oneof(
    { weight: 3, arbitrary: replace },
    { weight: 2, arbitrary: plain<Ask>({ mode: fc.constant('merge'), entries, remove }) },
  );
}

function entryOf(isBuild: boolean): fc.Arbitrary<Entry> {
  const executable = isBuild ? fc.boolean() : fc.constant(false);
  const file = plain({ text: fc.constantFrom(...TEXTS), executable }).map(
    (one): Entry => ({ kind: 'file', size: one.text.length, ...one }),
  );
  const link = fc.constantFrom('to', 'fro').map((target): Entry => ({ kind: 'link', target }));
  return fc.oneof({ weight: 8, arbitrary: file }, { weight: isBuild ? 1 : 0, arbitrary: link });
}
