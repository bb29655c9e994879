import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { Id, Timestamp } from './primitives.ts';

/** The cookie that carries the panel's refresh token. */
export const REFRESH_COOKIE = 'dcs_refresh';

export const ROLES = ['admin'] as const;
export const Role = z.enum(ROLES);
export type Role = z.output<typeof Role>;

const MAX_EMAIL_CHARACTERS = 254;
const MAX_PASSWORD_CHARACTERS = 1024;

/** An email for a new account. Emails compare without case. */
export const NewEmail = z.email().max(MAX_EMAIL_CHARACTERS);

/** A password for an account; whatever is typed, 10–1,024 characters. */
export const NewPassword = z.string().min(10).max(MAX_PASSWORD_CHARACTERS);

const LoginBody = z
  .strictObject({
    email: z.string().min(1).max(MAX_EMAIL_CHARACTERS),
    password: z.string().min(1).max(MAX_PASSWORD_CHARACTERS),
    cookie: z
      .boolean()
      .default(false)
      .describe(`put the refresh token into the cookie ${REFRESH_COOKIE} rather than the body`),
  })
  .meta({ id: 'Login' });

const RefreshBody = z
  .strictObject({ refresh_token: z.string().max(512).optional() })
  .meta({ id: 'RefreshToken' });

const TokenBody = z
  .object({
    access_token: z.string().describe('a JWT for `Authorization: Bearer`'),
    token_type: z.literal('Bearer'),
    expires_in: z.int().describe('seconds'),
    refresh_token: z.string().optional().describe('absent where the cookie carries it'),
    user: z.object({ id: Id, email: z.string(), role: Role }),
  })
  .meta({ id: 'Token' });

const Me = z
  .object({ id: Id, email: z.string(), role: Role, created_at: Timestamp })
  .meta({ id: 'Me' });

export type TokenAnswer = z.output<typeof TokenBody>;
export type MeAnswer = z.output<typeof Me>;

/** For what concerns the session of the access token itself. */
export const AccessHeaders = z.object({
  authorization: z.string().optional().describe('the access token'),
});

export const login = defineEndpoint({
  id: 'login',
  method: 'POST',
  path: '/auth/login',
  tag: 'access',
  summary: 'Sign in with email and password',
  access: 'open',
  body: LoginBody,
  answers: { 200: { description: 'Signed in', schema: TokenBody } },
  errors: ['auth.bad_credentials', 'auth.throttled'],
});

export const refresh = defineEndpoint({
  id: 'refresh',
  method: 'POST',
  path: '/auth/refresh',
  tag: 'access',
  summary: 'Exchange the refresh token for a new pair',
  access: 'open',
  body: RefreshBody.optional(),
  answers: {
    200: { description: 'A new access token and a new refresh token', schema: TokenBody },
  },
  errors: ['auth.refresh_invalid'],
});

export const logout = defineEndpoint({
  id: 'logout',
  method: 'POST',
  path: '/auth/logout',
  tag: 'access',
  summary: 'End the session',
  access: 'open',
  headers: AccessHeaders,
  body: RefreshBody.optional(),
  answers: { 204: { description: 'Signed out, also when it was so already' } },
  errors: [],
});

const PasswordChange = z
  .strictObject({
    current_password: z.string().min(1).max(MAX_PASSWORD_CHARACTERS),
    new_password: NewPassword,
  })
  .meta({ id: 'PasswordChange' });

export const changePassword = defineEndpoint({
  id: 'changePassword',
  method: 'POST',
  path: '/auth/password',
  tag: 'access',
  summary: 'Change your own password; your other sessions end',
  access: 'signed-in',
  headers: AccessHeaders,
  body: PasswordChange,
  answers: { 204: { description: 'Changed' } },
  errors: ['auth.wrong_password', 'auth.throttled'],
});

export const me = defineEndpoint({
  id: 'me',
  method: 'GET',
  path: '/auth/me',
  tag: 'access',
  summary: 'Who am I?',
  access: 'signed-in',
  answers: { 200: { description: 'The signed-in user', schema: Me } },
  errors: [],
});
