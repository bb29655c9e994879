import { randomBytes } from 'node:crypto';
import type { TestProject } from 'vitest/node';
import { makeTempFolder } from '../../api/testing/temp-folder.ts';
import { startEmbeddedPostgres } from '../embedded/postgres/postgres.ts';
import { chosen } from './chosen.ts';
import { startChosenStore } from './stores.ts';
import { RUNTIMES, type Runtime, type Target } from './target.ts';
import { startOnNode } from './target-node.ts';
import { startOnWorkerd } from './target-workerd.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** One running program for all test files. */
    target: Target;
  }
}

/** Starts PostgreSQL, a store and the shipped program on the runtime asked for. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const runtime = chosen('DCS_E2E_RUNTIME', RUNTIMES);
  const folder = await makeTempFolder();
  const dataDir = folder.path;
  const stops: (() => Promise<void>)[] = [() => folder.remove()];
  const stopAll = async () => {
    for (const stop of stops.reverse()) await stop();
  };
  try {
    const postgres = await startEmbeddedPostgres({ dataDir, durable: false });
    stops.push(() => postgres.stop());
    const store = await startChosenStore(dataDir);
    stops.push(() => store.stop());
    const surroundings = {
      dataDir,
      databaseUrl: postgres.url,
      store: store.access,
      admin: { email: 'Admin@example.com', password: randomBytes(12).toString('base64url') },
    };
    const program = await START[runtime](surroundings);
    stops.push(() => program.stop());
    project.provide('target', { ...surroundings, baseUrl: program.baseUrl, runtime });
    return stopAll;
  } catch (error) {
    await stopAll();
    throw error;
  }
}

const START = { node: startOnNode, workerd: startOnWorkerd } as const satisfies Record<
  Runtime,
  unknown
>;
