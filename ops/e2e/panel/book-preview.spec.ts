import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from '@playwright/test';
import type { MemoryContent } from '../../../api/testing/memory-source.ts';
import { makeTempFolder } from '../../../api/testing/temp-folder.ts';
import { expectAccessible } from './accessible.ts';
import { expect, test } from './panel.ts';
import { publishBook } from './publish-folder.ts';

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

test.beforeEach(({ signedIn }) => {
  expect(signedIn).toBeUndefined();
});

/** Opens a file of a book and gives what shows it. */
async function openFile(page: Page, bookId: string, file: string) {
  await page.goto(`books/${bookId}?file=${encodeURIComponent(file)}`);
  const pane = page.getByRole('region', { name: 'Preview' });
  await expect(pane.getByText('SHA-256', { exact: true })).toBeVisible();
  return pane;
}

test('pictures, texts and pages are shown, and what cannot be shown says so', async ({
  page,
  api,
}) => {
  const book = await publishBook(api, [
    {
      'cover.png': PNG,
      'cover.svg': '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
      'broken.png': 'no picture',
      'notes.txt': 'Merhaba, dünya',
      'long.txt': 'ş'.repeat(400_000),
      'empty.txt': '',
      'data.bin': 'x',
      'doc.pdf': '%PDF-1.4\n',
    },
  ]);
  for (const name of ['cover.png', 'cover.svg']) {
    const pane = await openFile(page, book.id, name);
    const picture = pane.getByRole('img', { name: `Picture: ${name}` });
    await expect
      .poll(() => picture.evaluate((shown: HTMLImageElement) => shown.naturalWidth))
      .toBeGreaterThan(0);
  }
  const text = await openFile(page, book.id, 'notes.txt');
  await expect(text.getByText('Merhaba, dünya')).toBeVisible();
  await expectAccessible(page);
  const long = await openFile(page, book.id, 'long.txt');
  await expect(long.getByText('The first 524 kB of 800 kB.')).toBeVisible();
  await expect(long.getByText('�')).toBeHidden();
  const pdf = await openFile(page, book.id, 'doc.pdf');
  await expect(pdf.getByTitle('Content of doc.pdf')).toHaveAttribute('src', /application%2Fpdf/);
  for (const [name, told] of [
    ['broken.png', 'This browser cannot show the file.'],
    ['empty.txt', 'This file is empty.'],
    ['data.bin', 'Files of this type cannot be shown here.'],
  ] as const) {
    await expect((await openFile(page, book.id, name)).getByText(told)).toBeVisible();
  }
});

test('a foreign page runs in its frame, and reaches nothing outside of it', async ({
  page,
  api,
}) => {
  const book = await publishBook(api, [
    {
      'page.html': `<p id="told"></p><script>
        let reached = 'script ran';
        try { parent.document.title = 'broken out'; reached = 'reached the panel'; } catch {}
        try { localStorage.x = 1; reached = 'has the origin'; } catch {}
        told.textContent = reached;
      </script>`,
    },
  ]);
  const pane = await openFile(page, book.id, 'page.html');
  const frame = pane.getByTitle('Content of page.html');
  await expect(frame).toHaveAttribute('sandbox', 'allow-scripts');
  await expect(frame.contentFrame().getByText('script ran')).toBeVisible();
  await expect(page).toHaveTitle(/Fizik/);
});

/** Twenty seconds that can be seeked in: a video where one can be made, else a sound. */
async function medium(): Promise<MemoryContent> {
  const folder = await makeTempFolder();
  try {
    const file = path.join(folder.path, 'film.mp4');
    const source = ['-f', 'lavfi', '-i', 'testsrc=duration=20:size=320x240:rate=25'];
    // Noise, so that it is large enough not to be fetched whole at once.
    const large = ['-vf', 'noise=alls=100:allf=t', '-pix_fmt', 'yuv420p', '-movflags', 'faststart'];
    execFileSync('ffmpeg', ['-loglevel', 'error', ...source, ...large, file]);
    return { 'film.mp4': await readFile(file) };
  } catch {
    return { 'film.wav': silence(20) };
  } finally {
    await folder.remove();
  }
}

/** A WAV of 44.1 kHz, 16 bits, stereo (RIFF). */
function silence(seconds: number): Buffer {
  const rate = 44_100;
  const data = seconds * rate * 4;
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + data, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(2, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate * 4, 28);
  head.writeUInt16LE(4, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36);
  head.writeUInt32LE(data, 40);
  return Buffer.concat([head, Buffer.alloc(data)]);
}

test('seeking asks the store for that range alone, and plays from there', async ({ page, api }) => {
  const content = await medium();
  const [name = ''] = Object.keys(content);
  const book = await publishBook(api, [content]);
  const ranges: { readonly range: string | undefined; readonly status: number }[] = [];
  page.on('response', (answer) => {
    if (!/film.*X-Amz-Signature/.test(answer.url())) return;
    ranges.push({ range: answer.request().headers().range, status: answer.status() });
  });
  const pane = await openFile(page, book.id, name);
  const player = pane.locator('video, audio');
  await expect
    .poll(() => player.evaluate((media: HTMLMediaElement) => Math.round(media.duration)))
    .toBe(20);
  await player.evaluate((media: HTMLMediaElement) => {
    media.muted = true;
    media.currentTime = 18;
    return media.play();
  });
  await expect
    .poll(() => player.evaluate((media: HTMLMediaElement) => media.currentTime))
    .toBeGreaterThan(18);
  expect(ranges.every(({ status }) => status === 206)).toBe(true);
  expect(ranges.some(({ range }) => /^bytes=[1-9]\d*-/.test(range ?? ''))).toBe(true);
});

test('a file tells what it is, and its hash and link are copied', async ({
  page,
  api,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const book = await publishBook(api, [{ 'units/a b.txt': 'abc' }]);
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  const pane = await openFile(page, book.id, 'units/a b.txt');
  await expect(pane).toContainText('text/plain; charset=utf-8');
  await expect(pane).toContainText('Revision 1');
  await pane.getByRole('button', { name: 'Copy the SHA-256' }).click();
  await expect
    .poll(copied)
    .toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  await pane.getByRole('button', { name: 'Copy stream link' }).click();
  await expect.poll(copied).toMatch(/\/units\/a%20b\.txt$/);
});

test('on a narrow window the file stands in a dialog, and the focus goes back to the tree', async ({
  page,
  api,
}) => {
  const book = await publishBook(api, [{ 'a.txt': 'abc', 'b.txt': 'def' }]);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`books/${book.id}`);
  const tree = page.getByRole('tree', { name: 'Files' });
  await tree.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'b.txt' });
  await expect(dialog.getByText('def')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(tree).toBeFocused();
});

test('a file that is gone, and a store that cannot be reached, are told', async ({ page, api }) => {
  const book = await publishBook(api, [{ 'a.txt': 'abc' }]);
  await page.goto(`books/${book.id}?file=gone.txt`);
  await expect(page.getByRole('alert')).toContainText('There is nothing here to read');
  await page.route(/X-Amz-Signature/, (route) => route.abort());
  await page.goto(`books/${book.id}?file=a.txt`);
  await expect(page.getByRole('alert')).toBeVisible();
  await page.unroute(/X-Amz-Signature/);
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByText('abc', { exact: true })).toBeVisible();
});
