import { type SQL, sql } from 'drizzle-orm';
import type { ManifestChangesBody } from '../../contract/read-manifest.ts';
import type { Context } from '../../core/context.ts';
import { isContent } from '../uploads/diff.ts';
import { type Difference, type Span, selectDifferences } from './differences.ts';

const PAGE_ROWS = 10_000;

type Members = Omit<ManifestChangesBody, 'from' | 'to'>;

/** What each list tells, and of which differences. */
const LISTS: readonly { name: keyof Members; which: SQL; member: (row: Difference) => unknown }[] =
  [
    { name: 'fetch', which: sql`kind = 'file'`, member: file },
    { name: 'delete', which: sql`${isContent('was')} AND NOT ${isContent('kind')}`, member: path },
    { name: 'links', which: sql`kind = 'link'`, member: link },
    {
      name: 'directories_added',
      which: sql`kind = 'directory' AND was IS DISTINCT FROM kind`,
      member: path,
    },
    {
      name: 'directories_removed',
      which: sql`was = 'directory' AND kind IS DISTINCT FROM was`,
      member: path,
    },
  ];

/**
 * What makes one revision of another, as pieces of JSON: a page of rows is all that is held. The
 * first piece comes with the first page.
 */
export async function* changesJson(
  ctx: Pick<Context, 'db'>,
  span: Span,
): AsyncGenerator<string, void> {
  const { from, to } = span;
  let before = JSON.stringify({ from: from.revision, to: to.revision }).slice(0, -1);
  for (const { name, which, member } of LISTS) {
    before += `,"${name}":[`;
    for await (const page of pagesOf(ctx, span, which)) {
      yield before + page.map((row) => JSON.stringify(member(row))).join(',');
      before = ',';
    }
    before = before === ',' ? ']' : `${before}]`;
  }
  yield `${before}}`;
}

async function* pagesOf(
  ctx: Pick<Context, 'db'>,
  span: Span,
  which: SQL,
): AsyncGenerator<readonly Difference[]> {
  for (let after = ''; ; ) {
    const page = await selectDifferences(ctx, span, { which, after, limit: PAGE_ROWS });
    if (page.length > 0) yield page;
    const last = page.at(-1);
    if (!last || page.length < PAGE_ROWS) return;
    after = last.path;
  }
}

function file({ path, sizeBytes, sha256, executable }: Difference): Members['fetch'][number] {
  const about = { path, size: sizeBytes, sha256: sha256 ?? '' };
  return executable ? { ...about, executable } : about;
}

function link({ path, linkTarget }: Difference): Members['links'][number] {
  return { path, target: linkTarget ?? '' };
}

function path({ path }: Difference): string {
  return path;
}
