import { type Environment, startProgram } from './process.ts';
import type { Running, Surroundings } from './target.ts';

/** `npm start` with a database and a store of its own, behind one reverse proxy. */
export async function startOnNode(
  surroundings: Surroundings,
  settings: Environment = {},
): Promise<Running> {
  const { dataDir, databaseUrl, store, admin } = surroundings;
  const program = startProgram({
    PORT: '0',
    DATABASE_URL: databaseUrl,
    S3_ENDPOINT: store.endpoint,
    S3_ACCESS_KEY: store.accessKey,
    S3_SECRET_KEY: store.secretKey,
    S3_REGION: store.region,
    DCS_DATA_DIR: dataDir,
    DCS_ADMIN_EMAIL: admin.email,
    DCS_ADMIN_PASSWORD: admin.password,
    DCS_TRUSTED_PROXIES: '1',
    ...settings,
  });
  const baseUrl = await program.prints(/^Dream Central Storage is ready: (http\S+)$/m);
  return {
    baseUrl,
    async stop() {
      program.killGroup('SIGTERM');
      await program.ends();
    },
  };
}
