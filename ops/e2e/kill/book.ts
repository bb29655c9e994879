import { isDeepStrictEqual } from 'node:util';
import type { FolderNodeBody, NodeBody, TreeBody } from '../../../api/contract/storage.ts';
import type { TrashItemBody } from '../../../api/contract/trash.ts';
import { type Content, createPusher } from '../../../api/testing/pusher.ts';
import { becomesTrue } from '../../embedded/postgres/poll.ts';
import { LIMIT_MS } from '../process.ts';
import type { Service } from './service.ts';

export const PUBLISHER = 'Kesinti Yayınları';
/** In two parts. */
const LARGE_BYTES = 16 * 1024 ** 2 + 1;
const SMALL_FILES = 6;
/** Ticks come by themselves; after so long they are asked for. */
const PATIENCE_MS = 1000;
const LOOK_EVERY_MS = 25;

/** The revision that readers of each name see; 0 where they see nothing. */
export type View = Readonly<Record<string, number>>;

/** A book with two revisions to come, of a few files. */
export interface TriedBook {
  readonly id: string;
  readonly name: string;
  /** Another name, for it to have later. */
  readonly otherName: string;
  /** Publishes the first revision, or both. */
  publish(revisions: 1 | 2): Promise<void>;
  /** Plans and sends a revision. @returns the upload's id */
  stage(revision: 1 | 2): Promise<string>;
  finalize(uploadId: string): Promise<void>;
  remove(): Promise<void>;
  /** @returns the id of its deletion */
  trashId(): Promise<string>;
  /** Waits until all that was asked for is done, and nothing of it but that. */
  settle(): Promise<void>;
  /** Waits until a query gives no row; ticks are to bring that about. */
  until(what: string, rows: () => Promise<readonly unknown[]>): Promise<void>;
  /** Reads every file that readers see. @throws when they see a revision otherwise than whole */
  view(): Promise<View>;
  /** How often the audit trail tells that something was done to it. */
  told(action: string): Promise<number>;
}

/** @param isLarge whether it has a file that is sent and copied in parts */
export async function createTriedBook(
  service: Service,
  name: string,
  isLarge: boolean,
): Promise<TriedBook> {
  const { ask, sql } = service;
  const { id } = await service.create({ publisher: PUBLISHER, book_name: name });
  const pusher = createPusher({ call: ask });
  const revisions = contentOf(name, isLarge);
  const contentAt = (revision: number) => revisions[revision - 1] ?? {};
  const otherName = `${name} yeni`;
  const book: TriedBook = {
    id,
    name,
    otherName,
    async publish(upTo) {
      for (let revision = 1; revision <= upTo; revision += 1) {
        await pusher.push(id, contentAt(revision));
      }
    },
    stage: (revision) => pusher.stage(id, contentAt(revision)),
    async finalize(uploadId) {
      const { status, body } = await pusher.finalize(uploadId);
      if (status !== 200) throw new Error(JSON.stringify(body));
    },
    async remove() {
      const { status, body } = await ask(`/books/${id}`, { method: 'DELETE' });
      if (status !== 202) throw new Error(JSON.stringify(body));
    },
    async trashId() {
      const query = new URLSearchParams({ q: `${PUBLISHER}/${name}` });
      const { body } = await ask<{ items: TrashItemBody[] }>(`/storage/trash?${query}`);
      const item = body.items.find(({ book_name }) => book_name === name);
      if (!item) throw new Error(`${name} is not in the trash.`);
      return item.id;
    },
    async settle() {
      await book.until('operation', () => workOn(service, id, ['queued', 'running']));
      const odd = await workOn(service, id, ['failed', 'needs_person']);
      if (odd.length > 0) throw new Error(`Not done: ${JSON.stringify(odd)}`);
    },
    async until(what, rows) {
      let left: readonly unknown[] = [];
      const isDone = async () => {
        left = await rows().catch((error: unknown) => [String(error)]); // the database is away
        return left.length === 0;
      };
      if (await becomesTrue(isDone, PATIENCE_MS, LOOK_EVERY_MS)) return;
      await service.wake();
      if (await becomesTrue(isDone, LIMIT_MS, LOOK_EVERY_MS)) return;
      throw new Error(`Left of ${name} (${what}): ${JSON.stringify(left)}`);
    },
    async view() {
      const names = [name, otherName];
      const seen = await Promise.all(names.map((one) => readWhole(service, one, contentAt)));
      return Object.fromEntries(names.map((one, index) => [one, seen[index] ?? 0]));
    },
    async told(action) {
      const [row] = await sql<{ times: number }[]>`
        SELECT count(*)::int AS times FROM audit_events
        WHERE action = ${action} AND target_id = ${id}`;
      return row?.times ?? 0;
    },
  };
  return book;
}

function workOn({ sql }: Service, bookId: string, states: readonly string[]) {
  return sql`
    SELECT o.type, o.state, o.attempts, o.error FROM operations o JOIN books b USING (folder_id)
    WHERE b.id = ${bookId} AND o.state = ANY(${states})`;
}

/** Two revisions: the second changes, drops and adds. */
function contentOf(name: string, isLarge: boolean): readonly Content[] {
  const numbered = Array.from({ length: SMALL_FILES }, (_, index) => index);
  const units = Object.fromEntries(
    numbered.map((index) => [`ünite/${index}.json`, `${name} ${index}`]),
  );
  const { 'ünite/0.json': _, ...rest } = units;
  const inParts = (revision: number) =>
    isLarge ? { 'video.bin': Buffer.alloc(LARGE_BYTES, `${name} ${revision} `) } : {};
  return [
    { ...units, 'kapak.txt': `${name} 1`, ...inParts(1) },
    { ...rest, 'kapak.txt': `${name} 2`, 'ek/yeni.txt': name, ...inParts(2) },
  ];
}

/** @returns the revision that readers of the name see, 0 for none */
async function readWhole(
  service: Service,
  name: string,
  contentAt: (revision: number) => Content,
): Promise<number> {
  const root = `/storage/books/${encodeURIComponent(PUBLISHER)}/${encodeURIComponent(name)}`;
  const tree = await service.look<TreeBody>(root);
  if (tree.status === 404) return 0;
  if (tree.status !== 200) throw new Error(`${root} answers ${tree.status}: ${tree.bytes}`);
  const { revision } = tree.body;
  const content = contentAt(revision);
  const paths = filesOf(tree.body.root);
  if (!isDeepStrictEqual(paths.toSorted(), Object.keys(content).sort())) {
    throw new Error(`Of revision ${revision} of ${name} there is ${paths}.`);
  }
  for (const path of paths) {
    const encoded = path.split('/').map(encodeURIComponent).join('/');
    const { body } = await service.look<{ url: string }>(`${root}/${encoded}?redirect=false`);
    const answer = await fetch(body.url);
    const bytes = Buffer.from(await answer.arrayBuffer());
    // Written by this test, as strings and bytes alone.
    const isRight = answer.ok && bytes.equals(Buffer.from(content[path] as string));
    if (!isRight) throw new Error(`${path} of ${name} answers ${answer.status}, not its bytes.`);
  }
  return revision;
}

function filesOf(folder: FolderNodeBody): string[] {
  return (folder.children ?? []).flatMap((node: NodeBody) =>
    node.type === 'folder' ? filesOf(node) : [node.path],
  );
}
