import { z } from 'zod';
import { BuildVersion, Channel } from './build-names.ts';
import { Count } from './primitives.ts';
import { FileSha256, sha256Refusal } from './sha256.ts';

const DEFAULT_PREVIEW_PATHS = 1000;
const MAX_PREVIEW_PATHS = 10_000;
/** A macOS bundle has some hundreds. Following them costs more than checking paths does. */
const MAX_LINKS = 10_000;

/** Kept free of checks of its own but for types: a manifest has 100,000 of them. */
const ManifestFile = z
  .strictObject({
    path: z.string().describe('relative, with `/`, in any Unicode form; kept in NFC'),
    size: Count.describe('bytes'),
    sha256: FileSha256,
    executable: z.boolean().optional(),
  })
  .meta({ id: 'ManifestFile' });

const ManifestLink = z
  .strictObject({
    path: z.string(),
    target: z.string().describe('relative to the folder the link lies in; stays inside'),
  })
  .meta({ id: 'ManifestLink' });

const members = {
  files: z.array(ManifestFile),
  directories: z.array(z.string()).default([]).describe('those to keep though empty'),
  links: z
    .array(ManifestLink)
    .max(MAX_LINKS)
    .default([])
    .describe('symbolic links; of app builds only'),
  mode: z
    .enum(['replace', 'merge'])
    .default('replace')
    .describe('whether what is not listed is removed, or stays'),
  remove: z
    .array(z.string())
    .default([])
    .describe('files and folders to drop first; of `merge` only'),
  base_revision: Count.optional().describe('the revision the caller saw'),
  dry_run: z.boolean().default(false).describe('check and count, store nothing'),
  preview_limit: Count.max(MAX_PREVIEW_PATHS)
    .default(DEFAULT_PREVIEW_PATHS)
    .describe('paths in each list of a dry run'),
};

interface Consistent {
  readonly files: readonly { readonly size: number; readonly sha256: string }[];
  readonly mode: 'replace' | 'merge';
  readonly remove: readonly string[];
}

/** What holds between members, once each of them is right by itself. */
function checkConsistency({ files, mode, remove }: Consistent, issues: z.RefinementCtx): void {
  for (const [index, { sha256, size }] of files.entries()) {
    const message = sha256Refusal(sha256, size);
    if (message) issues.addIssue({ code: 'custom', path: ['files', index, 'sha256'], message });
  }
  if (mode === 'replace' && remove.length > 0) {
    const message = 'Only a merge can remove: in "replace" all goes that is not listed.';
    issues.addIssue({ code: 'custom', path: ['remove'], message });
  }
}

/** The content a book shall have. */
export const BookManifest = z
  .strictObject(members)
  .superRefine(checkConsistency)
  .meta({ id: 'BookManifest' });
export type BookManifest = z.output<typeof BookManifest>;

/** The content a version of the app shall have. */
export const BuildManifest = z
  .strictObject({
    ...members,
    version: BuildVersion.describe('a known version under another case is refused'),
    channel: Channel.default('stable').describe('that of the version, once it is published'),
  })
  .superRefine(checkConsistency)
  .meta({ id: 'BuildManifest' });
export type BuildManifest = z.output<typeof BuildManifest>;
