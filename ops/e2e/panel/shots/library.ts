import { readFileSync } from 'node:fs';
import type { ApiClient } from '../../../../api/client/api-client.ts';
import { createBook } from '../../../../api/contract/books.ts';
import { deleteBook } from '../../../../api/contract/trash.ts';
import { createUser } from '../../../../api/contract/users.ts';
import type { MemoryContent } from '../../../../api/testing/memory-source.ts';
import { publishFolder } from '../publish-folder.ts';
import { makeTree, manyFiles } from '../upload-steps.ts';

const SAMPLE = new URL('../../../../docs/sample-book/', import.meta.url);
const SAMPLE_FILES = [
  'audio/la 440 Hz.wav',
  'book.json',
  'cover.svg',
  'units/1.json',
  'units/2.json',
];

const TITLES = [
  ['Çınar Yayınları', 'Hayat Bilgisi 3', 'tr', 'science', 4],
  ['Çınar Yayınları', 'Matematik 8', 'tr', 'maths', 9],
  ['İnci Okul', 'Türkçe 2', 'tr', 'language', 3],
  ['Zambak', 'Fen Bilimleri 7', 'tr', 'science', 6],
  ['Zambak', 'Fizik 10', 'tr', 'science', 7],
  ['Northwind Press', 'Starter English A1', 'en-GB', 'language', 8],
  ['Northwind Press', 'World Atlas', 'en-GB', 'geography', 12],
  ['Palmiye', 'Kimya 11', 'tr', 'science', 2],
] as const;
const OLD = ['Palmiye', 'Eski Atlas', 'tr', 'geography', 2] as const;
const MB = 1_000_000;

export interface Library {
  /** A book with several revisions. */
  readonly bookId: string;
  /** What somebody would upload to it: most as it is there, some of it changed. */
  readonly folder: string;
}

/** A small publisher's library, so that the screens have something to show. */
export async function makeLibrary(api: ApiClient): Promise<Library> {
  const ids: string[] = [];
  for (const title of [...TITLES, OLD]) ids.push(await makeBook(api, title));
  const [bookId = ''] = ids;
  for (const unit of [3, 4]) {
    const content = bookContent(4, { [`units/${unit}.json`]: `{"unit":${unit}}` });
    await publishFolder(api, { type: 'book', bookId }, content);
  }
  const gone = ids.at(-1) ?? '';
  await api.call(deleteBook, { params: { book_id: gone }, headers: {} });
  for (const [platform, version, channel] of [
    ['windows', '2.9.1', 'stable'],
    ['windows', '2.10.0', 'stable'],
    ['windows', '3.0.0-rc.1', 'beta'],
    ['macos', '2.10.0', 'stable'],
    ['linux', '2.10.0', 'stable'],
  ] as const) {
    const target = { type: 'build', platform, version, channel } as const;
    await publishFolder(api, target, { 'FlowBook.bin': filler(3), 'readme.txt': version });
  }
  for (const email of ['ayse@cinar.example', 'deniz@zambak.example']) {
    await api.call(createUser, { body: { email, password: 'a long enough password' } });
  }
  const changed = { 'units/1.json': '{"unit":"one"}', 'units/5.json': '{}', ...manyFiles(200) };
  const tree = await makeTree('Hayat Bilgisi 3', { 'book.json': '{}', ...changed });
  return { bookId, folder: tree.path };
}

async function makeBook(
  api: ApiClient,
  [publisher, book_name, language, category, size]: (typeof TITLES)[number] | typeof OLD,
): Promise<string> {
  const body = { publisher, book_name, language, category, version: '1.0' };
  const { body: book } = await api.call(createBook, { body });
  await publishFolder(api, { type: 'book', bookId: book.id }, bookContent(size));
  return book.id;
}

/** The sample book, with a video's worth of bytes. @param size megabytes */
function bookContent(size: number, more: MemoryContent = {}): MemoryContent {
  const sample = SAMPLE_FILES.map((name) => [name, readFileSync(new URL(name, SAMPLE))]);
  return { ...Object.fromEntries(sample), 'video/intro.mp4': filler(size), ...more };
}

function filler(megabytes: number): Uint8Array {
  return new Uint8Array(megabytes * MB);
}
