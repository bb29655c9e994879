import * as endpoints from '../../contract/builds.ts';
import { type Route, reply, route } from '../../core/http/route.ts';
import { pageBody } from '../../core/list.ts';
import { buildBody, findListedBuild, requirePlatform } from './build-row.ts';
import { findLatestBuild } from './find-latest-build.ts';
import { listBuilds } from './list-builds.ts';
import { promoteBuild } from './promote-build.ts';

/** The routes of WIRE §5 that are about builds as such. */
export function buildRoutes(): readonly Route[] {
  return [
    route(endpoints.listBuilds, async (ctx, { query }) =>
      reply(200, pageBody(await listBuilds(ctx, query), buildBody)),
    ),

    route(endpoints.getLatestBuild, async (ctx, { params, query }) => {
      const platform = requirePlatform(params.platform);
      return reply(200, buildBody(await findLatestBuild(ctx, platform, query.channel)));
    }),

    // After the one whose last word would be a version here.
    route(endpoints.getBuild, async (ctx, { params }) => {
      const platform = requirePlatform(params.platform);
      return reply(200, buildBody(await findListedBuild(ctx.db, platform, params.version)));
    }),

    route(endpoints.promoteBuild, async (ctx, { params, body }) => {
      const platform = requirePlatform(params.platform);
      const { version } = params;
      return reply(200, buildBody(await promoteBuild(ctx, { platform, version, ...body })));
    }),
  ];
}
