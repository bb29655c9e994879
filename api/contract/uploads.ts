import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { BookManifest, BuildManifest } from './manifest.ts';
import { acceptedAnswer } from './operations.ts';
import { Id, listOf, listQuery, repeatable } from './primitives.ts';
import {
  PlannedUpload,
  Receipt,
  UPLOAD_STATES,
  UploadPlan,
  UploadPreview,
  UploadStatus,
  UploadUrls,
  WantedUrls,
} from './upload-bodies.ts';

const MIB = 1024 * 1024;
const MANIFEST_LIMIT = 64 * MIB;
const URLS_LIMIT = 4 * MIB;

/** Most paths one answer names as missing. */
const MAX_MISSING = 1000;

const UploadParams = z.object({ upload_id: Id });

const planAnswers = {
  200: {
    description: 'An open upload of the same manifest, found again; or what a dry run found',
    schema: z.union([UploadPlan, UploadPreview]),
    headers: { Location: '/uploads/{id}; not of a dry run' },
  },
  201: {
    description: 'A new upload',
    schema: UploadPlan,
    headers: { Location: '/uploads/{id}' },
  },
};

export const planBookUpload = defineEndpoint({
  id: 'planBookUpload',
  method: 'POST',
  path: '/books/{book_id}/upload',
  tag: 'uploads',
  summary: 'Post a book’s manifest: what of it is to be sent?',
  access: 'admin',
  params: z.object({ book_id: Id }),
  body: BookManifest,
  bodyLimit: MANIFEST_LIMIT,
  answers: planAnswers,
  errors: [
    'book.not_found',
    'book.in_trash',
    'upload.revision_conflict',
    'manifest.refused',
    'storage.unavailable',
  ],
});

export const planBuildUpload = defineEndpoint({
  id: 'planBuildUpload',
  method: 'POST',
  path: '/apps/{platform}/upload',
  tag: 'uploads',
  summary: 'Post an app build’s manifest: what of it is to be sent?',
  access: 'admin',
  params: z.object({ platform: z.string().describe('windows, macos or linux, in any case') }),
  body: BuildManifest,
  bodyLimit: MANIFEST_LIMIT,
  answers: planAnswers,
  errors: [
    'build.unknown_platform',
    'build.in_trash',
    'build.channel_mismatch',
    'upload.revision_conflict',
    'manifest.refused',
    'storage.unavailable',
  ],
});

export const signUploadUrls = defineEndpoint({
  id: 'signUploadUrls',
  method: 'POST',
  path: '/uploads/{upload_id}/urls',
  tag: 'uploads',
  summary: 'URLs to send files and parts to',
  access: 'admin',
  params: UploadParams,
  body: WantedUrls,
  bodyLimit: URLS_LIMIT,
  answers: {
    200: { description: 'In the order asked: files, then parts', schema: UploadUrls },
  },
  errors: ['upload.not_found', 'upload.not_open', 'upload.paths_refused', 'storage.unavailable'],
});

const UploadListQuery = z.strictObject({
  state: repeatable(z.enum(UPLOAD_STATES)),
  book_id: z.string().max(100).optional(),
  created_by: z.string().max(100).optional().describe('a user id'),
  ...listQuery,
});
export type UploadListQuery = z.output<typeof UploadListQuery>;

export const listUploads = defineEndpoint({
  id: 'listUploads',
  method: 'GET',
  path: '/uploads',
  tag: 'uploads',
  summary: 'Uploads, newest first; counts and bytes as planned, whatever has arrived since',
  access: 'admin',
  query: UploadListQuery,
  answers: { 200: { description: 'One page', schema: listOf(PlannedUpload) } },
  errors: ['request.bad_cursor'],
});

const UploadQuery = z.strictObject({
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(MAX_MISSING)
    .default(MAX_MISSING)
    .describe('how many missing paths an answer names'),
  cursor: z.string().max(4096).optional().describe('`next_cursor` of the answer before'),
  missing: z
    .enum(['true', 'false'])
    .default('true')
    .describe('`false` leaves out what is missing, and answers at once'),
  path: z.string().optional().describe('one file, with its parts that have arrived'),
});
export type UploadQuery = z.output<typeof UploadQuery>;

export const getUpload = defineEndpoint({
  id: 'getUpload',
  method: 'GET',
  path: '/uploads/{upload_id}',
  tag: 'uploads',
  summary: 'How far an upload is, and what is missing',
  access: 'admin',
  params: UploadParams,
  query: UploadQuery,
  answers: { 200: { description: 'The upload', schema: UploadStatus } },
  errors: ['upload.not_found', 'upload.path_unknown', 'request.bad_cursor', 'storage.unavailable'],
});

export const finalizeUpload = defineEndpoint({
  id: 'finalizeUpload',
  method: 'POST',
  path: '/uploads/{upload_id}/finalize',
  tag: 'uploads',
  summary: 'Publish the folder as its next revision',
  access: 'admin',
  params: UploadParams,
  headers: z.object({
    prefer: z.string().optional().describe('`respond-async` for 202 at once (RFC 7240)'),
  }),
  body: z.strictObject({}).optional(),
  answers: {
    200: { description: 'Published; repeating gives the same receipt', schema: Receipt },
    202: acceptedAnswer('Under way; its result is the receipt', {
      'Preference-Applied': '`respond-async`, where the request preferred it',
    }),
  },
  errors: [
    'upload.not_found',
    'upload.incomplete',
    'upload.revision_conflict',
    'upload.folder_moved',
    'upload.not_open',
    'book.in_trash',
    'build.in_trash',
    'storage.unavailable',
  ],
});

export const abortUpload = defineEndpoint({
  id: 'abortUpload',
  method: 'DELETE',
  path: '/uploads/{upload_id}',
  tag: 'uploads',
  summary: 'Give an upload up',
  access: 'admin',
  params: UploadParams,
  answers: { 204: { description: 'Given up, also when it was so or had expired already' } },
  errors: ['upload.not_found', 'upload.not_open'],
});
