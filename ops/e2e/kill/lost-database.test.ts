import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PHASES } from './phases.ts';
import { spread } from './points.ts';
import { type Service, startService } from './service.ts';
import { ALL_DONE_MS, createTrial } from './trial.ts';

/** Of each phase. At every second one PostgreSQL is restarted, else its backends are terminated. */
const POINTS = 3;
/** What becomes a revision, and what moves or destroys a folder; it is all done in transactions. */
const NAMES = ['finalize', 'trash', 'restore', 'rename', 'purge'];

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

const phases = PHASES.filter(({ name }) => NAMES.includes(name));
describe.each(phases.map((phase, index) => ({ ...phase, seed: index + 11 })))(
  'PostgreSQL lost during a transaction of $name',
  (phase) => {
    const trial = createTrial(phase, () => service);
    const points = spread(POINTS, phase.seed);
    let steps = 0;

    it('without it, all is as it should be, and its steps are counted', async () => {
      const book = await trial.prepare(0);
      service.moments.begin(undefined, ({ isInTransaction }) => isInTransaction);
      await phase.act(book, service);
      steps = service.moments.count;
      service.moments.begin();
      await trial.expectDone(book);
    });

    it.each(points)('point $number', async ({ number, share }) => {
      const book = await trial.prepare(number);
      const isRestarted = number % 2 === 0;
      let last = '';
      const act = async ({ what }: { readonly what: string }) => {
        last = what;
        await (isRestarted ? service.restartDatabase() : service.disconnect());
        return true;
      };
      const moment = 1 + Math.floor(share * steps);
      service.moments.begin({ moment, act }, ({ isInTransaction }) => isInTransaction);
      await phase.act(book, service);
      service.moments.begin();
      await phase.act(book, service);
      expect(last).not.toBe('');
      await trial.expectDone(book);
    });

    it(
      'in the end nothing is missing, and nothing left over',
      () => trial.expectNothingLeft(),
      ALL_DONE_MS,
    );
  },
);
