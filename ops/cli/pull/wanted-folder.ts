import { ManifestChecker, type ManifestFindings } from '../../../api/contract/manifest-checker.ts';
import type { FolderEntry, ManifestRules } from '../../../api/contract/manifest-rules.ts';
import type { ManifestBody } from '../../../api/contract/read-manifest.ts';
import { CliError } from '../cli-error.ts';

const NO_LIMITS = {
  maxFileBytes: Number.MAX_SAFE_INTEGER,
  maxFiles: Number.MAX_SAFE_INTEGER,
  maxBytes: Number.MAX_SAFE_INTEGER,
};
export type WantedFile = ManifestBody['files'][number];

/** What the local folder shall hold. Paths are from the folder on, with `/`. */
export interface WantedFolder {
  readonly files: ReadonlyMap<string, WantedFile>;
  /** Path → target. */
  readonly links: ReadonlyMap<string, string>;
  /** All of them, those on the way to files too, each after the one it lies in. */
  readonly directories: ReadonlySet<string>;
  /** What this system cannot hold and is left out: path → why. */
  readonly unholdable: ReadonlyMap<string, string>;
}

/**
 * Checks a manifest before anything of it touches the disk: a server is not to decide where on this
 * machine is written.
 * @param rules what the paths were held to when they were published
 * @throws CliError when they break them
 */
export function wantedFolder(
  manifest: ManifestBody,
  rules: ManifestRules,
  platform: NodeJS.Platform = process.platform,
): WantedFolder {
  const { refusals } = check(manifest, rules);
  if (refusals.length > 0) throw refused(refusals);
  const unholdable = new Map<string, string>();
  const local = localRules(platform, rules);
  if (local !== rules) {
    for (const { path, detail } of check(manifest, local).refusals) {
      if (path !== undefined) unholdable.set(path, detail);
    }
  }
  return folderOf(manifest, unholdable);
}

function folderOf(manifest: ManifestBody, unholdable: ReadonlyMap<string, string>): WantedFolder {
  const isHeld = ({ path }: { readonly path: string }) => !unholdable.has(path);
  const files = new Map(manifest.files.filter(isHeld).map((file) => [file.path, file]));
  const links = new Map(manifest.links.filter(isHeld).map(({ path, target }) => [path, target]));
  const directories = new Set<string>();
  for (const path of files.keys()) addParents(directories, path);
  for (const path of links.keys()) addParents(directories, path);
  for (const path of manifest.directories) {
    if (!unholdable.has(path)) addParents(directories, `${path}/`);
  }
  return { files, links, directories, unholdable };
}

/** Every folder on the way to a path. */
function addParents(directories: Set<string>, path: string): void {
  const last = path.lastIndexOf('/');
  if (last < 0 || directories.has(path.slice(0, last))) return;
  for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) {
    directories.add(path.slice(0, at));
  }
}

/** What Windows and macOS cannot hold beside what the rules refuse already. */
function localRules(platform: NodeJS.Platform, rules: ManifestRules): ManifestRules {
  const windowsNames = rules.windowsNames || platform === 'win32';
  const foldCase = rules.foldCase || platform === 'win32' || platform === 'darwin';
  const isSame = windowsNames === rules.windowsNames && foldCase === rules.foldCase;
  return isSame ? rules : { ...rules, windowsNames, foldCase };
}

function check(manifest: ManifestBody, rules: ManifestRules): ManifestFindings {
  const checker = new ManifestChecker(rules, NO_LIMITS);
  for (const entry of entriesOf(manifest)) checker.add(entry);
  // As if something were removed, since a revision may be empty.
  return checker.finish(1);
}

function* entriesOf({ files, directories, links }: ManifestBody): Generator<FolderEntry> {
  for (const { path, size } of files) yield { kind: 'file', path, size };
  for (const path of directories) yield { kind: 'directory', path };
  for (const { path, target } of links) yield { kind: 'link', path, target };
}

function refused(refusals: ManifestFindings['refusals']): CliError {
  const message = 'The server names paths that are not safe to write. Nothing was written.';
  const problems = refusals.map(({ path = '', detail }) => ({ path, detail }));
  return new CliError('refused', message, { problems });
}
