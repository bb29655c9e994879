import fc from 'fast-check';
import { type Ask, clashesOf, type Entry, type Fold, type PlacedEntry } from './folder-model.ts';
import type { ModelledFolder } from './modelled-folder.ts';

/** Few enough that asks meet: files become folders, folders files, and names differ in case. */
const PATHS = 'a b c B a-b ab a/a a/b a/c a/b/c b/a b/c c/a/b A/b'.split(' ');
const NEVER_THERE = 'a/nowhere';
/** Few enough that bytes come back, also of one size. */
const TEXTS = ['', 'a', 'b', 'c', 'd', 'ee', 'ff'] as const;
const MOST_ENTRIES = 6;
const ALL = 0b1111;

type Base = 'none' | 'current' | 'stale';

/** What follows a plan. */
interface Then {
  /** Which of the files missing are sent, as bits; {@link ALL} is all. */
  readonly send: number;
  readonly finalize: boolean;
}

/** One act on an upload that was planned before; `pick` chooses it, 0 being the newest. */
type OnUpload =
  | { readonly do: 'plan again'; readonly pick: number; readonly next: Then }
  | { readonly do: 'finalize'; readonly pick: number }
  | { readonly do: 'abort'; readonly pick: number };

/** One act on a folder. */
export type UploadCommand =
  | { readonly do: 'plan'; readonly ask: Ask; readonly base: Base; readonly next: Then }
  | { readonly do: 'preview'; readonly ask: Ask; readonly base: Base }
  | { readonly do: 'publish at once'; readonly asks: readonly Ask[] }
  | OnUpload;

export interface FolderKind {
  readonly fold: Fold;
  readonly hasLinks: boolean;
}

/** Acts on a folder of that kind. */
export function uploadCommand(kind: FolderKind): fc.Arbitrary<UploadCommand> {
  const ask = askOf(kind);
  const pick = fc.nat(3);
  const send = fc.oneof(often(fc.constant(ALL)), rarely(fc.nat(ALL)));
  const next = plain({ send, finalize: fc.boolean() });
  const base = fc.oneof(
    often(fc.constant<Base>('none')),
    rarely(fc.constantFrom<Base[]>('current', 'stale')),
  );
  const asks = fc.array(ask, { minLength: 2, maxLength: 2 });
  return fc.oneof(
    { weight: 10, arbitrary: plain({ do: fc.constant('plan'), ask, base, next }) },
    { weight: 1, arbitrary: plain({ do: fc.constant('preview'), ask, base }) },
    { weight: 1, arbitrary: plain({ do: fc.constant('publish at once'), asks }) },
    { weight: 4, arbitrary: plain({ do: fc.constant('plan again'), pick, next }) },
    { weight: 4, arbitrary: plain({ do: fc.constant('finalize'), pick }) },
    { weight: 1, arbitrary: plain({ do: fc.constant('abort'), pick }) },
  );
}

/** Objects that print as they are written. */
function plain<T extends object>(members: { [K in keyof T]: fc.Arbitrary<T[K]> }) {
  return fc.record<T>(members, { noNullPrototype: true });
}

const often = <T>(arbitrary: fc.Arbitrary<T>) => ({ weight: 6, arbitrary });
const rarely = <T>(arbitrary: fc.Arbitrary<T>) => ({ weight: 2, arbitrary });

function askOf(kind: FolderKind): fc.Arbitrary<Ask> {
  const placed = fc.tuple(fc.constantFrom(...PATHS), entryOf(kind));
  // A place twice is the business of the manifest's own tests.
  const selector = ([path]: readonly [string, Entry]) => path;
  const lengths = { minLength: 1, maxLength: MOST_ENTRIES, size: 'max' } as const;
  const any = fc.uniqueArray(placed, { selector, ...lengths });
  const entries = fc.oneof(
    often(any.map((some) => withoutClashes(some, kind.fold))),
    rarely(fc.oneof(any, fc.constant([]))),
  );
  const remove = fc.uniqueArray(fc.constantFrom(...PATHS, NEVER_THERE), { maxLength: 2 });
  return fc.oneof(
    { weight: 3, arbitrary: plain({ mode: fc.constant('merge'), entries, remove }) },
    {
      weight: 2,
      arbitrary: plain({ mode: fc.constant('replace'), entries, remove: fc.constant([]) }),
    },
  );
}

function entryOf({ hasLinks }: FolderKind): fc.Arbitrary<Entry> {
  const file = plain({
    text: fc.constantFrom(...TEXTS),
    executable: fc.oneof(often(fc.constant(false)), rarely(fc.constant(true))),
    lie: fc.nat(20).map((one) => one === 20),
  }).map(({ text, executable, lie }): Entry => {
    return { kind: 'file', text, size: text.length + (lie ? 1 : 0), executable };
  });
  const directory = fc.constant<Entry>({ kind: 'directory' });
  // Whether a link may point there is the business of the link rules' own tests.
  const link = fc
    .constantFrom('there', 'elsewhere')
    .map((target): Entry => ({ kind: 'link', target }));
  return fc.oneof(
    { weight: 6, arbitrary: file },
    { weight: 2, arbitrary: directory },
    { weight: hasLinks ? 2 : 0, arbitrary: link },
  );
}

function withoutClashes(entries: readonly PlacedEntry[], fold: Fold): PlacedEntry[] {
  const chosen: PlacedEntry[] = [];
  for (const entry of entries) {
    const ask: Ask = { mode: 'replace', entries: [...chosen, entry], remove: [] };
    if (clashesOf(new Map(), ask, fold).length === 0) chosen.push(entry);
  }
  return chosen;
}

/** Does it, to a folder and its model; an act on an upload is none while there is no upload. */
export async function runCommand(folder: ModelledFolder, command: UploadCommand): Promise<void> {
  switch (command.do) {
    case 'plan':
      return planAnd(folder, { ...command, base: baseOf(folder, command.base) });
    case 'preview':
      return folder.preview(command.ask, baseOf(folder, command.base));
    case 'publish at once':
      return publishAtOnce(folder, command.asks);
    case 'plan again':
    case 'finalize':
    case 'abort':
      return runOnUpload(folder, command);
  }
}

async function runOnUpload(folder: ModelledFolder, command: OnUpload): Promise<void> {
  const { uploads } = folder.model;
  const upload = uploads.at(-1 - (command.pick % uploads.length));
  if (!upload) return;
  switch (command.do) {
    case 'plan again': {
      const ask = { ...upload.ask, entries: upload.ask.entries.toReversed() };
      return planAnd(folder, { ask, base: undefined, next: command.next });
    }
    case 'finalize':
      return folder.finalize(upload);
    case 'abort':
      return folder.abort(upload);
  }
}

interface Planning {
  readonly ask: Ask;
  readonly base: number | undefined;
  readonly next: Then;
}

async function planAnd(folder: ModelledFolder, { ask, base, next }: Planning): Promise<void> {
  const upload = await folder.plan(ask, base);
  if (!upload) return;
  await folder.send(upload, (index) => ((next.send >> (index % 4)) & 1) === 1);
  if (next.finalize) await folder.finalize(upload);
}

async function publishAtOnce(folder: ModelledFolder, asks: readonly Ask[]): Promise<void> {
  const uploads = [];
  for (const ask of asks) {
    const upload = await folder.plan(ask);
    if (!upload) continue;
    await folder.send(upload, () => true);
    uploads.push(upload);
  }
  await folder.finalizeAtOnce(uploads);
}

function baseOf({ model: { head } }: ModelledFolder, base: Base): number | undefined {
  switch (base) {
    case 'none':
      return undefined;
    case 'current':
      return head;
    case 'stale':
      return head === 0 ? 1 : head - 1;
  }
}
