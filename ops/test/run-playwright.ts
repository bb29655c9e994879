import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { tallyOfPlaywright } from './playwright-report.ts';
import { ROOT } from './root.ts';
import type { Tally } from './tally.ts';

const CLI = createRequire(import.meta.url).resolve('@playwright/test/cli');
const CONFIG = path.join('ops', 'e2e', 'panel', 'playwright.config.ts');
/** One for whoever looks on, one to be counted. */
const REPORTERS = ['--reporter=list,json'];

export interface PlaywrightRun {
  /** Only files whose path holds one of them; default all. */
  readonly files?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs the tests that use the panel as people do. */
export async function runPlaywright({ files = [], env = {} }: PlaywrightRun = {}): Promise<Tally> {
  const folder = mkdtempSync(path.join(tmpdir(), 'dcs-report-'));
  try {
    const report = path.join(folder, 'report.json');
    const child = spawn(
      process.execPath,
      [CLI, 'test', '--config', CONFIG, ...REPORTERS, ...files],
      {
        cwd: ROOT,
        env: { ...process.env, ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
        stdio: 'inherit',
      },
    );
    const [exitCode] = await once(child, 'exit');
    return tallyOfPlaywright(report, exitCode);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
