import * as sessionEndpoints from '../contract/sessions.ts';
import * as userEndpoints from '../contract/users.ts';
import { bearerToken } from '../core/http/bearer-token.ts';
import { type Route, reply, route } from '../core/http/route.ts';
import { pageBody } from '../core/list.ts';
import { closeSession } from './close-session.ts';
import type { AccessPorts } from './context.ts';
import { createUser } from './create-user.ts';
import { listSessions, sessionBody } from './list-sessions.ts';
import { listUsers } from './list-users.ts';
import { updateUser } from './update-user.ts';
import { findUser, userBody } from './user-row.ts';

/** The routes about users, and the sessions they have open. */
export function peopleRoutes(access: AccessPorts): readonly Route[] {
  return [
    route(userEndpoints.listUsers, async (ctx, { query }) =>
      reply(200, pageBody(await listUsers(ctx, query), userBody)),
    ),

    route(userEndpoints.createUser, async (ctx, { body }) => {
      const id = await createUser({ ...ctx, passwords: access.passwords }, body);
      return reply(201, await findUser(ctx.db, id));
    }),

    route(userEndpoints.updateUser, async (ctx, { params, body }) =>
      reply(200, await updateUser(ctx, { id: params.user_id, disabled: body.disabled })),
    ),

    route(sessionEndpoints.listSessions, async (ctx, { query, headers }) => {
      const withAccess = { ...ctx, access };
      const page = await listSessions(withAccess, query, bearerToken(headers.authorization));
      return reply(200, pageBody(page, sessionBody));
    }),

    route(sessionEndpoints.endSession, async (ctx, { params }) => {
      await closeSession({ ...ctx, access }, params.session_id);
      return reply(204);
    }),
  ];
}
