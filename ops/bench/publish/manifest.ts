import { createHash } from 'node:crypto';
import type { BookManifest } from '../../../api/contract/manifest.ts';

export const FILES = 100_000;
const FILES_A_FOLDER = 200;

type ManifestFile = BookManifest['files'][number];

/** A folder of a hundred thousand files, as a large book has them. @param changed files that differ */
export function makeManifest(changed: ReadonlyMap<number, string> = new Map()): BookManifest {
  const files = Array.from({ length: FILES }, (_, index): ManifestFile => {
    const folder = Math.floor(index / FILES_A_FOLDER);
    return {
      path: `ünite ${folder % 40}/bölüm ${folder}/sayfa-${index}.json`,
      size: 100 + (index % 5000),
      sha256: hashOf(changed.get(index) ?? `page ${index}`),
    };
  });
  return {
    files,
    directories: [],
    links: [],
    mode: 'replace',
    remove: [],
    dry_run: false,
    preview_limit: 0,
  };
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
