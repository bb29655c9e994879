import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Miniflare } from 'miniflare';
import { createNodeBlobs } from '../../api/adapters/node-blobs.ts';
import { createLogger } from '../../api/adapters/system.ts';
import { startTicker } from '../../api/adapters/ticker.ts';
import { prepareStore } from '../../api/core/prepare.ts';
import { openOperations } from '../../api/ops.ts';
import { bundleWorker } from '../build/bundle-worker.ts';
import type { Running, Surroundings } from './target.ts';

/** The bundled worker, as `wrangler deploy` ships it, once an operator has prepared the ground. */
export async function startOnWorkerd(surroundings: Surroundings): Promise<Running> {
  const { dataDir, databaseUrl, store, admin } = surroundings;
  await prepare(surroundings);
  const bundle = await bundleWorker(path.join(dataDir, 'worker.js'));
  const miniflare = new Miniflare({
    ...(await compatibility()),
    modulesRoot: dataDir,
    modules: [{ type: 'ESModule', path: bundle }],
    host: '127.0.0.1',
    port: 0,
    bindings: {
      DATABASE_URL: databaseUrl,
      S3_ENDPOINT: store.endpoint,
      S3_ACCESS_KEY: store.accessKey,
      S3_SECRET_KEY: store.secretKey,
      S3_REGION: store.region,
      DCS_ADMIN_EMAIL: admin.email,
      DCS_JWT_KEYS: `e2e:${randomBytes(32).toString('base64url')}`,
      DCS_LOG_LEVEL: 'error',
    },
  });
  const url = await miniflare.ready;
  // Its cron comes each minute; here it comes as often as Node's ticks.
  const cron = startTicker(async () => {
    // Its types leave out what Cloudflare's own add.
    const worker = (await miniflare.getWorker()) as unknown as Scheduled;
    await worker.scheduled({ cron: '* * * * *' });
  }, createLogger('error'));
  return {
    baseUrl: url.origin,
    async stop() {
      await cron.stop();
      await miniflare.dispose();
    },
  };
}

interface Scheduled {
  scheduled(event: { readonly cron: string }): Promise<unknown>;
}

/** What `npm start` does by itself is done from the command line where there is no disk. */
async function prepare({ databaseUrl, store, admin }: Surroundings): Promise<void> {
  const operations = await openOperations({ DATABASE_URL: databaseUrl });
  try {
    await operations.createUser({ ...admin, role: 'admin' });
  } finally {
    await operations.close();
  }
  await prepareStore(createNodeBlobs(store));
}

/** What is deployed decides what is tested. */
async function compatibility() {
  const text = await readFile(new URL('../../wrangler.toml', import.meta.url), 'utf8');
  const date = /^compatibility_date\s*=\s*"([^"]+)"/m.exec(text)?.[1];
  const flags = /^compatibility_flags\s*=\s*(\[[^\]]*\])/m.exec(text)?.[1];
  if (!date || !flags) throw new Error('wrangler.toml names no compatibility date or flags.');
  // A TOML array of strings with double quotes is a JSON array.
  return { compatibilityDate: date, compatibilityFlags: JSON.parse(flags) as string[] };
}
