import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { ManifestBody } from '../../../api/contract/read-manifest.ts';
import { exitOf, runDcs, spawnDcs } from '../../cli/testing/run-dcs.ts';
import { findFreePort } from '../../embedded/postgres/ports.ts';
import type { FaultPlan } from '../../embedded/s3/faults.ts';
import { type EmbeddedS3Options, startEmbeddedS3 } from '../../embedded/s3/server.ts';
import { call } from '../http.ts';
import { dataFolder, external, readyUrl, start } from './surroundings.ts';

const ADMIN = { email: 'admin@example.com', password: 'correct horse battery' };
const KEYS = { accessKey: 'interrupted-access', secretKey: 'interrupted-secret' };
const BOOK = 'Acme/Kesinti';
const CREATE = ['--create', '--language', 'tr', '--category', 'science', '--book-version', '1.0'];
const SMALL_FILES = 600;
const LARGE_BYTES = 40 * 1024 * 1024;
/** PUTs after which something is killed. */
const MIDWAY = 150;

interface Scene {
  /** Starts the API, again if it was killed. */
  serve(): Promise<{ kill(): Promise<void> }>;
  readonly env: Record<string, string>;
  readonly folder: string;
  /** How often the store took each object or part, by key and part number. */
  readonly taken: ReadonlyMap<string, number>;
}

/** A service of its own whose store counts, and a folder to push. */
async function setScene(faults?: FaultPlan): Promise<Scene> {
  const taken = new Map<string, number>();
  const options: EmbeddedS3Options = {
    ...KEYS,
    store: { kind: 'disk', dir: path.join(await dataFolder(), 's3') },
    onRequest({ operation, bucket, key, partNumber, status }) {
      if (status !== 200 || !isPut(operation, bucket)) return;
      const name = `${key} ${partNumber ?? ''}`;
      taken.set(name, (taken.get(name) ?? 0) + 1);
    },
    ...(faults ? { faults } : {}),
  };
  const store = await startEmbeddedS3(options);
  onTestFinished(() => store.stop());
  const port = await findFreePort();
  const settings = {
    ...(await external()),
    S3_ENDPOINT: store.endpoint,
    S3_ACCESS_KEY: KEYS.accessKey,
    S3_SECRET_KEY: KEYS.secretKey,
    PORT: String(port),
    DCS_ADMIN_EMAIL: ADMIN.email,
    DCS_ADMIN_PASSWORD: ADMIN.password,
  };
  return {
    async serve() {
      const program = start(settings);
      await readyUrl(program);
      return {
        async kill() {
          program.killGroup('SIGKILL');
          await program.ends();
        },
      };
    },
    env: {
      DCS_URL: `http://127.0.0.1:${port}`,
      DCS_EMAIL: ADMIN.email,
      DCS_PASSWORD: ADMIN.password,
      XDG_CACHE_HOME: await dataFolder(),
    },
    folder: await fill(await dataFolder()),
    taken,
  };
}

function isPut(operation: string | null, bucket: string): boolean {
  return bucket === 'books' && (operation === 'PutObject' || operation === 'UploadPart');
}

async function fill(folder: string): Promise<string> {
  for (let index = 0; index < SMALL_FILES; index += 1) {
    const unit = path.join(folder, `ünite ${index % 7}`);
    await mkdir(unit, { recursive: true });
    await writeFile(path.join(unit, `${index}.json`), `{"page":${index}}`);
  }
  await writeFile(path.join(folder, 'video.mp4'), randomBytes(LARGE_BYTES));
  return folder;
}

/** Resolves `reached` once the store was asked for so many PUTs, and lets no more through till `open`. */
function gateAfter(puts: number) {
  const reached = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  let asked = 0;
  const faults: FaultPlan = async ({ operation, bucket }) => {
    if (!isPut(operation, bucket)) return undefined;
    asked += 1;
    if (asked <= puts) return undefined;
    reached.resolve();
    await gate.promise;
    return undefined;
  };
  return { faults, reached: reached.promise, open: () => gate.resolve() };
}

async function publishedFiles({ env }: Scene): Promise<number> {
  const { stdout } = await runDcs(['book', 'show', BOOK, '--json'], { env });
  return JSON.parse(stdout).files;
}

it('whose client is killed sends only the rest when it is started again', async () => {
  const gate = gateAfter(MIDWAY);
  const scene = await setScene(gate.faults);
  await scene.serve();
  const first = spawnDcs(['push', scene.folder, BOOK, ...CREATE], scene.env);
  await gate.reached;
  first.kill('SIGKILL');
  await exitOf(first);
  gate.open();
  const before = scene.taken.size;
  expect(before).toBeGreaterThanOrEqual(MIDWAY / 2);

  const { code, stderr } = await runDcs(['push', scene.folder, BOOK], { env: scene.env });
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect([...scene.taken.values()].every((times) => times === 1)).toBe(true);
  expect(scene.taken.size).toBe(SMALL_FILES + 3);
  expect(await publishedFiles(scene)).toBe(SMALL_FILES + 1);
});

it('goes on by itself when the service is killed and started again', async () => {
  const gate = gateAfter(MIDWAY);
  const scene = await setScene(gate.faults);
  const service = await scene.serve();
  const pushed = runDcs(['push', scene.folder, BOOK, ...CREATE], { env: scene.env });
  await gate.reached;
  await service.kill();
  gate.open();
  await scene.serve();

  const { code, stderr } = await pushed;
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect([...scene.taken.values()].filter((times) => times > 1)).toEqual([]);
  expect(await publishedFiles(scene)).toBe(SMALL_FILES + 1);
});

it('is published once when the service is killed in the middle of publishing', async () => {
  const listed = Promise.withResolvers<void>();
  let isKilled = false;
  const scene = await setScene(({ operation }) => {
    if (operation !== 'ListObjectsV2' || isKilled) return undefined;
    listed.resolve();
    return new Promise(() => {}); // never answered: whoever asked is killed
  });
  const service = await scene.serve();
  const pushed = runDcs(['push', scene.folder, BOOK, ...CREATE], { env: scene.env });
  await listed.promise;
  await service.kill();
  isKilled = true;
  await scene.serve();

  expect(await pushed).toMatchObject({ code: 0 });
  const { stdout } = await runDcs(['book', 'show', BOOK, '--json'], { env: scene.env });
  expect(JSON.parse(stdout)).toMatchObject({ revision: 1, files: SMALL_FILES + 1 });
});

it('and another to the same book at once are both published, one after the other', async () => {
  const scene = await setScene();
  await scene.serve();
  const other = await fill(await dataFolder());
  await writeFile(path.join(other, 'ünite 0', '0.json'), '{"page":"the other"}');
  const create = await runDcs(['book', 'create', BOOK, ...CREATE.slice(1)], { env: scene.env });
  expect(create.code).toBe(0);
  const runs = await Promise.all(
    [scene.folder, other].map((folder) => runDcs(['push', folder, BOOK, '--json'], scene)),
  );
  expect(runs.map(({ code }) => code)).toEqual([0, 0]);
  const receipts = runs.map(({ stdout }) => JSON.parse(stdout));
  expect(receipts.map(({ revision }) => revision).sort()).toEqual([1, 2]);
  expect([...scene.taken.values()].filter((times) => times > 1)).toEqual([]);
  const last = receipts.find(({ revision }) => revision === 2);
  const manifest = await manifestOf(scene, last.manifest);
  const page = manifest.files.find(({ path: at }) => at === 'ünite 0/0.json');
  expect(page?.added_in).toBe(2);
});

async function manifestOf({ env }: Scene, target: string): Promise<ManifestBody> {
  const baseUrl = env.DCS_URL ?? '';
  const login = await call<{ access_token: string }>(baseUrl, '/auth/login', { body: ADMIN });
  const { body } = await call<ManifestBody>(baseUrl, target, { token: login.body.access_token });
  return body;
}
