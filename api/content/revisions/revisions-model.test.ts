import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemIds } from '../../adapters/system.ts';
import type { ManifestBody, ManifestChangesBody } from '../../contract/read-manifest.ts';
import type { DiffBody } from '../../contract/revisions.ts';
import { type BookDesk, openBookDesk } from '../../testing/books.ts';
import { changesOf, diffOf, pathsOf } from '../../testing/folder-differences.ts';
import {
  type Entry,
  type Folder,
  manifestOf,
  rowsOfAll,
  sumsOf,
  talliesOf,
} from '../../testing/folder-model.ts';
import { readFolderState } from '../../testing/folder-state.ts';
import { createPusher, type Pusher } from '../../testing/pusher.ts';

const RUNS = 12;
const MOST_COMMANDS = 8;
const LIMIT_MS = 90_000;
const TIMEOUT_MS = 120_000;

let desk: BookDesk;
let pusher: Pusher;
beforeAll(async () => {
  desk = await openBookDesk();
  pusher = createPusher(desk);
});
afterAll(() => desk.database.close());

/** None lies in another, so that any of them may hold anything. */
const PATHS = ['a', 'b', 'd/x', 'd/y', 'e-f'];

const anyText = fc.constantFrom('one', 'two', 'three');
const anyEntry: fc.Arbitrary<Entry> = fc.oneof(
  fc
    .record({ text: anyText, executable: fc.boolean() })
    .map(({ text, executable }): Entry => ({ kind: 'file', text, size: text.length, executable })),
  fc.constantFrom('to', 'fro').map((target): Entry => ({ kind: 'link', target })),
  fc.constant<Entry>({ kind: 'directory' }),
);
const anyFolder = fc
  .tuple(...PATHS.map((path) => fc.tuple(fc.constant(path), fc.option(anyEntry))))
  .map((pairs): Folder => new Map(pairs.flatMap(([path, entry]) => (entry ? [[path, entry]] : []))))
  .filter((folder) => [...folder.values()].some(({ kind }) => kind === 'file'));

type Command = { readonly publish: Folder } | { readonly restore: number };
const anyCommand: fc.Arbitrary<Command> = fc.oneof(
  anyFolder.map((publish) => ({ publish })),
  fc.nat().map((restore) => ({ restore })),
);

it('whatever was published and restored, each revision and what lies between two is what maps of paths come to', {
  timeout: TIMEOUT_MS,
}, async () => {
  let builds = 0;
  const mark = systemIds.gen();
  const property = fc.asyncProperty(
    anyFolder,
    fc.array(anyCommand, { maxLength: MOST_COMMANDS, size: 'max' }),
    async (first, commands) => {
      builds += 1;
      // For Linux, builds hold everything that there is.
      const version = `1.${builds}-${mark}`;
      const revisions = await run(version, [{ publish: first }, ...commands]);
      await checkState(version, revisions);
      for (const from of revisions.keys()) {
        for (const to of revisions.keys()) {
          if (from > 0 && to > 0) await checkSpan(version, revisions, { from, to });
        }
      }
    },
  );
  await fc.assert(property, {
    numRuns: RUNS,
    plugins: [fc.interruptAfterTimeLimit(LIMIT_MS)],
  });
});

/** @returns what each revision shows; that of 0 is nothing */
async function run(version: string, commands: readonly Command[]): Promise<Folder[]> {
  const revisions: Folder[] = [new Map()];
  for (const command of commands) {
    const head = revisions.length - 1;
    const number = 'restore' in command ? (command.restore % head) + 1 : 0;
    const folder = 'publish' in command ? command.publish : (revisions[number] ?? new Map());
    const changed = !isDeepStrictEqual(folder, revisions[head]);
    const receipt =
      'publish' in command
        ? await publish(version, folder)
        : await desk.call(`/apps/linux/${version}/revisions/${number}/restore`, {
            body: { base_revision: head },
          });
    if (changed) revisions.push(folder);
    expect(receipt).toMatchObject({
      status: 200,
      body: { changed, revision: revisions.length - 1, previous_revision: head },
    });
    if ('restore' in command) {
      const { files, links, bytes } = sumsOf(folder);
      expect(receipt.body).toMatchObject({
        upload_id: null,
        restored_from: number,
        counts: { files: files + links, send: 0, arrived: 0 },
        bytes: { files: bytes, send: 0 },
      });
    }
  }
  return revisions;
}

async function publish(version: string, folder: Folder) {
  const { files, ...more } = manifestOf({ mode: 'replace', entries: [...folder], remove: [] });
  const content = Object.fromEntries(
    [...folder].flatMap(([path, entry]) => {
      if (entry.kind !== 'file') return [];
      return [[path, entry.executable ? { executable: entry.text } : entry.text]];
    }),
  );
  return {
    status: 200,
    body: await pusher.push({ platform: 'linux', version }, content, more),
  };
}

async function checkState(version: string, revisions: readonly Folder[]): Promise<void> {
  const at = { bucket: 'apps', prefix: `linux/${version}` } as const;
  const state = await readFolderState(desk.database, at);
  expect(state).toMatchObject({
    folders: [{ revision: revisions.length - 1, ...sumsOf(revisions.at(-1)) }],
    rows: rowsOfAll(revisions),
    revisions: talliesOf(revisions),
  });
}

interface Numbers {
  readonly from: number;
  readonly to: number;
}

async function checkSpan(version: string, revisions: readonly Folder[], { from, to }: Numbers) {
  const [before = new Map(), after = new Map()] = [revisions[from], revisions[to]];
  expect(await readWholeDiff(version, { from, to })).toEqual(diffOf(before, after));
  const { body } = await desk.call<ManifestChangesBody>(
    `/apps/linux/${version}/manifest?since=${from}&revision=${to}`,
  );
  expect(body).toEqual({ from, to, ...changesOf(before, after) });
  const manifest = await desk.call<ManifestBody>(`/apps/linux/${version}/manifest?revision=${to}`);
  expect(manifest.body.files.map(({ path }) => path)).toEqual(
    pathsOf(after).filter((path) => after.get(path)?.kind === 'file'),
  );
}

/** Two paths at a time. */
async function readWholeDiff(version: string, { from, to }: Numbers) {
  const whole: Pick<DiffBody, 'added' | 'changed' | 'removed'> = {
    added: [],
    changed: [],
    removed: [],
  };
  for (let cursor: string | null = ''; cursor !== null; ) {
    const query: string = `from=${from}&to=${to}&limit=2${cursor && `&cursor=${cursor}`}`;
    const { body }: { body: DiffBody } = await desk.call<DiffBody>(
      `/apps/linux/${version}/diff?${query}`,
    );
    expect(body).toMatchObject({ from, to });
    const { added, changed, removed } = body;
    expect(added.length + changed.length + removed.length).toBeLessThanOrEqual(2);
    whole.added.push(...added);
    whole.changed.push(...changed);
    whole.removed.push(...removed);
    cursor = body.next_cursor;
  }
  return whole;
}
