import { DcsError, problemOf } from '../errors.ts';
import type { Ids } from '../ports.ts';

/** Answers every request until the database and the store are there. */
export function startingUp(ids: Ids): Response {
  const error = new DcsError('database.unavailable', {
    detail: 'The service is starting: it waits for its database or its store.',
  });
  return new Response(JSON.stringify(problemOf(error, ids.random())), {
    status: error.status,
    headers: {
      'Content-Type': 'application/problem+json',
      'Cache-Control': 'no-store',
      'Retry-After': '1',
    },
  });
}
