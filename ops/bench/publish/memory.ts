import { readFile, writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { makeTempFolder } from '../../../api/testing/temp-folder.ts';
import { type Program, startProgram } from '../../e2e/process.ts';
import { startEmbeddedPostgres } from '../../embedded/postgres/postgres.ts';
import { startEmbeddedS3 } from '../../embedded/s3/server.ts';
import { makeManifest } from './manifest.ts';

const ADMIN = { email: 'bench@example.com', password: 'correct horse battery' };
const KEYS = { accessKey: 'bench-access', secretKey: 'bench-secret' };
const MB = 1_000_000;

/** Servers and a body for processes that are asked to plan a hundred thousand files. */
export interface MemoryGround {
  /** Most megabytes by which a fresh service grows while it plans all new files. */
  growthOfService(): Promise<number>;
  /** The same of a bare server that inflates the same body and parses it. */
  growthOfBareServer(): Promise<number>;
  stop(): Promise<void>;
}

export async function prepareMemoryGround(): Promise<MemoryGround> {
  const folder = await makeTempFolder();
  const postgres = await startEmbeddedPostgres({ dataDir: folder.path, durable: false });
  const store = await startEmbeddedS3({ ...KEYS, store: { kind: 'memory' } });
  const body = gzipSync(JSON.stringify(makeManifest()));
  let books = 0;

  async function planIn(url: string): Promise<() => Promise<void>> {
    const { access_token: token } = await post(`${url}/auth/login`, JSON.stringify(ADMIN));
    books += 1;
    const book = { publisher: 'Bench', book_name: `Book ${books}`, language: 'tr' };
    const made = JSON.stringify({ ...book, category: 'art', version: '1' });
    const { id } = await post(`${url}/books`, made, { authorization: `Bearer ${token}` });
    return async () => {
      const headers = { authorization: `Bearer ${token}`, 'content-encoding': 'gzip' };
      await post(`${url}/books/${id}/upload`, body, headers);
    };
  }

  return {
    async growthOfService() {
      const program = startProgram({
        PORT: '0',
        DATABASE_URL: postgres.url,
        S3_ENDPOINT: store.endpoint,
        S3_ACCESS_KEY: KEYS.accessKey,
        S3_SECRET_KEY: KEYS.secretKey,
        DCS_DATA_DIR: folder.path,
        DCS_ADMIN_EMAIL: ADMIN.email,
        DCS_ADMIN_PASSWORD: ADMIN.password,
      });
      const url = await program.prints(/^Dream Central Storage is ready: (http\S+)$/m);
      return growthWhile(program, url, planIn);
    },
    async growthOfBareServer() {
      const program = startProgram({}, ['ops/bench/publish/bare-server.ts']);
      const url = await program.prints(/^(http\S+)$/m);
      return growthWhile(program, url, async () => async () => {
        await post(url, body, { 'content-encoding': 'gzip' });
      });
    },
    async stop() {
      await store.stop();
      await postgres.stop();
      await folder.remove();
    },
  };
}

type Prepare = (url: string) => Promise<() => Promise<void>>;

async function growthWhile(program: Program, url: string, prepare: Prepare): Promise<number> {
  try {
    const work = await prepare(url);
    const before = await residentMegabytes(program, 'VmRSS');
    // From here on, the peak is that of the work (proc(5), clear_refs).
    await writeFile(`/proc/${program.pid}/clear_refs`, '5');
    await work();
    return (await residentMegabytes(program, 'VmHWM')) - before;
  } finally {
    program.killGroup('SIGKILL');
    await program.ends();
  }
}

async function residentMegabytes({ pid }: Program, field: 'VmRSS' | 'VmHWM'): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const kibibytes = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1];
  return (Number(kibibytes) * 1024) / MB;
}

async function post(url: string, body: string | Uint8Array, headers: Record<string, string> = {}) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: body as BodyInit, // bytes over a plain buffer, as gzipSync gives them
  });
  const answer = await response.json();
  if (response.ok) return answer as Record<string, string>;
  throw new Error(JSON.stringify(answer).slice(0, 1000));
}
