import type { ManifestBody, ManifestChangesBody } from '../../../api/contract/read-manifest.ts';
import type {
  FileNodeBody,
  LinkNodeBody,
  PlatformTreeBody,
  TreeBody,
} from '../../../api/contract/storage.ts';

/** What a storage path may answer, by what was asked for. */
type StorageAnswer =
  | TreeBody
  | PlatformTreeBody
  | FileNodeBody
  | LinkNodeBody
  | { readonly url: string }
  | undefined;

export function treeIn(answer: StorageAnswer): TreeBody {
  if (answer && 'root' in answer && answer.target !== null) return answer;
  throw unexpected('the tree of a folder');
}

export function nodeIn(answer: StorageAnswer): FileNodeBody | LinkNodeBody {
  if (answer && 'type' in answer) return answer;
  throw unexpected('a file');
}

export function urlIn(answer: StorageAnswer): string {
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
