import * as endpoints from '../../contract/builds.ts';
import { type Route, reply, route } from '../../core/http/route.ts';
import { buildBody } from './build-row.ts';
import { listBuilds } from './list-builds.ts';

/** The routes of WIRE §5 that are about builds as such. */
export function buildRoutes(): readonly Route[] {
  return [
    route(endpoints.listBuilds, async (ctx, { query }) => {
      const { rows, nextCursor } = await listBuilds(ctx, query);
      return reply(200, { items: rows.map(buildBody), next_cursor: nextCursor });
    }),
  ];
}
