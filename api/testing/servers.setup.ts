import postgres from 'postgres';
import type { TestProject } from 'vitest/node';
import { migrate } from '../../db/migrate.ts';
import { startEmbeddedPostgres } from '../../ops/embedded/postgres/postgres.ts';
import { startEmbeddedS3 } from '../../ops/embedded/s3/server.ts';
import type { StoreAccess } from '../adapters/config.ts';
import { createNodeBlobs } from '../adapters/node-blobs.ts';
import { prepareStore } from '../core/prepare.ts';
import { makeTempFolder } from './temp-folder.ts';

/** The database every test file's own is cloned from. */
export const TEMPLATE_DATABASE = 'dcs_template';

declare module 'vitest' {
  interface ProvidedContext {
    /** A PostgreSQL server that is thrown away after the run; its template is migrated. */
    databaseServerUrl: string;
    store: StoreAccess;
  }
}

/** One PostgreSQL and one S3 server for all test files. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await makeTempFolder();
  const server = await startEmbeddedPostgres({ dataDir: folder.path, durable: false });
  const admin = postgres(server.url, { max: 1, onnotice: () => {} });
  await admin`CREATE DATABASE ${admin(TEMPLATE_DATABASE)}`;
  await admin.end();
  const template = new URL(server.url);
  template.pathname = `/${TEMPLATE_DATABASE}`;
  await migrate(template.href);

  const access = { accessKey: 'test-access', secretKey: 'test-secret', region: 'us-east-1' };
  const s3 = await startEmbeddedS3({ ...access, store: { kind: 'memory' } });
  await prepareStore(createNodeBlobs({ ...access, endpoint: s3.endpoint }));
  project.provide('databaseServerUrl', server.url);
  project.provide('store', { ...access, endpoint: s3.endpoint });
  return async () => {
    await s3.stop();
    await server.stop();
    await folder.remove();
  };
}
