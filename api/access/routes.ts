import { generateCookie, getCookie } from 'hono/cookie';
import * as endpoints from '../contract/access.ts';
import type { Context } from '../core/context.ts';
import { bearerToken } from '../core/http/bearer-token.ts';
import { unsupportedType } from '../core/http/body.ts';
import type { HttpContext, Services } from '../core/http/environment.ts';
import { type Route, reply, route } from '../core/http/route.ts';
import { changePassword } from './change-password.ts';
import type { AccessPorts } from './context.ts';
import type { TokenPair } from './issue-tokens.ts';
import { login } from './login.ts';
import { logout } from './logout.ts';
import { readMe } from './read-me.ts';
import { refreshInvalid, refreshSession } from './refresh-session.ts';
import { sessionOfToken } from './session-of-token.ts';

const COOKIE_PATH = '/auth';

/** The routes of WIRE §2. */
export function accessRoutes(
  access: AccessPorts,
  isSecure: Services['isSecure'],
): readonly Route[] {
  const withAccess = (ctx: Context) => ({ ...ctx, access });

  const answerTokens = (c: HttpContext, answer: TokenPair['answer'], inCookie: boolean) => {
    if (!inCookie) return reply(200, answer);
    const { refresh_token, ...body } = answer;
    const cookie = generateCookie(endpoints.REFRESH_COOKIE, refresh_token, {
      httpOnly: true,
      secure: isSecure(c),
      sameSite: 'Strict',
      path: COOKIE_PATH,
      maxAge: access.refreshTtlSeconds,
    });
    return reply(200, body, { 'Set-Cookie': cookie });
  };

  return [
    route(endpoints.login, async (ctx, { body }, c) =>
      answerTokens(
        c,
        await login(withAccess(ctx), { ...body, userAgent: c.req.header('user-agent') }),
        body.cookie,
      ),
    ),

    route(endpoints.refresh, async (ctx, { body }, c) => {
      if (body?.refresh_token !== undefined) {
        return answerTokens(c, await refreshSession(withAccess(ctx), body.refresh_token), false);
      }
      const cookie = getCookie(c, endpoints.REFRESH_COOKIE);
      if (cookie === undefined) throw refreshInvalid();
      // A plain form of another site cannot send this type (CSRF); readJsonBody refused any other.
      if (c.req.header('content-type') === undefined) throw unsupportedType();
      return answerTokens(c, await refreshSession(withAccess(ctx), cookie), true);
    }),

    route(endpoints.logout, async (ctx, { body, headers }, c) => {
      const refreshToken = body?.refresh_token ?? getCookie(c, endpoints.REFRESH_COOKIE);
      const accessToken = bearerToken(headers.authorization);
      await logout(withAccess(ctx), { refreshToken, accessToken });
      const forgotten = generateCookie(endpoints.REFRESH_COOKIE, '', {
        path: COOKIE_PATH,
        maxAge: 0,
      });
      return reply(204, undefined, { 'Set-Cookie': forgotten });
    }),

    route(endpoints.changePassword, async (ctx, { body, headers }) => {
      const access = withAccess(ctx);
      await changePassword(access, {
        currentPassword: body.current_password,
        newPassword: body.new_password,
        sessionId: await sessionOfToken(access, bearerToken(headers.authorization)),
      });
      return reply(204);
    }),

    route(endpoints.me, async (ctx) => reply(200, await readMe(ctx))),
  ];
}
