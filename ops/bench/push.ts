import path from 'node:path';
import type { Bench, Comparison, Side } from './bench.ts';
import { type BenchFolder, makeLargeFolder, makeSmallFolder } from './push/folders.ts';
import { type Ground, prepareGround, requireWhole } from './push/ground.ts';

const CREATE = ['--create', '--language', 'tr', '--category', 'science', '--book-version', '1.0'];
/** As their manuals advise for many small files; s5cmd has 256 workers by itself. */
const RCLONE = ['--transfers', '32', '--checkers', '32'];
const RUNS = 5;
const MB = 1_000_000;

/** Whole folders to and from one MinIO, against rclone and s5cmd. */
export const pushBench: Bench = {
  name: 'push',
  summary: 'dcs push and pull of real folders on one MinIO, against rclone and s5cmd',
  async run(measure) {
    const ground = await prepareGround();
    try {
      const small = await makeSmallFolder(path.join(ground.folder, 'small'));
      const large = await makeLargeFolder(path.join(ground.folder, 'large'));
      for (const folder of [small, large]) {
        await measure(pushAnew(ground, folder));
        await measure(await pushAgain(ground, folder));
        await measure(await pullAll(ground, folder));
      }
    } finally {
      await ground.stop();
    }
  },
};

/** What a folder is counted in: files where they are many, bytes where they are large. */
function unitOf({ files, bytes }: BenchFolder) {
  return files > 100 ? { unit: 'files', units: files } : { unit: 'MB', units: bytes / MB };
}

function named(what: string, { files, bytes }: BenchFolder): string {
  return `${what} ${files} files, ${Math.round(bytes / MB)} MB`;
}

/** Everything is hashed and sent; nothing is known from before. */
function pushAnew(ground: Ground, folder: BenchFolder): Comparison {
  const { unit, units } = unitOf(folder);
  let made = 0;
  let book = '';
  const subject: Side = {
    name: 'dcs push',
    async before() {
      made += 1;
      book = `Bench/${path.basename(folder.path)} ${made}`;
    },
    async run() {
      await ground.dcs(['push', folder.path, book, ...CREATE], path.join(ground.folder, book));
      return units;
    },
    async after() {
      await requireWhole(ground, `store:books/${book}`, folder);
      await ground.rclone('purge', `store:books/${book}`);
    },
  };
  const rival = (name: string, copy: () => Promise<string>): Side => ({
    name,
    async run() {
      await copy();
      return units;
    },
    async after() {
      await requireWhole(ground, 'store:rivals/copy', folder);
      await ground.rclone('purge', 'store:rivals/copy');
    },
  });
  const baselines = [
    rival('rclone copy', () => ground.rclone('copy', ...RCLONE, folder.path, 'store:rivals/copy')),
    rival('s5cmd cp', () => ground.s5cmd('cp', `${folder.path}/`, 's3://rivals/copy/')),
  ];
  return { figure: named('push', folder), unit, subject, baselines, runs: RUNS };
}

/** Nothing has changed since the last push. */
async function pushAgain(ground: Ground, folder: BenchFolder): Promise<Comparison> {
  const { unit, units } = unitOf(folder);
  const book = await publish(ground, folder);
  await ground.rclone('copy', ...RCLONE, folder.path, `store:rivals/${path.basename(folder.path)}`);
  return {
    figure: named('push again', folder),
    unit,
    subject: {
      name: 'dcs push',
      async run() {
        await ground.dcs(['push', folder.path, book]);
        return units;
      },
    },
    baselines: [
      {
        name: 'rclone sync --checksum',
        async run() {
          await ground.rclone(
            'sync',
            '--checksum',
            ...RCLONE,
            folder.path,
            `store:rivals/${path.basename(folder.path)}`,
          );
          return units;
        },
      },
    ],
    runs: RUNS,
  };
}

/** Into an empty folder, verified on our side. */
async function pullAll(ground: Ground, folder: BenchFolder): Promise<Comparison> {
  const { unit, units } = unitOf(folder);
  const book = await publish(ground, folder);
  let pulls = 0;
  const side = (name: string, copy: (into: string) => Promise<string>): Side => {
    let into = '';
    return {
      name,
      async before() {
        pulls += 1;
        into = path.join(ground.folder, `${path.basename(folder.path)} pulled ${pulls}`);
      },
      async run() {
        await copy(into);
        return units;
      },
      async after() {
        await requireWhole(ground, into, folder);
        // Not of many files: ext4 passes over what was deleted in the last minutes, one by one for each
        // file that is made, which takes longer than all else.
        if (unit === 'MB') await ground.remove(into);
      },
    };
  };
  return {
    figure: named('pull', folder),
    unit,
    subject: side('dcs pull', (into) => ground.dcs(['pull', book, into])),
    baselines: [
      side('rclone copy down', (into) =>
        ground.rclone('copy', ...RCLONE, `store:rivals/${path.basename(folder.path)}`, into),
      ),
    ],
    runs: RUNS,
  };
}

async function publish(ground: Ground, folder: BenchFolder): Promise<string> {
  const book = `Bench/${path.basename(folder.path)}`;
  await ground.dcs(['push', folder.path, book, ...CREATE]);
  return book;
}
