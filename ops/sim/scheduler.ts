import { AsyncLocalStorage } from 'node:async_hooks';
import type { Draws } from './draws.ts';
import { type Fault, faultAt, injectedError, type Weather } from './faults.ts';
import { type Gate, type GateKind, Process } from './gate.ts';

/** The process that was asked has died; nobody knows how far it came. */
export class CrashedError extends Error {
  override readonly name = 'CrashedError';
}

/** What a gate is for, and how much time passes with it. */
type GateOf = Pick<Gate, 'kind' | 'label'> & Partial<Pick<Gate, 'passes'>>;

type Left = Pick<Gate, 'kind' | 'label' | 'run' | 'key'>;

export interface SchedulerOptions {
  readonly draws: Draws;
  /** How much goes wrong now. */
  weather(): Weather;
  /** Keys of gates at which nothing goes wrong. */
  readonly spared: ReadonlySet<string>;
  readonly startMs: number;
  /** Called before what a gate stands for is done. */
  beforeStep(gate: Gate): Promise<void>;
  /** Called after it, with what went on by then. */
  afterStep(gate: Gate): Promise<void>;
  /** Told of each step. */
  trace(line: string): void;
}

/** Those which wait for time to pass are not to be waited for by it. */
const PACE: Partial<Record<GateKind, number>> = { time: 0.6 };
const MOVING_STEPS = 0.2;
const MOST_MS_A_STEP = 100;
/**
 * How long a request or a tick may hang and still go on: a prefix that died meanwhile is swept once
 * more a day later. What sleeps longer leaves litter that only `reconcile` finds.
 */
const LONGEST_LIFE_MS = 20 * 3_600_000;
/** Far more than any scenario takes. */
const MAX_STEPS = 20_000;

/**
 * Lets exactly one process go on at a time, from one gate to the next, so that a run is the same each
 * time although a real PostgreSQL answers.
 */
export class Scheduler {
  readonly current = new AsyncLocalStorage<Process>();
  readonly faultKeys: string[] = [];
  steps = 0;
  nowMs: number;
  readonly #options: SchedulerOptions;
  #pending: Gate[] = [];
  #actors = 0;
  #failure: { readonly error: unknown } | undefined;

  constructor(options: SchedulerOptions) {
    this.#options = options;
    this.nowMs = options.startMs;
  }

  /** Has an actor take part, who never dies. */
  start(actor: () => Promise<void>): void {
    this.#actors += 1;
    actor()
      .catch((error: unknown) => this.fail(error))
      .finally(() => {
        this.#actors -= 1;
      });
  }

  /** Ends the run with this error. */
  fail(error: unknown): void {
    this.#failure ??= { error };
  }

  /** Runs `work` as a process. @throws CrashedError when it dies */
  async spawn<T>(name: string, work: (process: Process) => Promise<T>): Promise<T> {
    const process = new Process(name, this.nowMs);
    return this.current.run(process, () => Promise.race([work(process), process.died.promise]));
  }

  /** Waits for its turn, and then does `run`, which others see done at one stroke. */
  gate<T>(process: Process, about: GateOf, run: () => Promise<T>): Promise<T> {
    process.gates += 1;
    const key = `${process.name}:${process.gates}`;
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const priority = this.#options.draws.number(key, 'turn') * (PACE[about.kind] ?? 1);
    // A dead process hangs here, and for ever.
    if (!process.isDead) {
      this.#pending.push({
        passes: 0,
        ...about,
        process,
        key,
        run,
        resolve: resolve as Gate['resolve'], // of what `run` gives
        reject,
        priority,
        notBeforeMs: 0,
        hasStalled: false,
      });
    }
    return promise;
  }

  /** What nobody waits for any more, and is done all the same. */
  leave(gate: Left, { bornMs = this.nowMs, notBeforeMs = 0 } = {}): void {
    const process = new Process(`${gate.key}~`, bornMs);
    this.gate(process, gate, gate.run).catch(() => {});
    const left = this.#pending.at(-1);
    if (left?.process === process) left.notBeforeMs = notBeforeMs;
  }

  /** @returns what takes the gate away again before it is passed */
  timer(process: Process, run: () => void, ms: number): () => void {
    this.gate(process, { kind: 'timer', label: `${ms} ms` }, async () => run()).catch(() => {});
    const gate = this.#pending.at(-1);
    if (gate?.process === process) gate.notBeforeMs = this.nowMs + ms;
    return () => {
      this.#pending = this.#pending.filter((one) => one !== gate);
    };
  }

  /** Goes on until all actors are done and nothing waits. @throws what went wrong */
  async run(): Promise<void> {
    await settled();
    while (this.#actors > 0 || this.#pending.length > 0) {
      const gate = this.#next();
      this.steps += 1;
      if (this.steps > MAX_STEPS) throw new Error('The scenario does not come to an end.');
      this.#pending = this.#pending.filter((one) => one !== gate);
      await this.#options.beforeStep(gate);
      await this.#pass(gate);
      await settled();
      await this.#options.afterStep(gate);
      if (this.#failure) throw this.#failure.error;
    }
  }

  #next(): Gate {
    // Time stands still in most of them: much happens within a millisecond, and the database is told less.
    const pace = this.#options.draws.number(this.steps, 'pace');
    if (pace < MOVING_STEPS) this.nowMs += Math.ceil((pace / MOVING_STEPS) * MOST_MS_A_STEP);
    const [first, ...others] = this.#pending;
    if (!first) throw new Error('All processes wait for something that is no gate.');
    const wakes = Math.min(...this.#pending.map(({ notBeforeMs }) => notBeforeMs));
    this.nowMs = Math.max(this.nowMs, wakes);
    const next = others.reduce((best, one) => (this.#isBefore(one, best) ? one : best), first);
    return this.#pending.find((one) => isTooOld(one, this.nowMs + next.passes)) ?? next;
  }

  #isBefore(one: Gate, two: Gate): boolean {
    const isAwake = ({ notBeforeMs }: Gate) => notBeforeMs <= this.nowMs;
    if (isAwake(one) !== isAwake(two)) return isAwake(one);
    return one.priority > two.priority;
  }

  async #pass(gate: Gate): Promise<void> {
    const fault = this.#faultAt(gate);
    const wrong = fault ? `  ! ${describe(fault)}` : '';
    this.#options.trace(`${this.#stamp()} ${gate.key} ${gate.kind} ${gate.label}${wrong}`);
    switch (fault?.kind) {
      case undefined:
        return settle(gate);
      case 'refused':
        return gate.reject(injectedError(gate));
      case 'unacknowledged':
        await gate.run().then(() => gate.reject(injectedError(gate)), gate.reject);
        return;
      case 'crash':
        return this.#crash(gate, fault.isDone);
      case 'stall':
        gate.hasStalled = true;
        gate.notBeforeMs = Math.min(this.nowMs + fault.ms, gate.process.bornMs + LONGEST_LIFE_MS);
        this.#pending.push(gate);
        return;
      case 'clock':
        gate.process.clockOffsetMs = fault.ms;
        return settle(gate);
    }
  }

  #faultAt(gate: Gate): Fault | undefined {
    const { draws, weather, spared } = this.#options;
    if (gate.hasStalled || spared.has(gate.key)) return undefined;
    const fault = faultAt(draws, gate, weather());
    if (fault) this.faultKeys.push(gate.key);
    return fault;
  }

  async #crash(gate: Gate, isDone: boolean): Promise<void> {
    const { process } = gate;
    if (isDone) await gate.run().catch(() => {});
    // A request that is on its way to the store arrives although nobody waits for it.
    else if (gate.kind === 'blob' && this.#options.draws.chance(0.5, gate.key, 'late')) {
      this.leave(gate, process);
    }
    process.isDead = true;
    this.#pending = this.#pending.filter((one) => one.process !== process);
    process.died.reject(new CrashedError(process.name));
  }

  #stamp(): string {
    return `${String(this.steps).padStart(4)} ${new Date(this.nowMs).toISOString().slice(5, -1)}`;
  }
}

/** Clients may take any time: they hold nothing but URLs. */
function isTooOld({ kind, process }: Gate, nowMs: number): boolean {
  return kind !== 'client' && kind !== 'time' && process.bornMs + LONGEST_LIFE_MS < nowMs;
}

async function settle(gate: Gate): Promise<void> {
  await gate.run().then(gate.resolve, gate.reject);
}

function describe(fault: Fault): string {
  if ('ms' in fault) return `${fault.kind} ${fault.ms / 1000} s`;
  return 'isDone' in fault ? `${fault.kind}, ${fault.isDone ? 'done' : 'not done'}` : fault.kind;
}

/** Everything has run that can run before the next gate. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
