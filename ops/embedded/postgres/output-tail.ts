import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

const KEPT_LINES = 30;

/** The last lines a program said, for the error message when it fails. */
export class OutputTail {
  readonly #lines: string[] = [];

  constructor(streams: Readable[], onLine?: (line: string) => void) {
    for (const stream of streams) {
      createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY }).on('line', (line) => {
        this.#lines.push(line);
        if (this.#lines.length > KEPT_LINES) this.#lines.shift();
        onLine?.(line);
      });
    }
  }

  says(pattern: RegExp): boolean {
    return this.#lines.some((line) => pattern.test(line));
  }

  toString(): string {
    return this.#lines.map((line) => `  ${line}`).join('\n');
  }
}
