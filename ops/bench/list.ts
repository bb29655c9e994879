import { sql } from 'drizzle-orm';
import postgres from 'postgres';
import { createAccessTokens } from '../../api/access/tokens.ts';
import { readConfig } from '../../api/adapters/config.ts';
import { contentPorts } from '../../api/adapters/content-ports.ts';
import { createNodeBlobs } from '../../api/adapters/node-blobs.ts';
import { createPasswordHasher } from '../../api/adapters/password-hasher.ts';
import { createLogger, systemClock, systemIds } from '../../api/adapters/system.ts';
import { createApp } from '../../api/app.ts';
import type { Database } from '../../db/client.ts';
import type { Bench } from './bench.ts';
import { type BenchDatabase, openBenchDatabase } from './bench-database.ts';

const BOOKS = 100_000;
const PAGES_PER_RUN = 200;
const PAGE_SIZE = 50;

/** Pages of `GET /books` out of 100,000, against the bare keyset query for the same rows. */
export const listBench: Bench = {
  name: 'list',
  summary: 'pages of GET /books out of 100,000, against the bare keyset query',
  async run(measure) {
    const ground = await openBenchDatabase(2);
    const { database } = ground;
    const bare = postgres(ground.url, { max: 1 });
    try {
      await fillBooks(database);
      const readPage = await apiReader(ground);
      await measure({
        figure: `${BOOKS} books, ${PAGE_SIZE} a page`,
        unit: 'pages',
        subject: { name: 'GET /books', run: () => readPages(readPage) },
        baselines: [
          {
            name: 'SELECT … WHERE (book_name_folded, id) > … LIMIT 51',
            run: () => readPages(bareReader(bare)),
          },
        ],
      });
    } finally {
      await bare.end();
      await ground.close();
    }
  },
};

/** Reads the page after `from` and gives where it ended. */
type ReadPage = (from: string | undefined) => Promise<string | undefined>;

async function readPages(readPage: ReadPage): Promise<number> {
  let from: string | undefined;
  for (let page = 0; page < PAGES_PER_RUN; page += 1) from = await readPage(from);
  if (from === undefined) throw new Error('There were fewer pages than asked for.');
  return PAGES_PER_RUN;
}

function bareReader(client: ReturnType<typeof postgres>): ReadPage {
  return async (from = '|00000000-0000-0000-0000-000000000000') => {
    const [name = '', id = ''] = from.split('|');
    const rows = await client`SELECT * FROM books WHERE (book_name_folded, id) > (${name}, ${id})
      ORDER BY book_name_folded, id LIMIT ${PAGE_SIZE + 1}`;
    const last = rows[PAGE_SIZE - 1];
    return last && `${last.book_name_folded}|${last.id}`;
  };
}

async function apiReader({ database, admin }: BenchDatabase): Promise<ReadPage> {
  const passwords = createPasswordHasher();
  const secret = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64url');
  const clock = systemClock;
  const ids = systemIds;
  const tokens = createAccessTokens({
    keys: [{ kid: 'bench', secret }],
    ttlSeconds: 3600,
    clock,
    ids,
  });
  const store = { endpoint: 'http://127.0.0.1:1', accessKey: '-', secretKey: '-', region: '-' };
  const services = {
    leaseDatabase: () => ({ db: database.query, release: async () => {} }),
    blobs: createNodeBlobs(store), // not reached: a list asks the database alone
    clock,
    ids,
    log: createLogger('warn'),
    callerAddress: () => null,
    isSecure: () => false,
    keepFor: () => {},
    wakeTicks: () => {},
    panel: undefined,
    panelOrigins: [],
    compressesAnswers: false,
  };
  const app = createApp(services, {
    access: { passwords, tokens, refreshTtlSeconds: 3600 },
    content: contentPorts(readConfig({}), store),
  });
  const { token } = await tokens.issue({ id: admin.id, role: 'admin' });
  return async (from) => {
    const response = await app.request(
      `/books?limit=${PAGE_SIZE}${from ? `&cursor=${from}` : ''}`,
      {
        headers: { authorization: `Bearer ${token}` },
      },
    );
    const page = (await response.json()) as { next_cursor: string };
    return page.next_cursor;
  };
}

async function fillBooks(database: Database): Promise<void> {
  await database.query.execute(sql`INSERT INTO publishers (name, name_folded) VALUES ('A', 'a')`);
  await database.query.execute(sql`
    INSERT INTO books (id, publisher, publisher_folded, book_name, book_name_folded, language,
      category, category_folded, version, status)
    SELECT gen_random_uuid(), 'A', 'a', 'Book ' || n, 'book ' || n, 'tr', 'art', 'art', '1', 'published'
    FROM generate_series(1, ${BOOKS}::int) AS n`);
  await database.query.execute(sql`ANALYZE books`);
}
