import fc from 'fast-check';
import { it } from 'vitest';
import { systemIds } from '../adapters/system.ts';
import type { Ask, Entry } from '../testing/folder-model.ts';
import { LifeChecks } from '../testing/life-checks.ts';
import { type LifeCommand, lifeCommand, type On } from '../testing/life-commands.ts';
import { LifeRunner } from '../testing/life-runner.ts';
import { LifeWorld } from '../testing/life-world.ts';
import { LIFE_SETTINGS, ModelledLife } from '../testing/modelled-life.ts';

/** More of them: `LIFE_RUNS=200`; those of a run that failed: `LIFE_SEED=` and what it printed. */
const RUNS = Number(process.env.LIFE_RUNS ?? 10);
const SEED = process.env.LIFE_SEED;
const MOST_COMMANDS = 40;
const LONG = { minLength: 30, maxLength: MOST_COMMANDS };
/** Shrinking ends by then, so that what failed is told before the test's own time is over. */
const LIMIT_MS = 9000 * RUNS;
const TIMEOUT_MS = LIMIT_MS + 30_000;

/** @param finalize false to leave the upload open */
function push(on: On, text: string, finalize = true): LifeCommand {
  const file: Entry = { kind: 'file', text, size: text.length, executable: false };
  const ask: Ask = { mode: 'replace', entries: [['a', file]], remove: [] };
  return { do: 'push', on, ask, finalize };
}

/** Enough that whatever is done next is done to something. */
const beginning: readonly LifeCommand[] = [
  { do: 'create', name: 0, status: 'published' },
  { do: 'create', name: 2, status: 'draft' },
  ...[{ book: 1 }, { book: 0 }, { build: 0 }].map((on) => push(on, 'one')),
];

/** What chance seldom comes to. */
const seldom: readonly LifeCommand[] = [
  // Purged with an upload left open.
  push({ book: 0 }, 'two', false),
  { do: 'delete', on: { book: 0 } },
  { do: 'purge', pick: 0 },
  { do: 'tick' },
  { do: 'finalize', on: { book: 0 }, isPostedAgain: false },
  // A plan that alone holds bytes, when the revision that showed them goes.
  ...['two', ''].map((text) => push({ book: 1 }, text)),
  { do: 'pass', time: '3 days' },
  { do: 'pass', time: '3 days' },
  push({ book: 1 }, 'one', false),
  { do: 'pass', time: '3 days' },
  { do: 'pass', time: '9 hours' },
  { do: 'finalize', on: { book: 1 }, isPostedAgain: false },
  // Bytes of a revision that went, not yet swept.
  ...['two', ''].map((text) => push({ build: 0 }, text)),
  { do: 'pass', time: '8 days' },
  push({ build: 0 }, 'one'),
  // Deleted before it was quite back.
  ...(['delete', 'restore', 'delete'] as const).map(
    (act): LifeCommand =>
      act === 'delete' ? { do: act, on: { build: 0 } } : { do: act, pick: 0, as: null },
  ),
  { do: 'purge', pick: 1 },
];

async function live(commands: readonly LifeCommand[]): Promise<void> {
  // All test files share the store.
  const mark = systemIds.gen();
  const world = await LifeWorld.open(LIFE_SETTINGS);
  try {
    const life = new ModelledLife(world);
    const checks = new LifeChecks(life);
    const runner = new LifeRunner(life, mark);
    for (const command of [...beginning, ...commands]) {
      await runner.run(command);
      await checks.look();
    }
    await checks.lookAtAll();
    await checks.lookAtEnd(mark);
  } finally {
    await world.close();
  }
}

it('whatever is pushed, renamed, deleted, restored and purged, users see what a few maps come to', {
  timeout: TIMEOUT_MS,
}, async () => {
  // Bias would make most lives too short; what fails is shrunk to as little as there can be.
  const lives = fc.oneof(
    { withCrossShrink: true },
    { weight: 1, arbitrary: fc.array(lifeCommand, { maxLength: MOST_COMMANDS, size: 'max' }) },
    { weight: 9, arbitrary: fc.array(lifeCommand, { ...LONG, size: 'max' }) },
  );
  await fc.assert(fc.asyncProperty(fc.noBias(lives), live), {
    numRuns: RUNS,
    examples: [[[...seldom]]],
    ...(SEED === undefined ? {} : { seed: Number(SEED) }),
    plugins: [fc.interruptAfterTimeLimit(LIMIT_MS)],
  });
});
