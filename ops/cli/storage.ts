import type { ApiClient } from '../../api/client/api-client.ts';
import { getBook } from '../../api/contract/books.ts';
import {
  type FileNodeBody,
  type LinkNodeBody,
  type NodeBody,
  type PlatformTreeBody,
  readBookStorage,
  readBuildStorage,
  type StorageQuery,
  type TreeBody,
} from '../../api/contract/storage.ts';
import { isBookId, parseBookNames } from './book-reference.ts';
import { CliError } from './cli-error.ts';
import type { StoragePath } from './storage-path.ts';
import type { TargetReference } from './target-reference.ts';

/** What is at a place: a folder, or one that is none. */
export type StorageAnswer = TreeBody | PlatformTreeBody | FileNodeBody | LinkNodeBody;

export type LookOptions = Partial<Pick<StorageQuery, 'depth' | 'cursor' | 'revision'>>;

export interface SignOptions {
  readonly revision?: number | undefined;
  /** Whether a browser saves it rather than shows it. */
  readonly download?: boolean | undefined;
}

/** Looks at what is published, drafts included. */
export interface Storage {
  /** @param path from the place on */
  look(path: string, options: LookOptions): Promise<StorageAnswer>;
  /** The URL of a file. @throws CliError `usage` for a folder */
  sign(path: string, options: SignOptions): Promise<{ url: string; expires_at: string }>;
}

/** Opens a place, without the path in it. */
export async function openStorage(client: ApiClient, at: StoragePath): Promise<Storage> {
  if (at.type === 'platform') return buildStorage(client, at.platform, '');
  const { target } = at;
  if (target.type === 'build') return buildStorage(client, target.platform, target.version);
  return bookStorage(client, await namesOf(client, target));
}

async function namesOf(
  client: ApiClient,
  { reference }: Extract<TargetReference, { type: 'book' }>,
) {
  if (!isBookId(reference)) return parseBookNames(reference);
  const params = { book_id: reference };
  const { body } = await client.call(getBook, { params, headers: {} });
  if (body) return { publisher: body.publisher, book_name: body.book_name };
  throw new Error('304 was answered, though no If-None-Match was sent');
}

interface Names {
  readonly publisher: string;
  readonly book_name: string;
}

function bookStorage(client: ApiClient, names: Names): Storage {
  const headers = {};
  return {
    async look(path, options) {
      const query = { ...options, ...(path === '' ? {} : { path }), preview: 'true' } as const;
      const { body } = await client.call(readBookStorage, {
        params: { ...names, path: '' },
        query,
        headers,
      });
      return answerOf(body);
    },
    async sign(path, options) {
      const params = { ...names, path };
      const query = signQuery(options);
      return signedOf(path, (await client.call(readBookStorage, { params, query, headers })).body);
    },
  };
}

/** @param version '' for all of the platform, whose paths begin with a version */
function buildStorage(client: ApiClient, platform: string, version: string): Storage {
  const headers = {};
  return {
    async look(path, options) {
      const query = { ...options, ...(path === '' ? {} : { path }), preview: 'true' } as const;
      const { body } = await client.call(readBuildStorage, {
        params: { platform, path: version },
        query,
        headers,
      });
      const answer = answerOf(body);
      const [named = ''] = path.split('/');
      // The API tells paths from the version on, wherever that was named.
      return version === '' && 'root' in answer && named !== '' ? below(named, answer) : answer;
    },
    async sign(path, options) {
      const params = { platform, path: `${version}/${path}` };
      const query = signQuery(options);
      return signedOf(path, (await client.call(readBuildStorage, { params, query, headers })).body);
    },
  };
}

function below(version: string, answer: TreeBody | PlatformTreeBody): StorageAnswer {
  return { ...answer, root: { ...answer.root, children: renamed(version, answer.root.children) } };
}

function renamed(version: string, nodes: readonly NodeBody[] | null): NodeBody[] | null {
  if (!nodes) return null;
  return nodes.map((node) => {
    const path = `${version}/${node.path}`;
    if (node.type !== 'folder') return { ...node, path };
    return { ...node, path, children: renamed(version, node.children) };
  });
}

function signQuery({ revision, download }: SignOptions) {
  const flag = download ? 'true' : 'false';
  return { revision, download: flag, redirect: 'false', preview: 'true' } as const;
}

type Body = StorageAnswer | { url: string; expires_at: string } | undefined;

function answerOf(body: Body): StorageAnswer {
  if (body && !('url' in body)) return body;
  throw new Error('The API answered a URL or nothing, though a tree was asked for');
}

function signedOf(path: string, body: Body): { url: string; expires_at: string } {
  if (body && 'url' in body) return body;
  throw new CliError('usage', `${path} is a folder. Name a file; "dcs ls" shows what is in it.`);
}
