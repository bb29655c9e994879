import type { ApiClient } from '../../../api/client/api-client.ts';
import {
  BOOK_RULES,
  buildRules,
  type ManifestRules,
} from '../../../api/contract/manifest-rules.ts';
import {
  type ManifestBody,
  type ManifestChangesBody,
  readBookManifest,
  readBuildManifest,
} from '../../../api/contract/read-manifest.ts';
import {
  type ReadUrlsBody,
  signBookReads,
  signBuildReads,
} from '../../../api/contract/read-urls.ts';
import type { TargetBody } from '../../../api/contract/target.ts';
import { findBookId } from '../book-reference.ts';
import { bookTitle } from '../book-text.ts';
import type { TargetReference } from '../target-reference.ts';

/** A revision at the server, to be brought here. */
export interface PullSource {
  readonly manifest: ManifestBody;
  /** What its paths were held to when it was published. */
  readonly rules: ManifestRules;
  /** Whether links and who may execute are part of it. */
  readonly keepsUnixTraits: boolean;
  /** What people call it. */
  readonly title: string;
  /** What its folder is called where nobody says. */
  readonly folderName: string;
  /** URLs to read files from, in the order asked. At most `MAX_READ_URLS` of them. */
  sign(paths: readonly string[], signal: AbortSignal): Promise<string[]>;
}

/** @param revision the current one unless given */
export async function openPullSource(
  client: ApiClient,
  target: TargetReference,
  revision: number | undefined,
): Promise<PullSource> {
  const query = { revision };
  switch (target.type) {
    case 'book': {
      const params = { book_id: await findBookId(client, target.reference) };
      const answer = await client.call(readBookManifest, { params, query, headers: {} });
      return sourceOf(bodyOf(answer), async (body, signal) => {
        return (await client.call(signBookReads, { params, body }, { signal })).body;
      });
    }
    case 'build': {
      const { platform, version } = target;
      const params = { platform, version };
      const answer = await client.call(readBuildManifest, { params, query, headers: {} });
      return sourceOf(bodyOf(answer), async (body, signal) => {
        return (await client.call(signBuildReads, { params, body }, { signal })).body;
      });
    }
  }
}

function bodyOf({ body }: { body: ManifestBody | ManifestChangesBody | undefined }): ManifestBody {
  if (body && 'files' in body) return body;
  throw new Error('Something else was answered than the manifest asked for');
}

type Sign = (
  body: { paths: string[]; revision: number },
  signal: AbortSignal,
) => Promise<ReadUrlsBody>;

function sourceOf(manifest: ManifestBody, sign: Sign): PullSource {
  const { target, revision } = manifest;
  return {
    ...aboutTarget(target),
    manifest,
    async sign(paths, signal) {
      const { urls } = await sign({ paths: [...paths], revision }, signal);
      return paths.map((path, index) => {
        const signed = urls[index];
        if (signed?.path === path) return signed.url;
        throw new Error(`The API gave no URL for ${path}`);
      });
    },
  };
}

function aboutTarget(
  target: TargetBody,
): Pick<PullSource, 'rules' | 'keepsUnixTraits' | 'title' | 'folderName'> {
  if (target.type === 'book') {
    const about = { title: bookTitle(target), folderName: target.book_name };
    return { ...about, rules: BOOK_RULES, keepsUnixTraits: false };
  }
  const { platform, version } = target;
  const about = { title: `app:${platform}/${version}`, folderName: version };
  return { ...about, rules: buildRules(platform), keepsUnixTraits: true };
}
