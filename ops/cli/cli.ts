import type { Readable, Writable } from 'node:stream';
import type { Output } from './output.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What the program was started with. */
export interface Cli {
  readonly env: Environment;
  readonly stdin: Readable & { readonly isTTY?: boolean };
  /** Where prompts and progress are shown. */
  readonly terminal: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly out: Output;
  readonly err: Output;
}

/** Tells people something beside the result. Nobody listening is no reason to stop. */
export function note(cli: Cli, text: string): Promise<void> {
  return cli.err.text(`dcs: ${text}`).catch(() => {});
}
