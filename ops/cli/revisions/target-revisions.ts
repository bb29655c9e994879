import type { ApiClient } from '../../../api/client/api-client.ts';
import {
  type DiffBody,
  diffBookRevisions,
  diffBuildRevisions,
  listBookRevisions,
  listBuildRevisions,
  type RevisionBody,
  restoreBookRevision,
  restoreBuildRevision,
} from '../../../api/contract/revisions.ts';
import type { ReceiptBody } from '../../../api/contract/upload-bodies.ts';
import { findBookId } from '../book-reference.ts';
import { CliError } from '../cli-error.ts';
import { eachPage, type ListPage } from '../each-page.ts';
import { type TargetReference, targetText } from '../target-reference.ts';

/** What the API gives at once. */
const REVISIONS_A_PAGE = 200;
const PATHS_A_PAGE = 10_000;

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The revisions of a book or an app build. */
export interface TargetRevisions {
  /** Newest first. */
  pages(): AsyncGenerator<RevisionPage>;
  /** The current one. @throws CliError `missing` where nothing was published */
  current(): Promise<number>;
  differences(span: Span): AsyncGenerator<DiffBody>;
  /** Publishes an earlier one again. */
  restore(revision: number): Promise<ReceiptBody>;
}

interface RevisionPage extends ListPage {
  readonly items: readonly RevisionBody[];
}

interface PageQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

interface Calls {
  list(query: PageQuery): Promise<RevisionPage>;
  diff(query: PageQuery & Span): Promise<DiffBody>;
  restore(revision: number): Promise<ReceiptBody>;
}

/** @throws CliError `missing` for a book that is not there */
export async function openRevisions(
  client: ApiClient,
  target: TargetReference,
): Promise<TargetRevisions> {
  const calls =
    target.type === 'book'
      ? bookCalls(client, await findBookId(client, target.reference))
      : buildCalls(client, target);
  return {
    pages: () => eachPage((cursor) => calls.list({ limit: REVISIONS_A_PAGE, cursor })),
    async current() {
      const [newest] = (await calls.list({ limit: 1 })).items;
      if (newest) return newest.revision;
      throw new CliError('missing', `Nothing of ${targetText(target)} was published yet.`);
    },
    differences: (span) =>
      eachPage((cursor) => calls.diff({ ...span, limit: PATHS_A_PAGE, cursor })),
    restore: calls.restore,
  };
}

function bookCalls(client: ApiClient, book_id: string): Calls {
  const params = { book_id };
  return {
    list: async (query) => (await client.call(listBookRevisions, { params, query })).body,
    diff: async (query) => (await client.call(diffBookRevisions, { params, query })).body,
    restore: async (revision) =>
      (await client.call(restoreBookRevision, { params: { ...params, revision }, body: {} })).body,
  };
}

function buildCalls(
  client: ApiClient,
  { platform, version }: Extract<TargetReference, { type: 'build' }>,
): Calls {
  const params = { platform, version };
  return {
    list: async (query) => (await client.call(listBuildRevisions, { params, query })).body,
    diff: async (query) => (await client.call(diffBuildRevisions, { params, query })).body,
    restore: async (revision) =>
      (await client.call(restoreBuildRevision, { params: { ...params, revision }, body: {} })).body,
  };
}
