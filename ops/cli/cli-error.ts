import type { Outcome } from './exit-codes.ts';

/** Something expected went wrong. The message says what, and what to do, in whole sentences. */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly outcome: Exclude<Outcome, 'done'>;

  constructor(outcome: Exclude<Outcome, 'done'>, message: string, options?: ErrorOptions) {
    super(message, options);
    this.outcome = outcome;
  }
}
