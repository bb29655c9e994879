import { z } from 'zod';

/**
 * Every error code the API answers, with its HTTP status and RFC 9457 title. A code is stable and
 * is what programs test; titles and details are for people and may change.
 */
export const ERRORS = {
  'request.malformed': { status: 400, title: 'The request cannot be read' },
  'request.bad_path': { status: 400, title: 'The path is not valid UTF-8' },
  'request.bad_cursor': { status: 400, title: 'The cursor belongs to another list' },
  'auth.required': { status: 401, title: 'Sign in first' },
  'auth.token_invalid': { status: 401, title: 'The access token is not valid' },
  'auth.token_expired': { status: 401, title: 'The access token has expired' },
  'auth.bad_credentials': { status: 401, title: 'Email or password is wrong' },
  'auth.refresh_invalid': { status: 401, title: 'The session has ended' },
  'auth.forbidden': { status: 403, title: 'Your role does not allow this' },
  'request.no_route': { status: 404, title: 'There is no such route' },
  'book.not_found': { status: 404, title: 'There is no such book' },
  'request.method_not_allowed': { status: 405, title: 'The route does not take this method' },
  'book.exists': { status: 409, title: 'The book exists already' },
  'book.has_content': { status: 409, title: 'A book with content cannot be renamed yet' },
  'book.in_trash': { status: 409, title: 'The book is in the trash' },
  'request.precondition_failed': { status: 412, title: 'It was changed in the meantime' },
  'request.too_large': { status: 413, title: 'The request body is too large' },
  'request.unsupported_type': { status: 415, title: 'The body must be JSON' },
  'request.invalid': { status: 422, title: 'The request is not valid' },
  'auth.throttled': { status: 429, title: 'Too many failed attempts' },
  internal: { status: 500, title: 'Something went wrong on our side' },
  'storage.unavailable': { status: 503, title: 'The object store cannot be reached' },
  'database.unavailable': { status: 503, title: 'The database cannot be reached' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ErrorCode = keyof typeof ERRORS;

/** Codes that stand only inside `errors[]`. */
export const FIELD_ERRORS = ['field.invalid', 'field.unknown', 'field.required'] as const;

/** At most so many entries in `errors[]`; `errors_total` tells how many there were. */
export const MAX_PROBLEM_ENTRIES = 10_000;

export const ProblemEntry = z
  .object({
    code: z.string(),
    detail: z.string(),
    pointer: z.string().optional().describe('RFC 6901 JSON pointer into the body'),
    parameter: z.string().optional().describe('name of a query parameter or header'),
    path: z.string().optional().describe('a path of the manifest'),
  })
  .meta({ id: 'ProblemEntry' });

/** RFC 9457 problem details, `application/problem+json`. */
export const Problem = z
  .looseObject({
    type: z.string().describe('`urn:dcs:problem:` and the code'),
    title: z.string(),
    status: z.int(),
    code: z.string().describe('stable; what programs test'),
    detail: z.string().optional().describe('for people; may change'),
    request_id: z.string(),
    errors_total: z.int().optional(),
    errors: z.array(ProblemEntry).optional(),
  })
  .meta({ id: 'Problem' });

export type ProblemBody = z.output<typeof Problem>;
export type ProblemEntryBody = z.output<typeof ProblemEntry>;
