import { mkdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { hydrateSymlinks } from './symlinks.ts';
import { tempFolder } from './test-help.ts';

function packageWith(links: unknown): string {
  const folder = tempFolder();
  mkdirSync(join(folder, 'native', 'lib'), { recursive: true });
  writeFileSync(join(folder, 'native', 'lib', 'liba.so.1.2'), 'a');
  writeFileSync(join(folder, 'native', 'pg-symlinks.json'), JSON.stringify(links));
  return folder;
}

const LINKS = [
  { source: 'native/lib/liba.so.1.2', target: 'native/lib/liba.so.1' },
  { source: 'native/lib/liba.so.1.2', target: 'native/liba.so' },
];

it('makes the missing links, relative, so that the folder can be moved', () => {
  const folder = packageWith(LINKS);
  expect(hydrateSymlinks(folder)).toBe(true);
  expect(readlinkSync(join(folder, 'native/lib/liba.so.1'))).toBe('liba.so.1.2');
  expect(readFileSync(join(folder, 'native/liba.so'), 'utf8')).toBe('a');
});

it('may be called again, and after half of them were made', () => {
  const folder = packageWith(LINKS);
  hydrateSymlinks(folder);
  rmSync(join(folder, 'native/liba.so'));
  expect(hydrateSymlinks(folder)).toBe(true);
  expect(hydrateSymlinks(folder)).toBe(true);
  expect(readFileSync(join(folder, 'native/liba.so'), 'utf8')).toBe('a');
});

it('has nothing to do in a package without links', () => {
  const folder = packageWith([]);
  rmSync(join(folder, 'native', 'pg-symlinks.json'));
  expect(hydrateSymlinks(folder)).toBe(true);
});

it('tells when a link cannot be made', () => {
  const source = 'native/lib/liba.so.1.2';
  const folder = packageWith([{ source, target: 'native/no-such-folder/liba.so' }]);
  expect(hydrateSymlinks(folder)).toBe(false);
});
