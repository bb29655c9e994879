import { createOutput } from './output.ts';
import { run } from './run.ts';

process.exitCode = await run(
  {
    env: process.env,
    // Opened only by who reads it.
    get stdin() {
      return process.stdin;
    },
    terminal: process.stderr,
    out: createOutput(process.stdout),
    err: createOutput(process.stderr),
  },
  process.argv.slice(2),
);
