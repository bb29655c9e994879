import { describe, expect, it } from 'vitest';
import { openApiDocument } from '../core/http/openapi.ts';
import { ERRORS, MANIFEST_ERRORS, ProblemEntry, UPLOAD_FILE_ERRORS } from './errors.ts';
import { PLATFORMS, platformOf } from './platforms.ts';
import { Receipt, UploadPlan, UploadStatus, UploadUrls, WantedUrls } from './upload-bodies.ts';
import * as endpoints from './uploads.ts';

const HEX = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';
const AT = '2026-03-01T09:30:00.000Z';

const target = { type: 'book', book_id: 'b-1', publisher: 'Acme', book_name: 'Fizik 5' };
const upload = {
  id: 'u-1',
  state: 'open',
  target,
  mode: 'replace',
  base_revision: 6,
  manifest_sha256: HEX,
  created_by: 'ada@acme.example',
  created_at: AT,
  expires_at: AT,
};
const counts = {
  files: 5121,
  unchanged: 5100,
  added: 12,
  changed: 9,
  removed: 3,
  kept: 0,
  directories_added: 1,
  directories_removed: 0,
  reused: 4,
  arrived: 0,
  send: 17,
};
const bytes = { files: 812_345_678, reused: 9000, arrived: 0, send: 734_003_200 };
const plan = {
  upload,
  resumed: false,
  counts,
  bytes,
  send: [
    [0, 11],
    [40, 44],
  ],
  multipart: [{ index: 44, part_size: 16_777_216, parts: 40, missing: [[3, 40]] }],
};
const receipt = {
  message: 'Published revision 7 of Acme/Fizik 5.',
  upload_id: 'u-1',
  target,
  revision: 7,
  previous_revision: 6,
  changed: true,
  counts,
  bytes,
  published_at: AT,
  published_by: 'ada@acme.example',
  manifest: '/books/b-1/manifest?revision=7',
  tree: '/storage/books/Acme/Fizik%205',
};

describe('the answers of an upload', () => {
  it.each([
    ['a plan', UploadPlan, plan],
    [
      'a plan for a build',
      UploadPlan,
      {
        ...plan,
        upload: {
          ...upload,
          target: { type: 'build', platform: 'macos', version: '2.4.0', channel: 'stable' },
        },
      },
    ],
    [
      'a dry run',
      endpoints.planBookUpload.answers[200].schema,
      { counts, bytes, changes: { added: ['a'], changed: [], removed: [], truncated: false } },
    ],
    ['a plan found again', endpoints.planBookUpload.answers[200].schema, plan],
    [
      'URLs',
      UploadUrls,
      {
        expires_at: AT,
        urls: [
          {
            path: 'units/1.json',
            size: 123,
            method: 'PUT',
            url: 'https://s3.example/x',
            headers: { 'x-amz-checksum-sha256': 'n4bQ=' },
          },
          {
            path: 'video/intro.mp4',
            part: 3,
            offset: 33_554_432,
            size: 16_777_216,
            method: 'PUT',
            url: 'https://s3.example/y',
            headers: {},
          },
        ],
      },
    ],
    [
      'what is missing',
      UploadStatus,
      {
        upload,
        counts,
        bytes,
        missing: {
          files: [{ path: 'units/1.json', size: 123 }],
          parts: [
            {
              path: 'video/intro.mp4',
              size: 671_088_640,
              part_size: 16_777_216,
              missing: [[5, 40]],
            },
          ],
          next_cursor: null,
        },
      },
    ],
    [
      'one file',
      UploadStatus,
      {
        upload,
        counts,
        bytes,
        file: { path: 'a', size: 1, parts: 1, arrived: [{ part: 1, sha256: HEX }] },
      },
    ],
    ['a receipt', Receipt, receipt],
    [
      'a published upload',
      UploadStatus,
      { upload: { ...upload, state: 'published' }, counts, bytes, receipt },
    ],
    [
      'an operation',
      endpoints.finalizeUpload.answers[202].schema,
      {
        id: 'o-1',
        type: 'finalize',
        state: 'done',
        done: 1,
        total: 1,
        target,
        result: receipt,
        error: null,
        created_at: AT,
        updated_at: AT,
      },
    ],
    [
      'a refusal',
      ProblemEntry,
      { code: 'manifest.case_collision', path: 'A', other: 'a', detail: 'No.' },
    ],
    ['a quota', ProblemEntry, { code: 'manifest.quota_files', limit: 1, actual: 2, detail: 'No.' }],
    [
      'a lack',
      ProblemEntry,
      { code: 'upload.part_missing', path: 'a', parts: [[1, 2]], detail: 'No.' },
    ],
  ])('pass whole: %s', (_, schema, body) => {
    expect(schema.parse(body)).toEqual(body);
  });
});

describe('asking for URLs', () => {
  const part = { path: 'v.mp4', part: 3, sha256: HEX };

  it.each([
    [{ files: ['a'] }, { files: ['a'], parts: [] }],
    [{ parts: [part] }, { files: [], parts: [part] }],
    [
      { files: Array(999).fill('a'), parts: [part] },
      { files: Array(999).fill('a'), parts: [part] },
    ],
  ])('takes 1 to 1,000 files and parts', (body, parsed) => {
    expect(WantedUrls.parse(body)).toEqual(parsed);
  });

  it.each([
    ['nothing', {}],
    ['more than 1,000', { files: Array(1000).fill('a'), parts: [part] }],
    ['an unknown member', { files: ['a'], file: 'a' }],
    ['a part 0', { parts: [{ ...part, part: 0 }] }],
    ['a part with a composite', { parts: [{ ...part, sha256: `${HEX}-2` }] }],
    ['a part without a hash', { parts: [{ path: 'a', part: 1 }] }],
  ])('refuses %s', (_, body) => {
    expect(WantedUrls.safeParse(body).success).toBe(false);
  });
});

describe('asking how far an upload is', () => {
  const { query } = endpoints.getUpload;

  it('takes what stands in a query', () => {
    expect(query.parse({})).toEqual({ limit: 1000, missing: 'true' });
    const asked = query.parse({ limit: '5', missing: 'false', path: 'a', cursor: 'c' });
    expect(asked).toEqual({ limit: 5, missing: 'false', path: 'a', cursor: 'c' });
  });

  it.each([{ limit: '0' }, { limit: '1001' }, { missing: 'no' }, { depth: '1' }])(
    'refuses %j',
    (asked) => {
      expect(query.safeParse(asked).success).toBe(false);
    },
  );
});

describe('the endpoints of uploads', () => {
  it('can be described in OpenAPI', () => {
    const { paths } = openApiDocument(Object.values(endpoints));
    expect(Object.keys(paths ?? {}).sort()).toEqual([
      '/apps/{platform}/upload',
      '/books/{book_id}/upload',
      '/uploads',
      '/uploads/{upload_id}',
      '/uploads/{upload_id}/finalize',
      '/uploads/{upload_id}/urls',
    ]);
  });

  it('limit bodies to 64 MiB of manifest and 4 MiB of paths to sign', () => {
    const limits = Object.values(endpoints).map((one) => ('bodyLimit' in one ? one.bodyLimit : 0));
    expect(limits.filter(Boolean).sort()).toEqual([2 ** 22, 2 ** 26, 2 ** 26]);
  });

  it('answer no code of an entry but one, which also stands alone', () => {
    const entries = [...MANIFEST_ERRORS, ...UPLOAD_FILE_ERRORS];
    expect(entries.filter((code) => code in ERRORS)).toEqual(['upload.path_unknown']);
  });
});

it.each([
  ['windows', 'windows'],
  ['MacOS', 'macos'],
  ['LINUX', 'linux'],
  ['lınux', undefined],
  ['android', undefined],
  ['', undefined],
])('the platform %j is %s', (text, platform) => {
  expect(platformOf(text)).toBe(platform);
  expect(PLATFORMS).toHaveLength(3);
});
