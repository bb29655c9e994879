import type { Side } from '../bench.ts';
import type { BenchFolder } from '../push/folders.ts';
import { type Ground, requireWhole } from '../push/ground.ts';
import { prepareMc } from './mc.ts';

const MASTER = 'rivals/master';
/** As its manual advises for many small files; the others choose by themselves. */
const RCLONE = ['--transfers', '32', '--checkers', '32'];

/** What else moves a folder from one bucket of the store to another. */
export interface Movers {
  readonly rclone: Side;
  readonly s5cmd: Side;
  readonly mc: Side;
}

export async function prepareMovers(ground: Ground, folder: BenchFolder): Promise<Movers> {
  const mc = await prepareMc(ground);
  await ground.rclone('mkdir', 'store:moved');
  await ground.s5cmd('cp', `${folder.path}/`, `s3://${MASTER}/`);
  let moves = 0;
  /** Every move has a folder of its own, and none is removed: see `pullAll`. */
  const side = (name: string, move: (place: string) => Promise<unknown>): Side => {
    let place = '';
    return {
      name,
      async before() {
        moves += 1;
        place = `move-${moves}`;
        await ground.s5cmd('cp', `s3://${MASTER}/*`, `s3://rivals/${place}/`);
      },
      async run() {
        await move(place);
        return folder.files;
      },
      async after() {
        await requireWhole(ground, `store:moved/${place}`, folder);
        await requireWhole(ground, `store:rivals/${place}`, { ...folder, files: 0, bytes: 0 });
      },
    };
  };
  return {
    rclone: side('rclone move', (place) =>
      ground.rclone('move', ...RCLONE, `store:rivals/${place}`, `store:moved/${place}`),
    ),
    s5cmd: side('s5cmd mv', (place) =>
      ground.s5cmd('mv', `s3://rivals/${place}/*`, `s3://moved/${place}/`),
    ),
    mc: side('mc mv', (place) =>
      mc('mv', '--recursive', `store/rivals/${place}/`, `store/moved/${place}/`),
    ),
  };
}
