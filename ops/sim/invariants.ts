import { type MemoryStore, placeOf } from './memory-store.ts';
import { type Model, textOf } from './model.ts';
import type { ObjectNow, Snapshot } from './snapshot.ts';
import { Violation } from './violation.ts';

/** A URL that a reader holds. */
export interface HeldUrl {
  readonly folder: string;
  readonly bucket: ObjectNow['bucket'];
  readonly key: string;
  readonly sha256: string;
  readonly expiresAtMs: number;
}

export interface State {
  readonly store: MemoryStore;
  readonly model: Model;
  readonly urls: readonly HeldUrl[];
  readonly nowMs: number;
}

/** What holds after each step. @throws Violation */
export function checkAlways(world: State, snapshot: Snapshot): void {
  const objects = new Map(snapshot.objects.map((object) => [object.id, object]));
  checkBytes(world, snapshot, objects);
  checkRevisions(world, snapshot, objects);
  checkUrls(world);
  const [denied] = snapshot.denied;
  if (denied)
    throw new Violation('denied', `upload ${denied} is published and said to have failed`);
}

/** Every byte is somewhere at every instant. */
function checkBytes(
  { store, model }: State,
  { files, objects, reused }: Snapshot,
  byId: ReadonlyMap<number, ObjectNow>,
): void {
  const needed = new Map<number, string>();
  for (const { id, state } of objects) if (state === 'live') needed.set(id, 'a live object');
  for (const { object, path } of files) needed.set(object, path);
  for (const id of reused) needed.set(id, 'what a plan reuses');
  for (const [id, what] of needed) {
    const object = byId.get(id);
    if (!object) throw new Violation('bytes', `${what} has no object`);
    if (isStored(store, object)) continue;
    throw new Violation('bytes', `${what} is not, or not rightly, at ${placeOf(object)}`);
  }
  for (const { object, path, folder } of files) {
    if (byId.get(object)?.state === 'live' || model.isPurged(folder)) continue;
    throw new Violation('doomed', `${path} is shown, and its object is doomed`);
  }
}

function isStored(store: MemoryStore, object: ObjectNow): boolean {
  const stored = store.get(object);
  return stored?.content === object.sha256 && stored.sizeBytes === object.size;
}

/** Each revision that is kept shows the whole of what was published, and the last one is the head. */
function checkRevisions(
  { model }: State,
  { folders, files }: Snapshot,
  objects: ReadonlyMap<number, ObjectNow>,
): void {
  const ofFolder = Map.groupBy(files, ({ folder }) => folder);
  for (const { id, head, oldest, in_trash } of folders) {
    if (model.isPurged(id)) {
      if (!in_trash) throw new Violation('purged', `${id} is shown`);
      continue;
    }
    const revisions = model.revisions(id);
    if (head !== revisions.length - 1) {
      throw new Violation('head', `${head}, though ${revisions.length - 1} was published`);
    }
    for (let revision = oldest; revision <= head; revision += 1) {
      const shown = (ofFolder.get(id) ?? []).filter(
        ({ added_in, removed_in }) =>
          added_in <= revision && (removed_in === null || removed_in > revision),
      );
      const content = new Map(
        shown.map(({ path, object }) => [path, objects.get(object)?.sha256 ?? '']),
      );
      const [is, was] = [textOf(content), textOf(revisions[revision] ?? new Map())];
      if (is !== was)
        throw new Violation('whole', `revision ${revision} of ${id}: ${is} for ${was}`);
    }
  }
}

/** A URL that was given reads the same bytes until it lapses. */
function checkUrls({ store, model, urls, nowMs }: State): void {
  for (const url of urls) {
    if (url.expiresAtMs < nowMs || model.isPurged(url.folder)) continue;
    if (store.get(url)?.content === url.sha256) continue;
    throw new Violation('url', `${placeOf(url)} is not readable any more`);
  }
}

/** What holds when nothing has gone wrong for days. @param noted multipart uploads that were ever noted */
export function checkHealed(
  { store }: State,
  snapshot: Snapshot,
  noted: ReadonlySet<string>,
): void {
  const refuse = (rule: string, found: readonly string[]) => {
    if (found.length > 0) throw new Violation(rule, found.slice(0, 5).join(', '));
  };
  const { objects, operations, trash } = snapshot;
  const named = new Set(objects.map(placeOf));
  refuse(
    'stuck',
    operations
      .filter(({ state }) => !['done', 'failed'].includes(state))
      .map(({ type, state }) => `${type} ${state}`),
  );
  refuse(
    'orphan',
    [...store.places()].filter((place) => !named.has(place)),
  );
  refuse('not swept', objects.filter(({ state }) => state === 'doomed').map(placeOf));
  refuse('dead prefix', snapshot.deadPrefixes);
  refuse(
    'multipart',
    [...store.multiparts.keys()].filter((id) => noted.has(id)),
  );
  refuse(
    'trash',
    trash.filter(({ state }) => !['restored', 'purged'].includes(state)).map(({ state }) => state),
  );
  refuse('upload', snapshot.openUploads > 0 ? [`${snapshot.openUploads} are open`] : []);
  refuse('record', snapshot.records > 0 ? [`${snapshot.records} are not written`] : []);
}
