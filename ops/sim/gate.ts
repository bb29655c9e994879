/** Where something leaves its process: what is behind it is done at one stroke. */
export type GateKind = 'query' | 'transaction' | 'blob' | 'client' | 'timer' | 'time';

export interface Gate {
  readonly process: Process;
  readonly kind: GateKind;
  /** The same in each run of the scenario, also when others are left out. */
  readonly key: string;
  readonly label: string;
  readonly run: () => Promise<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
  readonly priority: number;
  /** Of a gate of time: how much passes. */
  readonly passes: number;
  /** Not before this moment of the simulated time. */
  notBeforeMs: number;
  hasStalled: boolean;
}

/** What can die alone: a request, or a worker's tick. */
export class Process {
  readonly name: string;
  isDead = false;
  /** How far its clock is ahead of the true time. */
  clockOffsetMs = 0;
  gates = 0;
  /** When it began, in the simulated time. */
  readonly bornMs: number;
  readonly died = Promise.withResolvers<never>();

  constructor(name: string, bornMs: number) {
    this.name = name;
    this.bornMs = bornMs;
    this.died.promise.catch(() => {}); // not everybody waits for it
  }
}
