import { randomBytes } from 'node:crypto';
import { makeTempFolder } from '../../../api/testing/temp-folder.ts';
import { buildPanel, isPanelBuilt } from '../../build/build-panel.ts';
import { startEmbeddedPostgres } from '../../embedded/postgres/postgres.ts';
import { startChosenStore } from '../stores.ts';
import { startOnNode } from '../target-node.ts';
import type { PanelTarget } from './panel.ts';

/** Builds the panel and starts the program that serves it. Where it is stands in the environment. */
export default async function setup(): Promise<() => Promise<void>> {
  if (!(await isPanelBuilt())) await buildPanel();
  const folder = await makeTempFolder();
  const stops: (() => Promise<void>)[] = [() => folder.remove()];
  const stopAll = async () => {
    for (const stop of stops.reverse()) await stop();
  };
  try {
    const dataDir = folder.path;
    const postgres = await startEmbeddedPostgres({ dataDir, durable: false });
    stops.push(() => postgres.stop());
    const store = await startChosenStore(dataDir);
    stops.push(() => store.stop());
    const admin = { email: 'admin@example.com', password: randomBytes(12).toString('base64url') };
    const surroundings = { databaseUrl: postgres.url, store: store.access, admin };
    const program = await startOnNode({ ...surroundings, dataDir });
    stops.push(() => program.stop());
    const target: PanelTarget = { ...surroundings, baseUrl: program.baseUrl };
    process.env.DCS_PANEL_TARGET = JSON.stringify(target);
    return stopAll;
  } catch (error) {
    await stopAll();
    throw error;
  }
}
