import path from 'node:path';
import { createPusher } from '../../api/testing/pusher.ts';
import { makeTempFolder } from '../../api/testing/temp-folder.ts';
import { call } from '../e2e/http.ts';
import { type Program, startProgram } from '../e2e/process.ts';
import { startEmbeddedPostgres } from '../embedded/postgres/postgres.ts';
import { startEmbeddedS3 } from '../embedded/s3/server.ts';
import type { Bench, Side } from './bench.ts';
import { requestsPerSecond } from './redirect/wrk.ts';

const ADMIN = { email: 'bench@example.com', password: 'correct horse battery' };
const KEYS = { accessKey: 'bench-access', secretKey: 'bench-secret' };
const FILES = 200;
const BOOK = {
  publisher: 'Bench',
  book_name: 'Fizik 5',
  language: 'tr',
  category: 'art',
  version: '1',
};
const RUNS = 5;

/** Redirects to signed URLs, as an LMS asks for them, against Hono answering a fixed one. */
export const redirectBench: Bench = {
  name: 'redirect',
  summary: 'GET of streamed files with a JWT, against a bare Hono route that answers 302',
  async run(measure) {
    const ground = await prepare();
    const { bare, side } = ground;
    try {
      const figures = [
        { figure: 'redirects, heads kept a second', url: ground.cached },
        { figure: 'redirects, each asks the database', url: ground.uncached },
      ];
      for (const { figure, url } of figures) {
        await measure({
          figure,
          unit: 'requests/s',
          per: 'run',
          subject: side('npm start', url),
          baselines: [side('bare Hono', bare)],
          runs: RUNS,
        });
      }
    } finally {
      await ground.stop();
    }
  },
};

/** One book, two services over it, and the bare server. */
async function prepare() {
  const folder = await makeTempFolder();
  const postgres = await startEmbeddedPostgres({ dataDir: path.join(folder.path, 'postgres') });
  const store = await startEmbeddedS3({ ...KEYS, store: { kind: 'memory' } });
  const programs: Program[] = [];
  const start = async (settings: Record<string, string>, ready: RegExp, words?: string[]) => {
    const program = startProgram(settings, words);
    programs.push(program);
    return program.prints(ready);
  };
  const serve = (headCacheMs: number) =>
    start(
      {
        PORT: '0',
        DATABASE_URL: postgres.url,
        S3_ENDPOINT: store.endpoint,
        S3_ACCESS_KEY: KEYS.accessKey,
        S3_SECRET_KEY: KEYS.secretKey,
        DCS_DATA_DIR: path.join(folder.path, 'service'),
        DCS_ADMIN_EMAIL: ADMIN.email,
        DCS_ADMIN_PASSWORD: ADMIN.password,
        DCS_HEAD_CACHE_MS: String(headCacheMs),
        DCS_ACCESS_TTL: '86400',
      },
      /^Dream Central Storage is ready: (http\S+)$/m,
    );
  const cached = await serve(1000);
  const uncached = await serve(0);
  const bare = await start({}, /^(http\S+)$/m, ['ops/bench/redirect/bare-server.ts']);
  const { body: login } = await call<{ access_token: string }>(cached, '/auth/login', {
    body: ADMIN,
  });
  const token = login.access_token;
  const paths = await pushBook(cached, token);
  const script = path.join(folder.path, 'load.lua');
  return {
    cached,
    uncached,
    bare,
    side: (name: string, url: string): Side => ({
      name,
      run: () => requestsPerSecond({ url, paths, token, script }),
    }),
    async stop() {
      for (const program of programs) {
        program.killGroup('SIGTERM');
        await program.ends();
      }
      await store.stop();
      await postgres.stop();
      await folder.remove();
    },
  };
}

/** @returns where its files are streamed from */
async function pushBook(url: string, token: string): Promise<string[]> {
  const pusher = createPusher({ call: (target, init) => call(url, target, { token, ...init }) });
  const { body } = await call<{ id: string }>(url, '/books', { token, body: BOOK });
  const names = Array.from({ length: FILES }, (_, n) => `audio/ünite ${n % 10}/${n}.mp3`);
  await pusher.push(body.id, Object.fromEntries(names.map((name) => [name, name])));
  const root = `/storage/books/${BOOK.publisher}/${encodeURIComponent(BOOK.book_name)}/`;
  return names.map((name) => root + name.split('/').map(encodeURIComponent).join('/'));
}
