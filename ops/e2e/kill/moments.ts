/** A step of the service's work: something on its way to one of its servers, or back. */
export interface Step {
  /** As `before PUT /books/…` or `after commit`. */
  readonly what: string;
  /** Of PostgreSQL's. */
  readonly isInTransaction: boolean;
}

/** @returns whether the step may go on; what may not never arrives */
export type Gate = (step: Step) => boolean | Promise<boolean>;

/** Numbers the steps of some work, from 1, so that something can happen at any one of them. */
export interface Moments {
  /** Of those since it was begun. */
  readonly count: number;
  /**
   * Begins anew. At the step of that number, if it comes, `act` has its turn.
   * @param which steps count; all unless given
   */
  begin(
    at?: { readonly moment: number; readonly act: Gate },
    which?: (step: Step) => boolean,
  ): void;
  readonly gate: Gate;
}

export function createMoments(): Moments {
  let count = 0;
  let moment = 0;
  let act: Gate = () => true;
  let isCounted = (_step: Step) => true;
  return {
    get count() {
      return count;
    },
    begin(at, which = () => true) {
      count = 0;
      moment = at?.moment ?? 0;
      act = at?.act ?? (() => true);
      isCounted = which;
    },
    gate(step) {
      if (!isCounted(step)) return true;
      count += 1;
      return count === moment ? act(step) : true;
    },
  };
}
