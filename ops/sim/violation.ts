/** Something that must hold does not. */
export class Violation extends Error {
  override readonly name = 'Violation';
  /** The same for all that is wrong in the same way. */
  readonly rule: string;

  constructor(rule: string, detail: string, cause?: unknown) {
    super(`${rule}: ${detail}`, { cause });
    this.rule = rule;
  }
}
