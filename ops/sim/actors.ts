import { updateBook } from '../../api/content/books/update-book.ts';
import { findBookContent, findBuildContent } from '../../api/content/reading/find-content.ts';
import { findPublishedBook, findPublishedBuild } from '../../api/content/reading/find-published.ts';
import {
  type RevisionRow,
  revisionOf,
  revisionRows,
  rowsAt,
} from '../../api/content/reading/revision-rows.ts';
import { readWindow, signRead } from '../../api/content/reading/sign-read.ts';
import { listRevisions } from '../../api/content/revisions/list-revisions.ts';
import { restoreRevision } from '../../api/content/revisions/restore-revision.ts';
import { tick } from '../../api/content/tick.ts';
import {
  bookToDelete,
  buildToDelete,
  deleteContent,
} from '../../api/content/trash/delete-content.ts';
import { listTrash } from '../../api/content/trash/list-trash.ts';
import { purgeTrash } from '../../api/content/trash/purge-trash.ts';
import { restoreFromTrash } from '../../api/content/trash/restore-from-trash.ts';
import type { TrashRow } from '../../api/content/trash/trash-row.ts';
import { Process } from './gate.ts';
import { textOf } from './model.ts';
import { push } from './push.ts';
import type { Actor, Command, TargetName } from './scenario.ts';
import { Violation } from './violation.ts';
import { namesOf, requestContext, requireExpected, type World, workContext } from './world.ts';

/** How often a tick finds that its time is over. */
const SPENT = 0.04;
/** How often an admin waits for what was asked, and how often a replica begins with it at once. */
const WAITED = 0.5;
const WOKEN = 0.3;
/** How often a tick follows when time has passed. */
const TICKED = 0.7;
/** As long as nobody waits; as ticks pause; past a lease; past the URLs of uploads; past those of reads. */
const PAUSES = [0, 0, 5000, 30_000, 20 * 60_000, 9 * 3_600_000];
const BUILD = { platform: 'linux', version: '1.0' } as const;

/** Does what an actor does, whatever becomes of each of it. */
export async function act(world: World, { commands }: Actor): Promise<void> {
  for (const { name, command } of commands) {
    await pause(world, name);
    await perform(world, name, command).catch(requireExpected);
  }
}

/** Time goes by between two commands, so that what hangs meanwhile is overtaken. */
async function pause({ scheduler, draws }: World, name: string): Promise<void> {
  const ms = draws.pick(PAUSES, name, 'pause');
  if (ms === 0) return;
  const process = new Process(`${name}.pause`, scheduler.nowMs + ms);
  await new Promise<void>((resolve) => scheduler.timer(process, resolve, ms));
}

async function perform(world: World, name: string, command: Command): Promise<void> {
  switch (command.kind) {
    case 'push':
      return push(world, name, command);
    case 'delete':
      return twice(world, name, (process) => remove(world, process, command.target));
    case 'circle':
      await perform(world, `${name}.out`, { kind: 'delete', target: command.target });
      return restore(world, `${name}.in`, undefined);
    case 'rollback':
      return rollback(world, name, command.target);
    case 'restore':
      return restore(world, name, command.as);
    case 'purge':
      return purge(world, name);
    case 'rename':
      return twice(world, name, async (process) => {
        const id = bookId(world, command.target);
        const change = namesOf(command.name);
        await updateBook(requestContext(world, process), { id, change, ifMatch: undefined });
      });
    case 'read':
      return read(world, name, command.what);
    case 'tick':
      return workTick(world, name);
    case 'pass':
      return pass(world, name, command.ms);
  }
}

/** Asks for slow work, and once more when nobody knows what became of it; often, a tick begins at once. */
async function twice(
  world: World,
  name: string,
  ask: (process: Process) => Promise<unknown>,
): Promise<void> {
  const { scheduler, draws } = world;
  await scheduler.spawn(`${name}.1`, ask).catch((error: unknown) => {
    requireExpected(error);
    return scheduler.spawn(`${name}.2`, ask);
  });
  const roll = draws.number(name, 'wake');
  if (roll < WAITED) await workTick(world, `${name}.tick`);
  else if (roll < WAITED + WOKEN) {
    scheduler.start(() => workTick(world, `${name}.tick`).catch(requireExpected));
  }
}

async function remove(world: World, process: Process, target: TargetName): Promise<void> {
  const what =
    target === 'build'
      ? buildToDelete(BUILD.platform, BUILD.version)
      : bookToDelete(bookId(world, target), undefined);
  await deleteContent(requestContext(world, process), what);
}

/** Time passes for all, and mostly ticks go on meanwhile. */
async function pass(world: World, name: string, ms: number): Promise<void> {
  const { scheduler, draws } = world;
  const about = { kind: 'time', label: `${ms / 1000} s pass`, passes: ms } as const;
  await scheduler.gate(new Process(name, scheduler.nowMs), about, async () => {
    scheduler.nowMs += ms;
  });
  if (draws.chance(TICKED, name, 'tick')) await workTick(world, `${name}.tick`);
}

async function rollback(world: World, name: string, target: TargetName): Promise<void> {
  const { scheduler, model, draws } = world;
  const kept = await scheduler.spawn(`${name}.list`, async (process) => {
    const ctx = requestContext(world, process);
    const { folderId } = await (target === 'build'
      ? findBuildContent(ctx, BUILD)
      : findBookContent(ctx, bookId(world, target)));
    const { rows } = await listRevisions(ctx, folderId, { limit: 50 });
    const baseRevision = rows[0]?.row.revision;
    return rows.map(({ row }) => ({ folderId, revision: row.revision, baseRevision }));
  });
  if (kept.length === 0) return;
  const wanted = draws.pick(kept, name, 'which');
  model.noteRollback(wanted.folderId, wanted.revision);
  await scheduler.spawn(name, (process) => restoreRevision(requestContext(world, process), wanted));
}

async function restore(world: World, name: string, as: string | undefined): Promise<void> {
  const row = await pickTrash(world, name);
  if (!row) return;
  const isBook = row.type === 'book';
  const place = as !== undefined && (isBook ? namesOf(as) : { version: '1.1' });
  await twice(world, name, (process) =>
    restoreFromTrash(requestContext(world, process), {
      trash_id: row.id,
      ...(place ? { as: place } : {}),
    }),
  );
}

async function purge(world: World, name: string): Promise<void> {
  const row = await pickTrash(world, name);
  if (!row) return;
  world.model.notePurge(row.id);
  await twice(world, name, (process) => purgeTrash(requestContext(world, process), row.id));
}

async function pickTrash(world: World, name: string): Promise<TrashRow | undefined> {
  const { rows } = await world.scheduler.spawn(`${name}.list`, (process) =>
    listTrash(requestContext(world, process), { limit: 50 }),
  );
  return rows.length === 0 ? undefined : world.draws.pick(rows, name, 'which');
}

/** Reads a book, or the build, at one of the replicas, which knows what it told before. */
async function read(world: World, name: string, what: string): Promise<void> {
  const cache = world.draws.pick(world.caches, name, 'replica');
  await world.scheduler.spawn(name, async (process) => {
    const ctx = requestContext(world, process);
    const names = { publisher: 'Acme', bookName: what };
    const published = await cache.head([what], () =>
      what === 'build' ? findPublishedBuild(ctx, BUILD) : findPublishedBook(ctx, names, false),
    );
    const revision = revisionOf(published, undefined);
    const rows: RevisionRow[] = [];
    for await (const page of revisionRows(ctx, revision)) rows.push(...page);
    requireWhole(world, published, rows);
    for (const { path } of rows) {
      const row = await cache.file(revision, path, async () => {
        const [found] = await rowsAt(ctx, revision, [path]);
        return found;
      });
      if (row) hold(world, process, { folder: published.folderId, row });
    }
  });
}

function requireWhole(
  { model }: World,
  { folderId, headRevision }: { readonly folderId: string; readonly headRevision: number },
  rows: readonly RevisionRow[],
): void {
  if (model.isPurged(folderId)) return;
  const shown = textOf(new Map(rows.map(({ path, sha256 }) => [path, sha256 ?? ''])));
  const published = textOf(model.revisions(folderId)[headRevision] ?? new Map());
  if (shown !== published) throw new Violation('read', `${shown} for ${published}`);
}

interface Found {
  readonly folder: string;
  readonly row: RevisionRow;
}

/** A URL of the file, which has to be good for as long as it says. */
function hold(world: World, process: Process, { folder, row }: Found): void {
  const { bucket, key, path, sha256 } = row;
  if (bucket === null || bucket === 'meta' || key === null || sha256 === null) return;
  const ctx = requestContext(world, process);
  const window = readWindow(ctx);
  signRead(ctx, { bucket, key, path, method: 'GET', download: false, apart: true }, window);
  // By a clock that is wrong, a URL is good at another time than it says.
  if (process.clockOffsetMs !== 0) return;
  world.urls.push({ folder, bucket, key, sha256, expiresAtMs: window.expiresAt.getTime() });
}

async function workTick(world: World, name: string): Promise<void> {
  let asked = 0;
  const isSpent = () => {
    asked += 1;
    return world.draws.chance(SPENT, name, 'budget', asked);
  };
  await world.scheduler.spawn(name, (process) => tick(workContext(world, process), { isSpent }));
}

function bookId({ books }: World, target: TargetName): string {
  return books[target === 'book 0' ? 0 : 1] ?? '';
}
