import { randomBytes } from 'node:crypto';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import type { StoreAccess } from '../../api/adapters/config.ts';
import { makeTempFolder } from '../../api/testing/temp-folder.ts';
import { startEmbeddedPostgres } from '../embedded/postgres/postgres.ts';
import { startEmbeddedS3 } from '../embedded/s3/server.ts';
import { findMinio, startMinio } from '../minio/minio.ts';
import { RUNTIMES, type Runtime, STORES, type StoreKind, type Target } from './target.ts';
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
    const store = await startStore(chosen('DCS_E2E_STORE', STORES), dataDir);
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

function chosen<T extends string>(name: string, allowed: readonly [T, ...T[]]): T {
  const wanted = process.env[name] || allowed[0];
  const found = allowed.find((one) => one === wanted);
  if (!found) throw new Error(`${name} must be one of ${allowed.join(', ')}, not ${wanted}.`);
  return found;
}

interface RunningStore {
  readonly access: StoreAccess;
  stop(): Promise<void>;
}

async function startStore(kind: StoreKind, dataDir: string): Promise<RunningStore> {
  if (kind === 'minio') {
    const binary = await findMinio();
    if (!binary) throw new Error('No MinIO is built: node bin/run.mjs ops/minio/build.ts');
    const minio = await startMinio({ binary, dataDir: path.join(dataDir, 'minio') });
    const { endpoint, accessKey, secretKey, region } = minio;
    return { access: { endpoint, accessKey, secretKey, region }, stop: () => minio.stop() };
  }
  const keys = { accessKey: 'e2e-access', secretKey: 'e2e-secret-key', region: 'us-east-1' };
  const dir = path.join(dataDir, 's3');
  const server = await startEmbeddedS3({ ...keys, store: { kind: 'disk', dir } });
  return { access: { ...keys, endpoint: server.endpoint }, stop: () => server.stop() };
}
