import { expect } from 'vitest';
import type { ReadUrlsBody } from '../contract/read-urls.ts';
import type { RevisionBody } from '../contract/revisions.ts';
import { changesOf, diffOf, pathsOf } from './folder-differences.ts';
import { type Folder, hashOf, sumsOf } from './folder-model.ts';
import { type LifeRevision, REVISION_NOT_FOUND } from './life-folder.ts';
import { isReadable, type LifeName, type Thing, targetOf } from './life-model.ts';
import {
  BUILD_NOT_FOUND,
  type ModelledLife,
  routeOf,
  type Subject,
  subjectOf,
} from './modelled-life.ts';

const STORAGE_NOT_FOUND = { status: 404, body: { code: 'storage.not_found' } };

/** A URL as a reader was given it. */
export interface GivenUrl {
  readonly url: string;
  readonly text: string;
  readonly thing: Thing;
  /** When, in minutes. */
  readonly at: number;
}

/** Reads a file as readers do. @param number undefined for the current revision */
export async function readFile(
  life: ModelledLife,
  thing: Thing,
  { path, number }: { readonly path: string; readonly number: number | undefined },
): Promise<GivenUrl | undefined> {
  const revision = number === undefined ? '' : `&revision=${number}`;
  const at = `${storagePathOf(thing.name)}/${path}?redirect=false${revision}`;
  const answer = await life.world.call<{ url: string }>(at);
  // Somebody else may have the name of what is hidden.
  const shown = life.model.things.find(
    (one) => isReadable(one) && storagePathOf(one.name) === storagePathOf(thing.name),
  );
  const found = shown?.folder.revisions.get(number ?? shown.folder.head);
  const entry = found?.folder.get(path);
  if (!shown || (found && (!entry || entry.kind === 'link'))) {
    expect(answer).toMatchObject(STORAGE_NOT_FOUND);
    return undefined;
  }
  if (!found) {
    expect(answer).toMatchObject(REVISION_NOT_FOUND);
    return undefined;
  }
  expect(answer.status).toBe(200);
  if (entry?.kind !== 'file') return undefined;
  const given = { url: answer.body.url, text: entry.text, thing: shown, at: life.model.now };
  await readUrl(given);
  return given;
}

/** Reads what a URL is for. */
export async function readUrl({ url, text }: Pick<GivenUrl, 'url' | 'text'>): Promise<void> {
  const answer = await fetch(url);
  expect([answer.status, await answer.text()]).toEqual([200, text]);
}

/** Reads all files of a revision by the URLs given for them together. */
export async function readRevision(life: ModelledLife, thing: Thing, number: number) {
  const folder = thing.folder.revisions.get(number)?.folder ?? new Map();
  const paths = pathsOf(folder).filter((path) => folder.get(path)?.kind === 'file');
  if (paths.length === 0) return;
  const body = { paths, revision: number };
  const answer = await life.world.call<ReadUrlsBody>(`${routeOf(subjectOf(thing))}/urls`, { body });
  expect(answer).toMatchObject({ status: 200, body: { revision: number } });
  for (const { path, url } of answer.body.urls) {
    const entry = folder.get(path);
    await readUrl({ url, text: entry?.kind === 'file' ? entry.text : '' });
  }
}

/** What is in the trash, or was purged, gives no URLs. */
export async function readNothing(life: ModelledLife, thing: Thing): Promise<void> {
  await readFile(life, thing, { path: 'a', number: undefined });
  if (thing.id === undefined || thing.status === 'draft') return;
  const answer = await life.world.call(`/books/${thing.id}/urls`, { body: { paths: ['a'] } });
  expect(answer.status).toBe(404);
}

/** Holds the list of revisions against the model. */
export async function checkRevisions(life: ModelledLife, subject: Subject): Promise<void> {
  const path = `${routeOf(subject)}/revisions?limit=200`;
  const answer = await life.world.call<{ items: RevisionBody[] }>(path);
  const thing = life.managed(subject);
  if (!thing) {
    expect(answer).toMatchObject(BUILD_NOT_FOUND);
    return;
  }
  const kept = [...thing.folder.revisions].sort(([one], [two]) => two - one);
  expect(answer.status).toBe(200);
  expect(answer.body.items).toMatchObject(
    kept.map(([revision, { folder, restoredFrom, changes }]) => {
      const { files, bytes: size } = sumsOf(folder);
      return { revision, restored_from: restoredFrom, files, size, ...changes };
    }),
  );
  for (const [index, [, { at }]] of kept.entries()) {
    expect(life.world.isAt(answer.body.items[index]?.published_at ?? '', at)).toBe(true);
  }
}

/** Holds a manifest against the model. @param number undefined for the current revision */
export async function checkManifest(
  life: ModelledLife,
  subject: Subject,
  number: number | undefined,
): Promise<void> {
  const query = number === undefined ? '' : `?revision=${number}`;
  const answer = await life.world.call(`${routeOf(subject)}/manifest${query}`);
  const thing = life.managed(subject);
  const revision = thing?.folder.revisions.get(number ?? thing.folder.head);
  if (!thing || !revision) {
    expect(answer).toMatchObject(thing ? REVISION_NOT_FOUND : BUILD_NOT_FOUND);
    return;
  }
  expect(answer.status).toBe(200);
  const about = { target: targetOf(thing), revision: number ?? thing.folder.head };
  expect(answer.body).toEqual({ ...about, ...listOf(revision) });
}

/** Holds what lies between two revisions against the model, as `diff` and as `manifest?since=`. */
export async function checkDifferences(
  life: ModelledLife,
  subject: Subject,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<void> {
  const route = routeOf(subject);
  const diff = await life.world.call(`${route}/diff?from=${from}&to=${to}`);
  const changes = await life.world.call(`${route}/manifest?since=${from}&revision=${to}`);
  const thing = life.managed(subject);
  const [before, after] = [from, to].map((number) => thing?.folder.revisions.get(number)?.folder);
  if (!before || !after) {
    const refusal = thing ? REVISION_NOT_FOUND : BUILD_NOT_FOUND;
    expect([diff, changes]).toMatchObject([refusal, refusal]);
    return;
  }
  expect(diff.body).toEqual({ from, to, ...diffOf(before, after), next_cursor: null });
  expect(changes.body).toEqual({ from, to, ...changesOf(before, after) });
}

function listOf({ folder, addedIn }: LifeRevision) {
  const of = (kind: 'file' | 'directory' | 'link') => pathsOfKind(folder, kind);
  return {
    files: of('file').flatMap((path) => {
      const entry = folder.get(path);
      if (entry?.kind !== 'file') return [];
      const { size, text, executable } = entry;
      const about = { path, size, sha256: hashOf(text), added_in: addedIn.get(path) };
      return [{ ...about, ...(executable ? { executable } : {}) }];
    }),
    directories: of('directory'),
    links: of('link').flatMap((path) => {
      const entry = folder.get(path);
      return entry?.kind === 'link' ? [{ path, target: entry.target }] : [];
    }),
  };
}

function pathsOfKind(folder: Folder, kind: 'file' | 'directory' | 'link'): string[] {
  return pathsOf(folder).filter((path) => folder.get(path)?.kind === kind);
}

function storagePathOf(name: LifeName): string {
  if ('version' in name) return `/storage/apps/linux/${name.version}`;
  const names = [name.publisher, name.book_name].map(encodeURIComponent);
  return `/storage/books/${names.join('/')}`;
}
