import * as endpoints from '../../contract/revisions.ts';
import type { Context } from '../../core/context.ts';
import { type Route, reply, route } from '../../core/http/route.ts';
import { pageBody } from '../../core/list.ts';
import { findBook } from '../books/book-row.ts';
import { type Content, findBookContent, findBuildContent } from '../reading/find-content.ts';
import { listRevisions, revisionBody } from './list-revisions.ts';
import { readDiff } from './read-diff.ts';
import { restoreRevision } from './restore-revision.ts';

/** The routes of WIRE §5 about revisions. */
export function revisionRoutes(): readonly Route[] {
  return [
    route(endpoints.listBookRevisions, async (ctx, { params, query }) => {
      const { folderId } = await findBook(ctx.db, params.book_id);
      return reply(200, pageBody(await listRevisions(ctx, folderId, query), revisionBody));
    }),

    route(endpoints.listBuildRevisions, async (ctx, { params, query }) => {
      const { folderId } = await findBuildContent(ctx, params);
      return reply(200, pageBody(await listRevisions(ctx, folderId, query), revisionBody));
    }),

    route(endpoints.diffBookRevisions, async (ctx, { params, query }) =>
      reply(200, await readDiff(ctx, await findBookContent(ctx, params.book_id), query)),
    ),

    route(endpoints.diffBuildRevisions, async (ctx, { params, query }) =>
      reply(200, await readDiff(ctx, await findBuildContent(ctx, params), query)),
    ),

    route(endpoints.restoreBookRevision, async (ctx, { params, body }) => {
      const found = await findBookContent(ctx, params.book_id);
      return answerRestore(ctx, found, { ...body, revision: params.revision });
    }),

    route(endpoints.restoreBuildRevision, async (ctx, { params, body }) => {
      const found = await findBuildContent(ctx, params);
      return answerRestore(ctx, found, { ...body, revision: params.revision });
    }),
  ];
}

interface WantedRestore {
  readonly revision: number;
  readonly base_revision?: number | undefined;
}

async function answerRestore(
  ctx: Context,
  { folderId }: Content,
  { revision, base_revision: baseRevision }: WantedRestore,
) {
  return reply(200, await restoreRevision(ctx, { folderId, revision, baseRevision }));
}
