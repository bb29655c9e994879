import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { View } from './book.ts';
import { PHASES } from './phases.ts';
import { spread } from './points.ts';
import { type Service, startService } from './service.ts';
import { ALL_DONE_MS, createTrial } from './trial.ts';

/** Points of each phase. One of them again: `-t 'trash (without|point 304|in the end)'`. */
const POINTS = Number(process.env.DCS_E2E_KILL_POINTS ?? 2);

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

describe.each(PHASES.map((phase, index) => ({ ...phase, seed: index + 1 })))(
  'kill -9 during $name',
  (phase) => {
    const trial = createTrial(phase, () => service);
    const points = spread(POINTS, phase.seed);
    let steps = 0;

    it('without it, all is as it should be, and its steps are counted', async () => {
      const book = await trial.prepare(0);
      service.moments.begin();
      await phase.act(book, service);
      steps = service.moments.count;
      service.moments.begin();
      await trial.expectDone(book);
    });

    it.each(points)('point $number', async ({ number, share }) => {
      const book = await trial.prepare(number);
      let last = '';
      let seen: View | undefined;
      const kill = (what: string) => {
        last = what;
        service.kill(async () => {
          seen = await book.view();
        });
        return false;
      };
      const moment = 1 + Math.floor(share * steps);
      service.moments.begin({ moment, act: ({ what }) => kill(what) });
      await phase.act(book, service);
      service.moments.begin();
      // There were fewer steps than had been counted.
      if (last === '') kill('when all was done');
      // Whoever asks again changes nothing.
      await phase.act(book, service);
      expect([phase.before(book), phase.after(book)], `it died ${last}`).toContainEqual(seen);
      await trial.expectDone(book);
    });

    it(
      'in the end nothing is missing, and nothing left over',
      () => trial.expectNothingLeft(),
      ALL_DONE_MS,
    );
  },
);
