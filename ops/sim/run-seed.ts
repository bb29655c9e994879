import { createReadingCache } from '../../api/content/reading/reading-cache.ts';
import { act } from './actors.ts';
import { Draws } from './draws.ts';
import { CALM, WEATHERS, type Weather } from './faults.ts';
import type { Gate } from './gate.ts';
import { heal } from './heal.ts';
import { checkAlways, checkHealed } from './invariants.ts';
import { MemoryStore } from './memory-store.ts';
import { Model } from './model.ts';
import { type Actor, type Scene, sceneOf } from './scenario.ts';
import { Scheduler } from './scheduler.ts';
import type { SimDatabase } from './sim-database.ts';
import type { Snapshot } from './snapshot.ts';
import { Violation } from './violation.ts';
import { takeTime } from './virtual-time.ts';
import { createBooks, simPorts, type World } from './world.ts';

const START_MS = Date.UTC(2026, 2, 1, 9);

/** A seed, and what of its scenario is left out. */
export interface Scenario {
  readonly seed: number;
  /** Names of commands that are not given, and keys of gates at which nothing goes wrong. */
  readonly without: ReadonlySet<string>;
}

/** What became of a scenario. */
export interface Outcome {
  readonly violation: Violation | undefined;
  readonly steps: number;
  readonly trace: readonly string[];
  /** What can be left out: the names of its commands, and the keys of its faults. */
  readonly commands: readonly string[];
  readonly faults: readonly string[];
}

/** Runs a scenario, and then the days in which all has to come right. */
export async function runSeed(database: SimDatabase, scenario: Scenario): Promise<Outcome> {
  const { seed, without } = scenario;
  await database.reset();
  const trace: string[] = [];
  const draws = new Draws(seed);
  const { first, actors: all } = sceneOf(draws);
  const actors = leaveOut(all, without);
  const run = prepare(database, { draws, spared: without, trace });
  const giveBack = takeTime(run.world.scheduler);
  let violation: Violation | undefined;
  try {
    await play(run, { first, actors }, trace);
  } catch (error) {
    if (!(error instanceof Violation))
      throw new Error(`Seed ${seed}: ${trace.at(-1)}`, { cause: error });
    violation = error;
  } finally {
    giveBack();
  }
  const { faultKeys, steps } = run.world.scheduler;
  const commands = actors.flatMap((actor) => actor.commands.map(({ name }) => name));
  return { violation, steps, trace, commands, faults: faultKeys };
}

function leaveOut(actors: readonly Actor[], without: ReadonlySet<string>): Actor[] {
  return actors.map(({ name, commands }) => ({
    name,
    commands: commands.filter((command) => !without.has(command.name)),
  }));
}

interface Run {
  readonly world: World;
  setWeather(weather: Weather): void;
  /** Multipart uploads that were ever noted. */
  readonly noted: ReadonlySet<string>;
  snapshot(): Promise<Snapshot>;
}

async function play(
  { world, setWeather, noted, snapshot }: Run,
  { first, actors }: Scene,
  trace: string[],
) {
  const { scheduler } = world;
  trace.push('-- books are made');
  scheduler.start(async () => {
    await createBooks(world);
    await act(world, { name: 'first', commands: first });
  });
  await scheduler.run();
  trace.push('-- the scenario begins');
  setWeather(world.draws.pick(WEATHERS, 'weather'));
  for (const actor of actors) scheduler.start(() => act(world, actor));
  await scheduler.run();
  trace.push('-- all is well again');
  setWeather(CALM);
  scheduler.start(() => heal(world));
  await scheduler.run();
  checkHealed({ ...world, nowMs: scheduler.nowMs }, await snapshot(), noted);
}

interface Preparation {
  readonly draws: Draws;
  readonly spared: ReadonlySet<string>;
  readonly trace: string[];
}

function prepare(database: SimDatabase, { draws, spared, trace }: Preparation): Run {
  const noted = new Set<string>();
  let weather = CALM;
  let known: Snapshot | undefined;
  const look = async (): Promise<Snapshot> => {
    known = await database.snapshot();
    world.model.learn(known, scheduler.nowMs);
    for (const id of known.multiparts) noted.add(id);
    return known;
  };
  const scheduler: Scheduler = new Scheduler({
    draws,
    spared,
    startMs: START_MS,
    weather: () => weather,
    beforeStep: ({ kind }) =>
      kind === 'query' || kind === 'transaction'
        ? database.setNow(scheduler.nowMs)
        : Promise.resolve(),
    async afterStep({ kind }: Gate) {
      const hasChanged = database.takeChanged();
      const snapshot = hasChanged || !known ? await look() : known;
      if (!hasChanged && kind === 'query') return;
      checkAlways({ ...world, nowMs: scheduler.nowMs }, snapshot);
    },
    trace: (line) => trace.push(line),
  });
  const ports = simPorts();
  const world: World = {
    draws,
    scheduler,
    database,
    store: new MemoryStore(() => scheduler.nowMs),
    model: new Model(),
    ports,
    books: [],
    caches: [createReadingCache(ports.headCacheMs), createReadingCache(ports.headCacheMs)],
    urls: [],
  };
  return {
    world,
    noted,
    snapshot: look,
    setWeather(next) {
      weather = next;
    },
  };
}
