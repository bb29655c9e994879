import type { ApiClient } from '../../../api/client/api-client.ts';
import type { BookBody } from '../../../api/contract/books.ts';
import { readBookManifest } from '../../../api/contract/read-manifest.ts';
import { signBookReads } from '../../../api/contract/read-urls.ts';
import {
  diffBookRevisions,
  listBookRevisions,
  restoreBookRevision,
} from '../../../api/contract/revisions.ts';
import { readBookStorage } from '../../../api/contract/storage.ts';
import { type ContentFolder, storageLink } from './content-folder.ts';
import { manifestIn, type ReadStorage, storageReads } from './storage-answers.ts';

export function bookFolder(api: ApiClient, book: BookBody): ContentFolder {
  const { publisher, book_name } = book;
  const params = { book_id: book.id };

  const read: ReadStorage = async (path, query, options) => {
    const input = {
      params: { publisher, book_name, path },
      query: { ...query, preview: 'true' as const },
      headers: {},
    };
    return (await api.call(readBookStorage, input, options)).body;
  };

  return {
    type: 'book',
    key: ['folder', 'book', book.id],
    fileName: book_name,
    revision: book.revision,
    targetId: book.id,
    updatedAt: book.updated_at,
    ...storageReads(read),
    async signedUrls(paths, revision) {
      const body = { paths: [...paths], revision };
      return (await api.call(signBookReads, { params, body })).body.urls;
    },
    async manifest(revision) {
      const input = { params, query: { revision }, headers: {} };
      return manifestIn((await api.call(readBookManifest, input)).body);
    },
    revisions: async (cursor, signal) =>
      (await api.call(listBookRevisions, { params, query: { cursor } }, { signal })).body,
    diff: async (query, signal) =>
      (await api.call(diffBookRevisions, { params, query: { ...query } }, { signal })).body,
    async restore(revision, base_revision) {
      const input = { params: { ...params, revision }, body: { base_revision } };
      return (await api.call(restoreBookRevision, input)).body;
    },
    streamLink: (path, revision) =>
      storageLink(api.baseUrl, ['books', publisher, book_name, path], revision),
  };
}
