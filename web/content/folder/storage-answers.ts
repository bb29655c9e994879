import type { CallOptions } from '../../../api/client/api-client.ts';
import type { EndpointInput } from '../../../api/contract/endpoint.ts';
import type { ManifestBody, ManifestChangesBody } from '../../../api/contract/read-manifest.ts';
import type {
  FileNodeBody,
  LinkNodeBody,
  PlatformTreeBody,
  readBookStorage,
  TreeBody,
} from '../../../api/contract/storage.ts';
import { type ContentFolder, TREE_NODES } from './content-folder.ts';

/** What a storage path may answer, by what was asked for. */
type StorageAnswer =
  | TreeBody
  | PlatformTreeBody
  | FileNodeBody
  | LinkNodeBody
  | { readonly url: string }
  | undefined;

/** Asks a storage path. */
export type ReadStorage = (
  path: string,
  query: EndpointInput<typeof readBookStorage>['query'],
  options?: CallOptions,
) => Promise<StorageAnswer>;

/** What of a folder is read by its storage path, the same for books and builds. */
export function storageReads(
  read: ReadStorage,
): Pick<ContentFolder, 'tree' | 'node' | 'signedUrl'> {
  return {
    tree: async ({ path, revision, cursor }, signal) =>
      treeIn(await read(path, { revision, cursor, limit: TREE_NODES }, { signal })),
    node: async ({ path, revision }, signal) =>
      nodeIn(await read('', { path, revision }, { signal })),
    async signedUrl({ path, revision }, use) {
      const download = use === 'save' ? 'true' : 'false';
      return urlIn(await read(path, { revision, redirect: 'false', download }));
    },
  };
}

function treeIn(answer: StorageAnswer): TreeBody {
  if (answer && 'root' in answer && answer.target !== null) return answer;
  throw unexpected('the tree of a folder');
}

function nodeIn(answer: StorageAnswer): FileNodeBody | LinkNodeBody {
  if (answer && 'type' in answer) return answer;
  throw unexpected('a file');
}

function urlIn(answer: StorageAnswer): string {
  if (answer && 'url' in answer) return answer.url;
  throw unexpected('a URL');
}

export function manifestIn(answer: ManifestBody | ManifestChangesBody | undefined): ManifestBody {
  if (answer && 'files' in answer) return answer;
  throw unexpected('a manifest');
}

function unexpected(what: string): Error {
  return new Error(`The API answered, but not with ${what}.`);
}
