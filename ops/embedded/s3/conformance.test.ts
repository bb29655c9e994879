import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import type { Outcomes } from './conformance.suite.ts';
import { testS3Conformance } from './conformance.suite.ts';
import { MINIO_DIFFERENCES } from './conformance-differences.suite.ts';
import type { Column } from './conformance-table.suite.ts';
import { renderTable } from './conformance-table.suite.ts';
import type { EmbeddedS3 } from './server.ts';
import { startEmbeddedS3 } from './server.ts';

// Runs against the embedded server, and against another store when these name one:
const {
  S3_CONFORMANCE_ENDPOINT: endpoint,
  S3_CONFORMANCE_ACCESS_KEY: accessKey,
  S3_CONFORMANCE_SECRET_KEY: secretKey,
  S3_CONFORMANCE_REPORT: report,
} = process.env;

const KEYS = { accessKey: 'conformance', secretKey: 'conformance-secret', region: 'us-east-1' };
const columns: Column[] = [];

function column(server: string, differences: Column['differences']): Outcomes {
  const outcomes: Outcomes = new Map();
  columns.push({ server, outcomes, differences });
  return outcomes;
}

describe.each(['disk', 'memory'] as const)('the embedded server, %s', (kind) => {
  let server: EmbeddedS3;
  let dir: string;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'dcs-conformance-'));
    const store = kind === 'disk' ? { kind, dir: join(dir, 'data') } : { kind };
    server = await startEmbeddedS3({ store, ...KEYS });
  });

  afterAll(async () => {
    await server.stop();
    await rm(dir, { recursive: true, force: true });
  });

  const outcomes = column(`embedded, ${kind}`, []);
  testS3Conformance(() => ({ ...KEYS, endpoint: server.endpoint }), { differences: [], outcomes });
});

describe.runIf(endpoint !== undefined)('MinIO', () => {
  const target = () => ({
    endpoint: endpoint ?? '',
    accessKey: accessKey ?? '',
    secretKey: secretKey ?? '',
    region: 'us-east-1',
  });
  const differences = MINIO_DIFFERENCES;
  const outcomes = endpoint === undefined ? new Map() : column('MinIO', differences);
  testS3Conformance(target, { differences, outcomes });
});

afterAll(async () => {
  const table = renderTable(columns);
  console.log(table);
  if (report !== undefined) {
    await mkdir(dirname(report), { recursive: true });
    await writeFile(report, table);
  }
});
