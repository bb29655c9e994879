import { z } from 'zod';
import { NewEmail, NewPassword, Role } from './access.ts';
import { defineEndpoint } from './endpoint.ts';
import { Id, listOf, listQuery, Timestamp } from './primitives.ts';

const User = z
  .object({
    id: Id,
    email: z.string(),
    role: Role,
    disabled_at: Timestamp.nullable().describe(
      'since when they cannot sign in; null while they can',
    ),
    created_at: Timestamp,
  })
  .meta({ id: 'User' });
export type UserBody = z.output<typeof User>;

const NewUser = z
  .strictObject({ email: NewEmail, password: NewPassword, role: Role.default('admin') })
  .meta({ id: 'NewUser' });

const UserChange = z
  .strictObject({
    disabled: z.boolean().describe('true ends all of their sessions, and lets them open none'),
  })
  .meta({ id: 'UserChange' });

const UserQuery = z.strictObject({
  q: z.string().max(500).optional().describe('part of the email, without case'),
  disabled: z.stringbool().optional().describe('only those who are, or are not'),
  ...listQuery,
});
export type UserQuery = z.output<typeof UserQuery>;

export const listUsers = defineEndpoint({
  id: 'listUsers',
  method: 'GET',
  path: '/users',
  tag: 'access',
  summary: 'List users by email, disabled ones included',
  access: 'admin',
  query: UserQuery,
  answers: { 200: { description: 'One page', schema: listOf(User) } },
  errors: ['request.bad_cursor'],
});

export const createUser = defineEndpoint({
  id: 'createUser',
  method: 'POST',
  path: '/users',
  tag: 'access',
  summary: 'Add a user',
  access: 'admin',
  body: NewUser,
  answers: { 201: { description: 'Added', schema: User } },
  errors: ['user.exists'],
});

export const updateUser = defineEndpoint({
  id: 'updateUser',
  method: 'PUT',
  path: '/users/{user_id}',
  tag: 'access',
  summary: 'Disable a user, or let them in again',
  access: 'admin',
  params: z.object({ user_id: Id }),
  body: UserChange,
  answers: { 200: { description: 'The user', schema: User } },
  errors: ['user.not_found', 'user.is_yourself'],
});
