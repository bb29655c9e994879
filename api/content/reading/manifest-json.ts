import type { ManifestBody } from '../../contract/read-manifest.ts';
import type { TargetBody } from '../../contract/target.ts';
import type { Context } from '../../core/context.ts';
import type { EntryKind } from '../uploads/diff.ts';
import { type Revision, type RevisionRow, revisionRows } from './revision-rows.ts';

type Members = Pick<ManifestBody, 'files' | 'directories' | 'links'>;

/**
 * A revision as the manifest it came from, as pieces of JSON: a page of rows is all that is held. The
 * first piece comes with the first page.
 */
export async function* manifestJson(
  ctx: Pick<Context, 'db'>,
  revision: Revision,
  target: TargetBody,
): AsyncGenerator<string, void> {
  const about = JSON.stringify({ target, revision: revision.revision }).slice(0, -1);
  const rows = (kind: EntryKind) => revisionRows(ctx, revision, { kind });
  yield* members<'files'>(`${about},"files":[`, rows('file'), file);
  yield* members<'directories'>('],"directories":[', rows('directory'), ({ path }) => path);
  yield* members<'links'>('],"links":[', rows('link'), link);
  yield ']}';
}

/** What opens a list, and all rows as its members. */
async function* members<Name extends keyof Members>(
  opening: string,
  pages: AsyncIterable<readonly RevisionRow[]>,
  member: (row: RevisionRow) => Members[Name][number],
): AsyncGenerator<string, void> {
  let before = opening;
  for await (const page of pages) {
    yield before + page.map((row) => JSON.stringify(member(row))).join(',');
    before = ',';
  }
  if (before === opening) yield opening;
}

function file({ path, sizeBytes, sha256, executable, addedIn }: RevisionRow) {
  return {
    path,
    size: sizeBytes,
    sha256: sha256 ?? '',
    ...(executable ? { executable: true as const } : {}),
    added_in: addedIn,
  };
}

function link({ path, linkTarget }: RevisionRow) {
  return { path, target: linkTarget ?? '' };
}
