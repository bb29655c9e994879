import { beforeAll, describe, expect, it } from 'vitest';
import type { ProblemBody } from '../../../api/contract/errors.ts';
import { partPlan } from '../../../api/contract/part-rule.ts';
import { type Desk, openDesk } from '../desk.ts';

const GIB = 1024 ** 3;
const TIB = 1024 ** 4;

let desk: Desk;
let bookId: string;
beforeAll(async () => {
  desk = await openDesk();
  bookId = (await desk.create()).id;
});

function fileOf(path: string, size = 0) {
  const parts = partPlan(size)?.parts;
  return { path, size, sha256: 'a'.repeat(64) + (parts === undefined ? '' : `-${parts}`) };
}

const post = (manifest: object, id = bookId) =>
  desk.ask<ProblemBody>(`/books/${id}/upload`, { body: manifest });

/** What is refused, without the words for people. */
async function refusalsOf(manifest: object) {
  const { status, body } = await post(manifest);
  expect({ status, code: body.code }).toEqual({ status: 422, code: 'manifest.refused' });
  expect(body.errors_total).toBe(body.errors?.length);
  return body.errors?.map(({ detail, ...refusal }) => {
    expect(detail).toMatch(/[.?]$/);
    return refusal;
  });
}

const LONG = 'x'.repeat(250);

/** By code, every path that is sent; all of them are refused. */
const REFUSED_PATHS = {
  invalid_unicode: ['\ud800.txt', 'a/\udc00'],
  control_character: ['a\u0007.txt', 'b\u0085'],
  bidi_control: ['x\u202egnp.exe'],
  absolute_path: ['/etc/x', 'C:/x', '\\\\srv\\x'],
  dot_segment: ['a/../b', '..', './c', 'd\\..\\e'],
  empty_segment: ['a//b', '', 'f/'],
  windows_character: ['why?.txt', 'a\\b', 'a|b', '<g>'],
  windows_name: ['aux.tar.gz', 'a/CON.txt', 'lpt¹'],
  trailing_dot_or_space: ['notes./a', 'h '],
  segment_too_long: ['ü'.repeat(130)],
  path_too_long: [`${LONG}/${LONG}/${LONG}`],
} as const;

describe('a manifest', () => {
  it.each(Object.entries(REFUSED_PATHS))('names every path refused by %s', async (rule, paths) => {
    const files = [fileOf('fine.txt'), ...paths.map((path) => fileOf(path))];
    expect(await refusalsOf({ files })).toEqual(
      paths.map((path) => ({ code: `manifest.${rule}`, path })),
    );
  });

  it('has all its refusals told at once, each path by the first rule that applies', async () => {
    const files = Object.values(REFUSED_PATHS).flatMap((paths) =>
      paths.map((path) => fileOf(path)),
    );
    const codes = (await refusalsOf({ files }))?.map(({ code }) => code);
    expect(codes).toEqual(
      Object.entries(REFUSED_PATHS).flatMap(([rule, paths]) => paths.map(() => `manifest.${rule}`)),
    );
  });

  it('names each of the paths that are one path, with another of them', async () => {
    const [composed, decomposed] = ['\u00e9.txt', 'e\u0301.txt'];
    const files = [fileOf('a'), fileOf('a'), fileOf(composed), fileOf(decomposed)];
    const code = 'manifest.duplicate_path';
    expect(await refusalsOf({ files })).toEqual([
      { code, path: 'a', other: 'a' },
      { code, path: 'a', other: 'a' },
      { code, path: composed, other: decomposed },
      { code, path: decomposed, other: composed },
    ]);
  });

  it('names each of the paths that differ only in case, in a folder on the way too', async () => {
    const files = [fileOf('Cover.png'), fileOf('cover.PNG'), fileOf('Audio/1'), fileOf('audio/2')];
    const code = 'manifest.case_collision';
    expect(await refusalsOf({ files })).toEqual([
      { code, path: 'Cover.png', other: 'cover.PNG' },
      { code, path: 'cover.PNG', other: 'Cover.png' },
      { code, path: 'Audio/1', other: 'audio/2' },
      { code, path: 'audio/2', other: 'Audio/1' },
    ]);
  });

  it('cannot have a file where another path needs a folder', async () => {
    const code = 'manifest.file_is_directory';
    expect(await refusalsOf({ files: [fileOf('a'), fileOf('A/b')] })).toEqual([
      { code, path: 'a', other: 'A/b' },
      { code, path: 'A/b', other: 'a' },
    ]);
  });

  it('of a book has no links', async () => {
    const manifest = { files: [fileOf('a')], links: [{ path: 'b', target: 'a' }] };
    expect(await refusalsOf(manifest)).toEqual([{ code: 'manifest.bad_link', path: 'b' }]);
  });

  it('has something in it', async () => {
    expect(await refusalsOf({ files: [] })).toEqual([{ code: 'manifest.empty' }]);
    expect(await refusalsOf({ files: [], mode: 'merge' })).toEqual([{ code: 'manifest.empty' }]);
  });

  it('has files as large as the store takes, and as much as the quota allows', async () => {
    expect(await refusalsOf({ files: [fileOf('a', 5 * TIB + 1)] })).toEqual([
      { code: 'manifest.file_too_large', path: 'a' },
      { code: 'manifest.quota_bytes', limit: 200 * GIB, actual: 5 * TIB + 1 },
    ]);
    const directories = Array.from({ length: 200_001 }, (_, index) => `${index}`);
    expect(await refusalsOf({ files: [], directories })).toEqual([
      { code: 'manifest.quota_files', limit: 200_000, actual: 200_001 },
    ]);
  });

  it('is refused for what a merge results in, not only for what it lists', async () => {
    const { id } = await desk.create();
    const held = await post({ files: [], directories: ['Notes'] }, id);
    expect(held.status).toBe(201);
    const { upload } = held.body as unknown as { upload: { id: string } };
    const finalized = await desk.ask(`/uploads/${upload.id}/finalize`, { method: 'POST' });
    expect(finalized.status).toBe(200);
    const merge = { mode: 'merge', files: [fileOf('notes/a'), fileOf('NOTES')] };
    const { body } = await post(merge, id);
    expect(body.errors?.map(({ code, path }) => `${code} ${path}`)).toEqual(
      expect.arrayContaining(['manifest.case_collision notes/a']),
    );
  });

  it('that is refused leaves nothing behind: the same without the fault is a new upload', async () => {
    const { id } = await desk.create();
    expect((await post({ files: [fileOf('a'), fileOf('b?')] }, id)).status).toBe(422);
    expect((await post({ files: [fileOf('a')] }, id)).status).toBe(201);
  });

  it('with more refusals than an answer holds tells how many there are', async () => {
    const files = Array.from({ length: 10_001 }, (_, index) => fileOf(`${index}?`));
    const { body } = await post({ files });
    expect([body.errors_total, body.errors?.length]).toEqual([10_001, 10_000]);
  });
});
