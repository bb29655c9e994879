import { expect, it } from 'vitest';
import { type DirectoryNode, type FolderNode, folderOfFiles } from './picked-folder.ts';
import { readFolder, sourceOf } from './read-folder.ts';

const quietly = { signal: new AbortController().signal, onFound() {} };

it('gives paths from the picked folder on, in the order of names', async () => {
  const folder = folderOfFiles([
    picked('Fizik 5/unit/b.txt', 'bb'),
    picked('Fizik 5/unit/a.txt', 'a'),
    picked('Fizik 5/config.json', '{}'),
  ]);
  const listing = await readFolder(rootOf(folder), quietly);
  expect(folder?.root.name).toBe('Fizik 5');
  expect(listing.files.map(({ path }) => path)).toEqual([
    'config.json',
    'unit/a.txt',
    'unit/b.txt',
  ]);
  expect(listing.sizeBytes).toBe(5);
});

it('leaves out what operating systems leave behind, and counts it', async () => {
  const folder = folderOfFiles([
    picked('b/.DS_Store', 'x'),
    picked('b/u/.DS_Store', 'x'),
    picked('b/u/._a.txt', 'x'),
    picked('b/u/a.txt', 'x'),
    picked('b/u/._alone.txt', 'x'),
  ]);
  const { files, litter } = await readFolder(rootOf(folder), quietly);
  expect(files.map(({ path }) => path)).toEqual(['u/._alone.txt', 'u/a.txt']);
  expect([...litter]).toEqual([
    ['.DS_Store', 2],
    ['._a.txt', 1],
  ]);
});

it('keeps folders that hold nothing, or nothing but litter', async () => {
  const root = directory('b', [
    directory('empty', []),
    directory('littered', [file('Thumbs.db')]),
    directory('full', [file('a.txt'), directory('deep', [])]),
  ]);
  const listing = await readFolder(root, quietly);
  expect([...listing.directories].sort()).toEqual(['empty', 'full/deep', 'littered']);
  const kinds: string[] = [];
  for await (const { kind } of sourceOf(listing).entries(quietly.signal)) kinds.push(kind);
  expect(kinds).toEqual(['file', 'directory', 'directory', 'directory']);
});

it('tells which file cannot be read', async () => {
  const broken: FolderNode = {
    kind: 'file',
    name: 'a.txt',
    open: () => Promise.reject(new DOMException('no', 'NotReadableError')),
  };
  const reading = readFolder(directory('b', [directory('u', [broken])]), quietly);
  await expect(reading).rejects.toMatchObject({ name: 'SourceError', path: 'u/a.txt' });
});

it('is of no folder where nothing was picked', () => {
  expect(folderOfFiles([])).toBeUndefined();
});

/** As an `<input webkitdirectory>` gives it. */
function picked(path: string, content: string): File {
  const one = new File([content], path.split('/').at(-1) ?? '');
  Object.defineProperty(one, 'webkitRelativePath', { value: path });
  return one;
}

function rootOf(folder: ReturnType<typeof folderOfFiles>): DirectoryNode {
  if (!folder) throw new Error('There is no folder.');
  return folder.root;
}

function directory(name: string, children: readonly FolderNode[]): DirectoryNode {
  return { kind: 'directory', name, children: async () => children };
}

function file(name: string): FolderNode {
  return { kind: 'file', name, open: async () => new File(['x'], name) };
}
