import type { FolderNodeBody, NodeBody } from '../../api/contract/storage.ts';
import type { Storage } from './storage.ts';

/** What is in a folder, without what is below, page by page; a file or a link is its own list. */
export async function* nodesIn(
  storage: Storage,
  path: string,
  revision: number | undefined,
): AsyncGenerator<readonly NodeBody[]> {
  for await (const page of pagesOf(storage, { path, revision, depth: 1 })) {
    yield 'root' in page ? (page.root.children ?? []) : [page];
  }
}

/** All that is below a folder, each folder before what it holds. */
export async function* nodesBelow(
  storage: Storage,
  path: string,
  revision: number | undefined,
): AsyncGenerator<readonly NodeBody[]> {
  for await (const page of pagesOf(storage, { path, revision })) {
    if (!('root' in page)) yield [page];
    else yield* flat(storage, page.root.children ?? [], revision);
  }
}

interface Asked {
  readonly path: string;
  readonly revision: number | undefined;
  readonly depth?: number;
}

async function* pagesOf(storage: Storage, { path, ...options }: Asked) {
  for (let cursor: string | undefined; ; ) {
    const page = await storage.look(path, { ...options, ...(cursor ? { cursor } : {}) });
    yield page;
    if (!('root' in page) || page.next_cursor === null) return;
    cursor = page.next_cursor;
  }
}

/** What the answer left out for its length is asked for by itself. */
async function* flat(
  storage: Storage,
  nodes: readonly NodeBody[],
  revision: number | undefined,
): AsyncGenerator<readonly NodeBody[]> {
  let ready: NodeBody[] = [];
  for (const node of nodes) {
    ready.push(node);
    if (node.type !== 'folder' || isEmpty(node)) continue;
    yield ready;
    ready = [];
    if (node.children) yield* flat(storage, node.children, revision);
    else yield* nodesBelow(storage, node.path, revision);
  }
  yield ready;
}

function isEmpty({ children }: FolderNodeBody): boolean {
  return children?.length === 0;
}
