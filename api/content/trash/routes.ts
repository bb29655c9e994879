import * as endpoints from '../../contract/trash.ts';
import type { RequestContext } from '../../core/context.ts';
import { type Route, reply, route } from '../../core/http/route.ts';
import { pageBody } from '../../core/list.ts';
import { answerAccepted } from '../../core/operations/answer-accepted.ts';
import type { OperationRow } from '../../core/operations/operation-row.ts';
import { requirePlatform } from '../builds/build-row.ts';
import { bookToDelete, buildToDelete, deleteContent } from './delete-content.ts';
import { listTrash } from './list-trash.ts';
import { purgeTrash } from './purge-trash.ts';
import { restoreFromTrash } from './restore-from-trash.ts';
import { trashBody } from './trash-row.ts';

/** The routes of WIRE §5 by which books and builds go and come back. */
export function trashRoutes(): readonly Route[] {
  return [
    route(endpoints.deleteBook, async (ctx, { params, headers }) => {
      const find = bookToDelete(params.book_id, headers['if-match']);
      return accepted(ctx, await deleteContent(ctx, find));
    }),

    route(endpoints.deleteBuild, async (ctx, { params }) => {
      const find = buildToDelete(requirePlatform(params.platform), params.version);
      return accepted(ctx, await deleteContent(ctx, find));
    }),

    route(endpoints.listTrash, async (ctx, { query }) =>
      reply(200, pageBody(await listTrash(ctx, query), trashBody)),
    ),

    route(endpoints.restoreFromTrash, async (ctx, { body }) =>
      accepted(ctx, await restoreFromTrash(ctx, body)),
    ),

    route(endpoints.purgeTrash, async (ctx, { params }) =>
      accepted(ctx, await purgeTrash(ctx, params.trash_id)),
    ),
  ];
}

function accepted(ctx: RequestContext, operation: OperationRow) {
  ctx.wakeTicks();
  return answerAccepted(operation);
}
