import type { ApiClient } from '../../../api/client/api-client.ts';
import type { BuildBody } from '../../../api/contract/builds.ts';
import { readBuildManifest } from '../../../api/contract/read-manifest.ts';
import { signBuildReads } from '../../../api/contract/read-urls.ts';
import {
  diffBuildRevisions,
  listBuildRevisions,
  restoreBuildRevision,
} from '../../../api/contract/revisions.ts';
import { readBuildStorage } from '../../../api/contract/storage.ts';
import { type ContentFolder, storageLink } from './content-folder.ts';
import { manifestIn, type ReadStorage, storageReads } from './storage-answers.ts';

export function buildFolder(api: ApiClient, build: BuildBody): ContentFolder {
  const { platform, version } = build;
  const params = { platform, version };

  const read: ReadStorage = async (path, query, options) => {
    const input = {
      params: { platform, path: path === '' ? version : `${version}/${path}` },
      query,
      headers: {},
    };
    return (await api.call(readBuildStorage, input, options)).body;
  };

  return {
    type: 'build',
    key: ['folder', 'build', platform, version],
    fileName: `${platform}-${version}`,
    revision: build.revision,
    targetId: build.id,
    updatedAt: build.updated_at,
    ...storageReads(read),
    async signedUrls(paths, revision) {
      const body = { paths: [...paths], revision };
      return (await api.call(signBuildReads, { params, body })).body.urls;
    },
    async manifest(revision) {
      const input = { params, query: { revision }, headers: {} };
      return manifestIn((await api.call(readBuildManifest, input)).body);
    },
    revisions: async (cursor, signal) =>
      (await api.call(listBuildRevisions, { params, query: { cursor } }, { signal })).body,
    diff: async (query, signal) =>
      (await api.call(diffBuildRevisions, { params, query: { ...query } }, { signal })).body,
    async restore(revision, base_revision) {
      const input = { params: { ...params, revision }, body: { base_revision } };
      return (await api.call(restoreBuildRevision, input)).body;
    },
    streamLink: (path, revision) =>
      storageLink(api.baseUrl, ['apps', platform, version, path], revision),
  };
}
