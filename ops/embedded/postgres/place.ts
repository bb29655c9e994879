import { createHash } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { codeOf, EmbeddedPostgresError } from './errors.ts';
import { canEnter, type Identity, isRoot, NOBODY } from './privileges.ts';

/** Others may pass through, not look around or write. */
const PASSAGE = 0o711;

/** Where the system keeps temporary files over a restart (the Filesystem Hierarchy Standard). */
const LASTING_TEMP = '/var/tmp';

export interface Place {
  /** `dataDir/postgres`: the owner files are always here. */
  lockFolder: string;
  /** Holds `data` (the cluster), `password`, and a copy of the programs where one is needed. */
  home: string;
  /** The cluster itself, PostgreSQL's data directory. */
  data: string;
  identity: Identity | undefined;
  notes: string[];
}

/**
 * Finds the folder of the cluster, and the user PostgreSQL runs as: ours, or 65534 when we are root.
 * Where that user cannot enter the data directory, the cluster lives in /var/tmp under a name made
 * from the data directory's real path.
 *
 * @throws EmbeddedPostgresError `UNSAFE_FOLDER`, `UNREACHABLE`, `MISSING_CLUSTER`
 */
export function findPlace(dataDir: string): Place {
  const lockFolder = makeLockFolder(dataDir);
  const nearby = { lockFolder, home: lockFolder, data: join(lockFolder, 'data'), notes: [] };
  if (existsSync(nearby.data)) return { ...nearby, identity: ownerOf(nearby.data) };
  if (!isRoot()) return { ...nearby, identity: undefined };

  const moved = movedFolder(realpathSync(dataDir));
  const pointer = join(lockFolder, 'moved-to.txt');
  if (!existsSync(pointer) && canEnter(lockFolder, NOBODY)) return { ...nearby, identity: NOBODY };
  checkPointer(pointer, moved, dataDir);
  makeSafeFolder(moved);
  const note =
    `The database is kept in ${moved}, because PostgreSQL does not run as root and its user ` +
    `${NOBODY.uid} cannot enter ${dataDir}. For a database beside its files, use a data directory ` +
    'that every user can enter (mode 0755, its parents too), or start as another user than root.';
  return { lockFolder, home: moved, data: join(moved, 'data'), identity: NOBODY, notes: [note] };
}

/** To be called once the moved cluster exists, so that a lost one is noticed and never replaced. */
export function rememberMove(place: Place): void {
  if (place.home === place.lockFolder) return;
  writeFileSync(join(place.lockFolder, 'moved-to.txt'), `${place.home}\n`);
}

function movedFolder(realDataDir: string): string {
  const hash = createHash('sha256').update(realDataDir).digest('hex').slice(0, 16);
  return join(LASTING_TEMP, `dream-central-storage-${hash}`);
}

function makeLockFolder(dataDir: string): string {
  const folder = join(dataDir, 'postgres');
  try {
    const isNew = mkdirSync(folder, { recursive: true }) !== undefined;
    if (isNew) chmodSync(folder, PASSAGE);
    accessSync(folder, constants.W_OK);
    return join(realpathSync(dataDir), 'postgres');
  } catch (error) {
    if (codeOf(error) !== 'EACCES' && codeOf(error) !== 'EPERM') throw error;
    throw unreachable(folder, error);
  }
}

function ownerIfVisible(folder: string): number | undefined {
  try {
    return statSync(folder).uid;
  } catch {
    return undefined; // hidden from us, which the message says anyway
  }
}

/** The user of a cluster that exists: whoever made it must go on running it. */
function ownerOf(data: string): Identity | undefined {
  const { uid, gid } = statSync(data);
  if (isRoot()) {
    const identity = uid === 0 ? NOBODY : { uid, gid };
    if (uid === 0 || !canEnter(data, identity)) throw unreachable(data, undefined);
    return identity;
  }
  if (process.getuid !== undefined && uid !== process.getuid()) throw unreachable(data, undefined);
  return undefined;
}

function unreachable(folder: string, cause: unknown): EmbeddedPostgresError {
  const owner = ownerIfVisible(folder);
  return new EmbeddedPostgresError(
    `The database folder ${folder}${owner === undefined ? '' : ` (of user ${owner})`} cannot be ` +
      `used by user ${isRoot() ? NOBODY.uid : process.getuid?.()}, as which PostgreSQL would run. ` +
      'Start as the user who made it, make the folders above it accessible, or choose another data directory.',
    { code: 'UNREACHABLE', cause },
  );
}

function checkPointer(pointer: string, moved: string, dataDir: string): void {
  if (!existsSync(pointer)) return;
  const before = readFileSync(pointer, 'utf8').trim();
  if (before === moved && existsSync(join(moved, 'data'))) return;
  throw new EmbeddedPostgresError(
    `The database of ${dataDir} was kept in ${before}, and is ${before === moved ? 'gone' : `now expected in ${moved}`}. ` +
      `Bring it there, or delete ${pointer} to begin with an empty one.`,
    { code: 'MISSING_CLUSTER' },
  );
}

/**
 * Makes `folder`, or accepts it if only root can have filled it: anybody may create names in
 * /var/tmp, and could put a folder or a link of their own where we are going to look.
 */
function makeSafeFolder(folder: string): void {
  try {
    mkdirSync(folder, { mode: PASSAGE });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
  const found = lstatSync(folder);
  if (!found.isDirectory() || found.uid !== process.getuid?.() || (found.mode & 0o066) !== 0) {
    const mode = (found.mode & 0o777).toString(8).padStart(4, '0');
    throw new EmbeddedPostgresError(
      `${folder} would hold the database, but it is not safe: ${found.isDirectory() ? 'a folder' : 'not a folder'} ` +
        `of user ${found.uid} with mode ${mode}, where a folder of ours with mode 0711 is needed. ` +
        'Look who made it, remove it, and start again; or choose a data directory every user can enter.',
      { code: 'UNSAFE_FOLDER' },
    );
  }
  chmodSync(folder, PASSAGE); // whatever the umask made of it; ours, so no link can be meant
}
