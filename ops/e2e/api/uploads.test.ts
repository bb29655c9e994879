import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import type { BookBody } from '../../../api/contract/books.ts';
import type { FolderNodeBody, NodeBody } from '../../../api/contract/storage.ts';
import { createPusher, type Pusher } from '../../../api/testing/pusher.ts';
import { type Desk, openDesk } from '../desk.ts';

/** Hundreds of small files in folders many deep, as an installed package has them. */
const TREE = fileURLToPath(new URL('../../../node_modules/hono', import.meta.url));

let desk: Desk;
let pusher: Pusher;
let content: Record<string, Uint8Array>;
beforeAll(async () => {
  desk = await openDesk();
  pusher = createPusher({ call: (target, init) => desk.ask(target, init) });
  content = { 'sözlük/ünite 1.txt': Buffer.from('Merhaba'), 'empty.txt': Buffer.alloc(0) };
  for (const entry of await readdir(TREE, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    if (!entry.isFile()) continue;
    content[path.relative(TREE, file).split(path.sep).join('/')] = await readFile(file);
  }
});

const storagePath = ({ publisher, book_name }: BookBody, file = '') =>
  ['/storage/books', publisher, book_name, ...file.split('/')]
    .map((part, index) => (index === 0 ? part : encodeURIComponent(part)))
    .join('/')
    .replace(/\/$/, '');

function filesOf(folder: FolderNodeBody): NodeBody[] {
  return (folder.children ?? []).flatMap((node) =>
    node.type === 'folder' ? filesOf(node) : [node],
  );
}

describe('a real tree', () => {
  it('is pushed, published, listed, and read through signed URLs byte for byte', async () => {
    const book = await desk.create();
    const receipt = await pusher.push(book.id, content, { directories: ['notes'] });
    const total = Object.keys(content).length;
    expect(receipt).toMatchObject({ revision: 1, counts: { files: total, added: total } });
    const tree = await desk.ask<{ root: FolderNodeBody; complete: boolean }>(storagePath(book));
    expect(tree.body.complete).toBe(true);
    expect(tree.body.root.files).toBe(total);
    expect(
      filesOf(tree.body.root)
        .map((node) => node.path)
        .sort(),
    ).toEqual(Object.keys(content).sort());
    for (const file of Object.keys(content)) {
      const redirect = await desk.ask(storagePath(book, file));
      expect(redirect.status, file).toBe(302);
      const read = await fetch(redirect.headers.location ?? '');
      expect(
        Buffer.from(await read.arrayBuffer()).equals(content[file] ?? Buffer.of(1)),
        file,
      ).toBe(true);
    }
    expect(await pusher.push(book.id, content, { directories: ['notes'] })).toMatchObject({
      revision: 1,
      changed: false,
    });
  });

  it('of which one file is changed sends that file, and a player reads it by range', async () => {
    const book = await desk.create();
    await pusher.push(book.id, content);
    const changed = { ...content, 'package.json': Buffer.from('0123456789') };
    const { body } = await pusher.plan(book.id, changed);
    expect(body.counts).toMatchObject({ changed: 1, added: 0, removed: 0, send: 1 });
    expect(await pusher.send(body.upload.id, changed, ['package.json'])).toEqual([200]);
    expect((await pusher.finalize(body.upload.id)).body).toMatchObject({ revision: 2 });
    const { headers } = await desk.ask(storagePath(book, 'package.json'));
    const part = await fetch(headers.location ?? '', { headers: { range: 'bytes=2-4' } });
    expect([part.status, await part.text()]).toEqual([206, '234']);
    expect(part.headers.get('content-range')).toBe('bytes 2-4/10');
  });

  it('with a large file goes in parts that the store joins and proves', async () => {
    const book = await desk.create();
    const video = Buffer.alloc(34 * 1024 * 1024, 'video');
    expect(await pusher.push(book.id, { 'video/intro.mp4': video })).toMatchObject({ revision: 1 });
    const { headers } = await desk.ask(storagePath(book, 'video/intro.mp4'));
    const read = await fetch(headers.location ?? '', {
      headers: { range: 'bytes=16777210-16777225' },
    });
    expect(read.status).toBe(206);
    expect(Buffer.from(await read.arrayBuffer()).equals(video.subarray(16777210, 16777226))).toBe(
      true,
    );
  });

  it('whose bytes are not those of its manifest is refused by the store itself', async () => {
    const book = await desk.create();
    const { body } = await pusher.plan(book.id, { 'a.txt': 'right' });
    expect(await pusher.send(body.upload.id, { 'a.txt': 'wrong' })).toEqual([400]);
    expect((await pusher.finalize(body.upload.id)).status).toBe(409);
    await desk.ask(`/uploads/${body.upload.id}`, { method: 'DELETE' });
  });
});
