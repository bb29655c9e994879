import { appendFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';

/** A test that failed, or what else counts as one. */
export interface Failure {
  /** Where to find it, as `ops/test/tally.test.ts > is told in words`. */
  readonly name: string;
  /** Of any length; colours may be in it. */
  readonly message: string;
}

/** What became of the tests. */
export interface Tally {
  readonly passed: number;
  readonly failures: readonly Failure[];
  readonly skipped: number;
}

export const NOTHING: Tally = { passed: 0, failures: [], skipped: 0 };
export const ONE_PASSED: Tally = { ...NOTHING, passed: 1 };
export const ONE_SKIPPED: Tally = { ...NOTHING, skipped: 1 };

export function oneFailed(name: string, message: string): Tally {
  return { ...NOTHING, failures: [{ name, message }] };
}

export function sum(tallies: readonly Tally[]): Tally {
  return {
    passed: tallies.reduce((all, one) => all + one.passed, 0),
    failures: tallies.flatMap((one) => one.failures),
    skipped: tallies.reduce((all, one) => all + one.skipped, 0),
  };
}

/** `12 passed, 0 failed`, and how many were skipped if any were. */
export function inWords({ passed, failures, skipped }: Tally): string {
  const words = `${passed} passed, ${failures.length} failed`;
  return skipped === 0 ? words : `${words}, ${skipped} skipped`;
}

/** Nothing at all is no success. */
export function isGood({ passed, failures, skipped }: Tally): boolean {
  return failures.length === 0 && passed + skipped > 0;
}

/** Adds a line `passed failed skipped` to the file, for who sums several runs. */
export function appendTally(file: string, { passed, failures, skipped }: Tally): void {
  appendFileSync(file, `${passed} ${failures.length} ${skipped}\n`);
}

/** Adds what failed to the file, for who tells it once more at the end of a long log. */
export function appendFailures(file: string, { failures }: Tally): void {
  appendFileSync(file, failures.map(inShort).join(''));
}

const MESSAGE_LINES = 3;
const LINE_LENGTH = 300;

/** The name and the first lines of the message, each cut where it is long. */
function inShort({ name, message }: Failure): string {
  const lines = stripVTControlCharacters(message).split(/\r?\n/);
  const told = lines.map((line) => line.trim()).filter((line) => line !== '');
  return [name, ...told.slice(0, MESSAGE_LINES).map((line) => `    ${line}`)]
    .map((line) => `${line.slice(0, LINE_LENGTH)}\n`)
    .join('');
}
