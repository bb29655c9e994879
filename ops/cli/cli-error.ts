import type { Outcome } from './exit-codes.ts';

/** One path something is wrong with. */
export interface PathProblem {
  /** From the folder on, with `/`. */
  readonly path: string;
  /** What is wrong, and what to do: whole sentences. */
  readonly detail: string;
}

interface CliErrorOptions extends ErrorOptions {
  /** Told below the message, one a line. */
  readonly problems?: readonly PathProblem[];
}

/** Something expected went wrong. The message says what, and what to do, in whole sentences. */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly outcome: Exclude<Outcome, 'done'>;
  readonly problems: readonly PathProblem[];

  constructor(outcome: Exclude<Outcome, 'done'>, message: string, options: CliErrorOptions = {}) {
    super(message, options);
    this.outcome = outcome;
    this.problems = options.problems ?? [];
  }
}
