import { z } from 'zod';
import { Count } from './primitives.ts';
import { Ranges } from './ranges.ts';

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
  'auth.wrong_password': { status: 403, title: 'The current password is wrong' },
  'auth.forbidden': { status: 403, title: 'Your role does not allow this' },
  'user.not_found': { status: 404, title: 'There is no such user' },
  'session.not_found': { status: 404, title: 'There is no such session' },
  'request.no_route': { status: 404, title: 'There is no such route' },
  'book.not_found': { status: 404, title: 'There is no such book' },
  'build.not_found': { status: 404, title: 'There is no such build' },
  'build.unknown_platform': { status: 404, title: 'There is no such platform' },
  'upload.not_found': { status: 404, title: 'There is no such upload' },
  'upload.path_unknown': { status: 404, title: 'The upload has no such file' },
  'storage.not_found': { status: 404, title: 'There is nothing here to read' },
  'revision.not_found': { status: 404, title: 'There is no such revision' },
  'trash.not_found': { status: 404, title: 'The trash has no such thing' },
  'operation.not_found': { status: 404, title: 'There is no such operation' },
  'request.method_not_allowed': { status: 405, title: 'The route does not take this method' },
  'user.exists': { status: 409, title: 'The user exists already' },
  'user.is_yourself': { status: 409, title: 'You cannot do that to yourself' },
  'book.exists': { status: 409, title: 'The book exists already' },
  'book.busy': { status: 409, title: 'The book is being moved' },
  'book.uploads_open': { status: 409, title: 'The book has uploads under way' },
  'book.in_trash': { status: 409, title: 'The book is in the trash' },
  'build.in_trash': { status: 409, title: 'The build is in the trash' },
  'build.channel_mismatch': { status: 409, title: 'The version is in another channel' },
  'trash.name_taken': { status: 409, title: 'Its name was taken in the meantime' },
  'trash.purging': { status: 409, title: 'It is being destroyed' },
  'trash.restoring': { status: 409, title: 'It is being restored' },
  'upload.not_open': { status: 409, title: 'The upload is not open' },
  'upload.incomplete': { status: 409, title: 'Not everything has arrived' },
  'upload.revision_conflict': { status: 409, title: 'The folder has changed in the meantime' },
  'upload.folder_moved': { status: 409, title: 'The folder has moved in the meantime' },
  'operation.cancelled': { status: 409, title: 'It was cancelled' },
  'operation.not_cancellable': { status: 409, title: 'It cannot be cancelled' },
  'operation.not_retryable': { status: 409, title: 'It cannot be tried again' },
  'request.precondition_failed': { status: 412, title: 'It was changed in the meantime' },
  'request.too_large': { status: 413, title: 'The request body is too large' },
  'request.unsupported_type': { status: 415, title: 'The body must be JSON' },
  'request.invalid': { status: 422, title: 'The request is not valid' },
  'manifest.refused': { status: 422, title: 'The folder cannot be accepted' },
  'upload.paths_refused': { status: 422, title: 'Some files or parts cannot be sent' },
  'auth.throttled': { status: 429, title: 'Too many failed attempts' },
  internal: { status: 500, title: 'Something went wrong on our side' },
  'storage.unavailable': { status: 503, title: 'The object store cannot be reached' },
  'database.unavailable': { status: 503, title: 'The database cannot be reached' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ErrorCode = keyof typeof ERRORS;

/** Why a manifest is refused: stand only inside the `errors[]` of `manifest.refused`. */
export const MANIFEST_ERRORS = [
  'manifest.empty',
  'manifest.invalid_unicode',
  'manifest.control_character',
  'manifest.bidi_control',
  'manifest.absolute_path',
  'manifest.dot_segment',
  'manifest.empty_segment',
  'manifest.windows_character',
  'manifest.windows_name',
  'manifest.trailing_dot_or_space',
  'manifest.segment_too_long',
  'manifest.path_too_long',
  'manifest.duplicate_path',
  'manifest.case_collision',
  'manifest.file_is_directory',
  'manifest.file_too_large',
  'manifest.bad_link',
  'manifest.quota_files',
  'manifest.quota_bytes',
] as const;
export type ManifestErrorCode = (typeof MANIFEST_ERRORS)[number];

/** What is wrong with a file of an upload: stand inside `errors[]`, and one alone. */
export const UPLOAD_FILE_ERRORS = [
  'upload.path_unknown',
  'upload.path_not_needed',
  'upload.part_out_of_range',
  'upload.file_missing',
  'upload.part_missing',
  'upload.size_mismatch',
] as const;

/** At most so many entries in `errors[]`; `errors_total` tells how many there were. */
export const MAX_PROBLEM_ENTRIES = 10_000;

export const ProblemEntry = z
  .object({
    code: z.string(),
    detail: z.string(),
    pointer: z.string().optional().describe('RFC 6901 JSON pointer into the body'),
    parameter: z.string().optional().describe('name of a query parameter or header'),
    path: z.string().optional().describe('a path of the manifest'),
    other: z.string().optional().describe('the path it collides with'),
    parts: Ranges.optional().describe('the parts of the file that are missing'),
    limit: Count.optional().describe('what a quota allows'),
    actual: Count.optional().describe('what there would be'),
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
