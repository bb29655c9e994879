import path from 'node:path';
import { type Config, configuredStore, type StoreAccess } from '../../api/adapters/config.ts';
import { startEmbeddedPostgres } from './postgres/postgres.ts';
import { forgetRunning, noteRunning } from './running.ts';
import { type EmbeddedS3, startEmbeddedS3 } from './s3/server.ts';
import { readSecrets } from './secrets.ts';

/** A server this process works with: one the settings name, or an embedded one started for it. */
export interface Backend<Access> {
  readonly access: Access;
  /** Sentences the person who starts it should read. */
  readonly notes: readonly string[];
  /** Rejects when an embedded server ends by itself; never resolves. */
  readonly failed: Promise<never>;
  /** Stops what was started here, and nothing else. */
  stop(): Promise<void>;
}

/** The PostgreSQL of DATABASE_URL, or an embedded one; its access is a URL. */
export async function startDatabase(config: Config): Promise<Backend<string>> {
  if (config.DATABASE_URL) return configured(config.DATABASE_URL);
  const dataDir = path.resolve(config.DCS_DATA_DIR);
  const postgres = await startEmbeddedPostgres({ dataDir });
  await noteRunning(dataDir, { databaseUrl: postgres.url });
  let stopping = false;
  const failed = postgres.exited.then(({ code, signal }) => {
    if (stopping) return new Promise<never>(() => {});
    throw new Error(`The embedded PostgreSQL ended by itself (${signal ?? `code ${code}`}).`);
  });
  failed.catch(() => {}); // whoever races it hears of it
  return {
    access: postgres.url,
    notes: postgres.notes,
    failed,
    async stop() {
      stopping = true;
      await forgetRunning(dataDir);
      await postgres.stop();
    },
  };
}

/** A store, and how another server of this process can take its requests where it is embedded. */
export interface StoreBackend extends Backend<StoreAccess> {
  readonly serve?: EmbeddedS3['serve'];
}

/** The store of S3_ENDPOINT, or an embedded one. */
export async function startStore(config: Config): Promise<StoreBackend> {
  const access = configuredStore(config);
  if (access) return configured(access);
  const dataDir = path.resolve(config.DCS_DATA_DIR);
  const { s3AccessKey: accessKey, s3SecretKey: secretKey } = await readSecrets(dataDir);
  const store = { kind: 'disk', dir: path.join(dataDir, 's3') } as const;
  const options = { store, accessKey, secretKey, region: config.S3_REGION };
  const wanted = config.DCS_EMBEDDED_S3_PORT;
  const notes: string[] = [];
  const server = await startEmbeddedS3({ ...options, port: wanted }).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    notes.push(`Port ${wanted} is taken, so the embedded S3 server took a free one.`);
    return startEmbeddedS3(options);
  });
  await noteRunning(dataDir, { storeEndpoint: server.endpoint });
  return {
    access: { endpoint: server.endpoint, accessKey, secretKey, region: config.S3_REGION },
    serve: server.serve,
    notes,
    failed: new Promise<never>(() => {}),
    async stop() {
      await noteRunning(dataDir, { storeEndpoint: undefined });
      await server.stop();
    },
  };
}

function configured<Access>(access: Access): Backend<Access> {
  return { access, notes: [], failed: new Promise<never>(() => {}), stop: async () => {} };
}
