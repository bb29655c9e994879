import { z } from 'zod';
import { AccessHeaders } from './access.ts';
import { defineEndpoint } from './endpoint.ts';
import { Id, listOf, listQuery, Timestamp } from './primitives.ts';

const Session = z
  .object({
    id: Id,
    user: z.object({ id: Id, email: z.string() }),
    address: z.string().nullable().describe('where it was opened from, as far as is known'),
    user_agent: z.string().nullable(),
    created_at: Timestamp,
    last_used_at: Timestamp.describe('when its tokens were last exchanged'),
    expires_at: Timestamp.describe('if it is not used again before'),
    current: z.boolean().describe('whether it is the one this request belongs to'),
  })
  .meta({ id: 'Session' });
export type SessionBody = z.output<typeof Session>;

const SessionQuery = z.strictObject({
  user_id: z.string().max(100).optional().describe('only those of this user'),
  ...listQuery,
});
export type SessionQuery = z.output<typeof SessionQuery>;

export const listSessions = defineEndpoint({
  id: 'listSessions',
  method: 'GET',
  path: '/sessions',
  tag: 'access',
  summary: 'List sessions that are open, newest first',
  access: 'admin',
  query: SessionQuery,
  headers: AccessHeaders,
  answers: { 200: { description: 'One page', schema: listOf(Session) } },
  errors: ['request.bad_cursor'],
});

export const endSession = defineEndpoint({
  id: 'endSession',
  method: 'DELETE',
  path: '/sessions/{session_id}',
  tag: 'access',
  summary: 'End a session: whoever holds it has to sign in again',
  access: 'admin',
  params: z.object({ session_id: Id }),
  answers: { 204: { description: 'Ended, also when it was so already' } },
  errors: ['session.not_found'],
});
