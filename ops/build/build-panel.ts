import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** What the panel is made from. */
const SOURCES = ['web', 'api/contract', 'api/client', 'package-lock.json'];
const BUILT = 'dist/panel/index.html';

/** Whether the panel stands built, and nothing it is made from has changed since. */
export async function isPanelBuilt(): Promise<boolean> {
  const builtAt = await changedAt(path.join(ROOT, BUILT)).catch(() => undefined);
  if (builtAt === undefined) return false;
  for (const source of SOURCES) {
    if ((await lastChange(path.join(ROOT, source))) > builtAt) return false;
  }
  return true;
}

/**
 * Builds the panel into `dist/panel`. Where its tools are not installed, as after
 * `npm ci --omit=dev`, it says so and leaves the service to run without.
 */
export async function buildPanel(): Promise<void> {
  const vite = await import('vite').catch(() => undefined);
  if (!vite) {
    console.warn('The panel cannot be built here: run "npm ci" with its development packages.');
    return;
  }
  const configFile = path.join(ROOT, 'web/vite.config.ts');
  await vite.build({ configFile, logLevel: 'warn' });
}

async function lastChange(place: string): Promise<number> {
  const own = await changedAt(place);
  const entries = await readdir(place, { recursive: true, withFileTypes: true }).catch(() => []);
  const times = entries.map(({ parentPath, name }) => changedAt(path.join(parentPath, name)));
  return Math.max(own, ...(await Promise.all(times)));
}

async function changedAt(place: string): Promise<number> {
  return (await stat(place)).mtimeMs;
}
