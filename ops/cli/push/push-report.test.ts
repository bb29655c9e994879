import { expect, test } from 'vitest';
import type { ReceiptBody } from '../../../api/contract/upload-bodies.ts';
import { changesText, previewText, receiptText } from './push-report.ts';

const NONE = {
  files: 5121,
  unchanged: 0,
  added: 0,
  changed: 0,
  removed: 0,
  kept: 0,
  directories_added: 0,
  directories_removed: 0,
  reused: 0,
  arrived: 0,
  send: 0,
};
const RECEIPT: ReceiptBody = {
  message: 'Published revision 7 of Acme/Fizik 5.',
  upload_id: '0199a3c1-7b1e-7c52-9d5e-3a1f0c2b4d6e',
  target: { type: 'book', book_id: 'b', publisher: 'Acme', book_name: 'Fizik 5' },
  revision: 7,
  previous_revision: 6,
  changed: true,
  counts: { ...NONE, unchanged: 5100, added: 12, changed: 9, removed: 3, send: 17 },
  bytes: { files: 812_345_678, reused: 9000, arrived: 0, send: 734_003_200 },
  published_at: '2026-03-01T09:30:00.000Z',
  published_by: 'ada@example.com',
  manifest: '/books/b/manifest?revision=7',
  tree: '/storage/books/Acme/Fizik%205',
};
const SENT = {
  phase: 'sending',
  files: { done: 17, total: 17 },
  bytes: { done: 734_003_200, total: 734_003_200 },
} as const;
const BARE = { sendingSeconds: 0, totalSeconds: 0.41, litter: new Map(), baseUrl: 'https://x.org' };

test('a receipt is told with what it took', () => {
  const litter = new Map([
    ['.DS_Store', 2],
    ['Thumbs.db', 1],
  ]);
  const text = receiptText(RECEIPT, {
    sent: SENT,
    sendingSeconds: 19.2,
    totalSeconds: 22.4,
    litter,
    baseUrl: 'https://x.org/api',
  });
  expect(text.split('\n')).toEqual([
    'Published revision 7 of Acme/Fizik 5.',
    '  content   5,121 files, 812.3 MB',
    '  changes   12 added, 9 changed, 3 removed, 5,100 as before',
    '  sent      17 files, 734.0 MB in 19 s (38.2 MB/s)',
    '  took      22 s',
    '  left out  2 × .DS_Store, Thumbs.db; --all-files takes such files too',
    '  tree      https://x.org/api/storage/books/Acme/Fizik%205',
    '  upload    0199a3c1-7b1e-7c52-9d5e-3a1f0c2b4d6e',
  ]);
});

test('a push that sent nothing says so', () => {
  const text = receiptText(RECEIPT, { ...BARE, sent: undefined });
  expect(text).toContain('\n  sent      nothing: it was all there\n  took      0.4 s\n');
  expect(text).not.toContain('left out');
});

test.each([
  { counts: {}, text: 'none' },
  { counts: { unchanged: 2 }, text: '2 as before' },
  { counts: { added: 1, kept: 1000 }, text: '1 added, 1,000 left alone' },
  {
    counts: { directories_added: 1, directories_removed: 2 },
    text: '1 empty folder added, 2 empty folders removed',
  },
])('changes are told as "$text"', ({ counts, text }) => {
  expect(changesText({ ...NONE, ...counts })).toBe(text);
});

test('a dry run names the first paths of each list, and how many more there are', () => {
  const changes = { added: ['a', 'b'], changed: ['c'], removed: [], truncated: true };
  const counts = { ...NONE, added: 12, changed: 1, send: 13 };
  const text = previewText({ counts, bytes: RECEIPT.bytes, changes }, new Map([['._a', 1]]));
  expect(text.split('\n')).toEqual([
    'A dry run: nothing was changed.',
    '  content   5,121 files, 812.3 MB',
    '  changes   12 added, 1 changed',
    '  send      13 files, 734.0 MB',
    '  left out  ._a; --all-files takes such files too',
    '  + a',
    '  + b',
    '  + … and 10 more',
    '  ~ c',
  ]);
});
