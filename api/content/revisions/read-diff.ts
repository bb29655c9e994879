import type { DiffBody, DifferenceBody, DiffQuery } from '../../contract/revisions.ts';
import type { Context } from '../../core/context.ts';
import { cutPage, readCursor } from '../../core/list.ts';
import { type KeptRevisions, revisionOf } from '../reading/revision-rows.ts';
import { type Difference, selectDifferences } from './differences.ts';

/**
 * One page of what differs between two revisions.
 * @throws DcsError `revision.not_found` | `request.bad_cursor`
 */
export async function readDiff(
  ctx: Context,
  kept: KeptRevisions,
  { from: wantedFrom, to: wantedTo, limit, cursor }: DiffQuery,
): Promise<DiffBody> {
  const from = revisionOf(kept, wantedFrom);
  const to = revisionOf(kept, wantedTo);
  const scope = ['diff', kept.folderId, from.revision, to.revision];
  const after = (await readCursor(cursor, scope))?.value ?? '';
  const found = await selectDifferences(ctx, { from, to }, { after, limit: limit + 1 });
  const { rows, nextCursor } = await cutPage(found, {
    limit,
    scope,
    positionOf: ({ path }) => ({ value: path, id: kept.folderId }),
  });
  const { added, changed, removed } = Object.groupBy(rows, changeOf);
  return {
    from: from.revision,
    to: to.revision,
    added: (added ?? []).map(standingBody),
    changed: (changed ?? []).map((row) => ({
      ...standingBody(row),
      previous_size: row.previousSizeBytes,
    })),
    removed: (removed ?? []).map(goneBody),
    next_cursor: nextCursor,
  };
}

function changeOf({ was, kind }: Difference): 'added' | 'changed' | 'removed' {
  if (was === null) return 'added';
  return kind === null ? 'removed' : 'changed';
}

function standingBody({ path, kind, sizeBytes }: Difference): DifferenceBody {
  return { path, type: kind ?? 'file', size: sizeBytes };
}

function goneBody({ path, was, previousSizeBytes }: Difference): DifferenceBody {
  return { path, type: was ?? 'file', size: previousSizeBytes };
}
