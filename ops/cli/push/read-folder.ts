import {
  accessSync,
  type BigIntStats,
  constants,
  type Dirent,
  lstatSync,
  readdirSync,
} from 'node:fs';
import { access, lstat, readdir, readlink } from 'node:fs/promises';
import { isLitter } from '../../../api/client/push/litter.ts';
import type { SourceLink } from '../../../api/client/push/source.ts';
import type { DiskPace } from './disk-pace.ts';
import type { FolderProblem } from './folder-refused-error.ts';
import { type LocalFile, localPath } from './local-file.ts';

/** Files looked at side by side. */
const LOOKS_AT_ONCE = 64;
const READABLE_BY_ALL = 0o004;
const EXECUTABLE_BY_OWNER = 0o100;
const REPLACEMENT = '\uFFFD';

export interface WalkRules {
  /** Keep symbolic links and who may execute, as app builds have them; otherwise links are refused. */
  readonly keepsUnixTraits: boolean;
  /** Take what operating systems leave behind as well. */
  readonly takesLitter: boolean;
}

/** One folder, without those below it. Paths are from the root on. */
export interface FolderContent {
  readonly path: string;
  readonly files: readonly LocalFile[];
  readonly links: readonly SourceLink[];
  readonly folders: readonly string[];
  /** Names of what was left out as litter. */
  readonly litter: readonly string[];
  readonly problems: readonly FolderProblem[];
}

/** What becomes of one name in a folder. */
type Finding =
  | { readonly kind: 'file'; readonly file: LocalFile }
  | { readonly kind: 'link'; readonly link: SourceLink }
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 'litter'; readonly name: string }
  | { readonly kind: 'problem'; readonly problem: FolderProblem };

/** A tree that is walked. */
export interface WalkedTree {
  /** Where it really lies. */
  readonly root: string;
  readonly rules: WalkRules;
  readonly pace: DiskPace;
  /** Gives signals and timers their turn, where they have waited for long. */
  readonly breathe: () => Promise<void>;
}

/**
 * Reads one folder of a tree. What cannot be pushed is told, never thrown.
 * @param at its path from the root on; '' for the root
 */
export async function readFolder(tree: WalkedTree, at: string): Promise<FolderContent> {
  const { root, rules } = tree;
  const metAtMs = Date.now();
  const listed = await listNames(localPath(root, at), tree.pace).catch((error: unknown) => error);
  if (!Array.isArray(listed)) return sorted(at, [problem(at, `${reasonOf(listed)}.`)]);
  const siblings = new Set(listed.map(({ name }) => name));
  const findings: Finding[] = [];
  for (let index = 0; index < listed.length; index += LOOKS_AT_ONCE) {
    await tree.breathe();
    const some = listed.slice(index, index + LOOKS_AT_ONCE);
    const looks = some.map((one): Finding | Promise<Finding> => {
      const path = at === '' ? one.name : `${at}/${one.name}`;
      if (one.isBroken) return problem(path, BROKEN_NAME);
      if (!rules.takesLitter && one.entry.isFile() && isLitter(one.name, siblings)) {
        return { kind: 'litter', name: one.name };
      }
      return lookAt({ ...tree, path, metAtMs }, one.entry);
    });
    // What was found at once costs no turn.
    for (const look of looks) findings.push(look instanceof Promise ? await look : look);
  }
  return sorted(at, findings);
}

const BROKEN_NAME =
  'Its name is no valid Unicode (shown with \\x for each such byte). Rename it, and push again.';

interface Listed {
  readonly name: string;
  readonly entry: Dirent;
  readonly isBroken: boolean;
}

/** The names in a folder; those that are no text are told apart from those that hold U+FFFD. */
async function listNames(folder: string, pace: DiskPace): Promise<Listed[]> {
  const options = { withFileTypes: true } as const;
  const entries = pace.isQuick()
    ? pace.call(() => readdirSync(folder, options))
    : await readdir(folder, options);
  if (!entries.some(({ name }) => name.includes(REPLACEMENT))) {
    return entries.map((entry) => ({ name: entry.name, entry, isBroken: false }));
  }
  const raw = await readdir(folder, { withFileTypes: true, encoding: 'buffer' });
  return raw.map((entry) => {
    const name = entry.name.toString('utf8');
    const isBroken = !Buffer.from(name).equals(entry.name);
    // Only its methods are used, which do not depend on how its name is kept.
    return {
      name: isBroken ? escaped(entry.name) : name,
      entry: entry as unknown as Dirent,
      isBroken,
    };
  });
}

function escaped(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) =>
    byte >= 0x20 && byte < 0x7f
      ? String.fromCharCode(byte)
      : `\\x${byte.toString(16).padStart(2, '0')}`,
  ).join('');
}

interface Place extends WalkedTree {
  readonly path: string;
  readonly metAtMs: number;
}

function lookAt(place: Place, entry: Dirent): Finding | Promise<Finding> {
  const { root, path, rules, pace } = place;
  if (entry.isDirectory()) return { kind: 'folder', path };
  if (entry.isSymbolicLink()) {
    if (!rules.keepsUnixTraits) return problem(path, NO_LINKS);
    return readLink(root, path).catch((error: unknown) => unreadable(path, error));
  }
  if (!entry.isFile()) return problem(path, `It is ${specialOf(entry)}, not a file. Take it away.`);
  if (pace.isQuick()) return pace.call(() => readFileNow(place));
  return readFile(place).catch((error: unknown) => unreadable(path, error));
}

function unreadable(path: string, error: unknown): Finding {
  return problem(path, `${reasonOf(error)}.`);
}

const NO_LINKS =
  'It is a symbolic link, which a book cannot hold. Put what it points at in its place.';

async function readLink(root: string, path: string): Promise<Finding> {
  const bytes = await readlink(localPath(root, path), { encoding: 'buffer' });
  const text = bytes.toString('utf8');
  if (!Buffer.from(text).equals(bytes)) {
    return problem(
      path,
      `It points at ${escaped(bytes)}, which is no valid Unicode. Mend the link.`,
    );
  }
  const target = process.platform === 'win32' ? text.replaceAll('\\', '/') : text;
  return { kind: 'link', link: { kind: 'link', path, target } };
}

async function readFile(place: Place): Promise<Finding> {
  const local = localPath(place.root, place.path);
  const met = await lstat(local, { bigint: true });
  if (mayBeClosed(met)) await access(local, constants.R_OK);
  return fileFound(place, met);
}

function readFileNow(place: Place): Finding {
  const local = localPath(place.root, place.path);
  try {
    const met = lstatSync(local, { bigint: true });
    if (mayBeClosed(met)) accessSync(local, constants.R_OK);
    return fileFound(place, met);
  } catch (error) {
    return unreadable(place.path, error);
  }
}

/** Only where it may be closed to us is it worth a further call. */
function mayBeClosed({ mode }: BigIntStats): boolean {
  return (Number(mode) & READABLE_BY_ALL) === 0;
}

function fileFound({ path, rules, metAtMs }: Place, met: BigIntStats): Finding {
  const { size, mode, mtimeNs, ctimeNs, ino } = met;
  const executable = rules.keepsUnixTraits && (Number(mode) & EXECUTABLE_BY_OWNER) !== 0;
  const about = { kind: 'file', path, sizeBytes: Number(size), executable } as const;
  return { kind: 'file', file: { ...about, mtimeNs, ctimeNs, inode: ino, metAtMs } };
}

function specialOf(entry: Dirent): string {
  if (entry.isSocket()) return 'a socket';
  if (entry.isFIFO()) return 'a named pipe';
  return 'a device';
}

function problem(path: string, detail: string): Finding {
  return { kind: 'problem', problem: { path, detail } };
}

/** Why a call of the file system failed, without the full stop. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return 'It cannot be read: permission denied';
    case 'ENOENT':
      return 'It went away while the folder was being read. Push again once the folder is at rest';
    default:
      return `It cannot be read: ${error instanceof Error ? error.message : error}`;
  }
}

function sorted(path: string, findings: readonly Finding[]): FolderContent {
  const files: LocalFile[] = [];
  const links: SourceLink[] = [];
  const folders: string[] = [];
  const litter: string[] = [];
  const problems: FolderProblem[] = [];
  for (const one of findings) {
    switch (one.kind) {
      case 'file':
        files.push(one.file);
        break;
      case 'link':
        links.push(one.link);
        break;
      case 'folder':
        folders.push(one.path);
        break;
      case 'litter':
        litter.push(one.name);
        break;
      case 'problem':
        problems.push(one.problem);
        break;
    }
  }
  return { path, files, links, folders, litter, problems };
}
