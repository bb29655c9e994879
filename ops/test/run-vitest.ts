import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ROOT } from './root.ts';
import type { Tally } from './tally.ts';
import { tallyOfRun } from './vitest-report.ts';

const VITEST = createRequire(import.meta.url).resolve('vitest/package.json');

export interface VitestRun {
  /** A project of `vitest.config.ts`. */
  readonly project: string;
  /** Only files whose path holds one of them; default all of the project. */
  readonly files?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs vitest, which prints as it goes, and counts what it reports. */
export async function runVitest({ project, files = [], env = {} }: VitestRun): Promise<Tally> {
  const folder = mkdtempSync(path.join(tmpdir(), 'dcs-report-'));
  try {
    const report = path.join(folder, 'report.json');
    const words = ['run', '--project', project, ...files];
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const vitest = path.join(path.dirname(VITEST), 'vitest.mjs');
    const child = spawn(process.execPath, [vitest, ...words, ...reporters], {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: 'inherit',
    });
    const [exitCode] = await once(child, 'exit');
    return tallyOfRun(report, exitCode);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
