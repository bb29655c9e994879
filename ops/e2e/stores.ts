import path from 'node:path';
import type { StoreAccess } from '../../api/adapters/config.ts';
import { startEmbeddedS3 } from '../embedded/s3/server.ts';
import { findMinio, startMinio } from '../minio/minio.ts';
import { chosen } from './chosen.ts';

const STORES = ['embedded', 'minio'] as const;

export interface RunningStore {
  readonly access: StoreAccess;
  stop(): Promise<void>;
}

/** An empty store of the kind that DCS_E2E_STORE names, the embedded one unless it does. */
export async function startChosenStore(dataDir: string): Promise<RunningStore> {
  if (chosen('DCS_E2E_STORE', STORES) === 'minio') {
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
