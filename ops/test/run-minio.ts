import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findMinio, startMinio } from '../minio/minio.ts';
import { ROOT } from './root.ts';
import { runPanelOnMinio } from './run-panel.ts';
import { runVitest } from './run-vitest.ts';
import { ONE_SKIPPED, oneFailed, sum, type Tally } from './tally.ts';

/** Of each of seven phases: at least a hundred together. */
const KILL_POINTS = '15';

/** The S3 conformance suite, the end-to-end tests and what of the panel touches the store, with MinIO as the store. */
export async function runWithMinio(): Promise<Tally> {
  const built = await buildUnlessThere();
  if (typeof built !== 'string') return built;
  const env = { DCS_E2E_STORE: 'minio', DCS_E2E_KILL_POINTS: KILL_POINTS };
  const e2e = { project: 'e2e', files: ['ops/e2e/api/', 'ops/e2e/kill/kill.test.ts'], env };
  const panel = await runPanelOnMinio();
  return sum([await runConformance(built), await runVitest(e2e), panel]);
}

/** The binary, or what it counts as that there is none: a failure where nobody would notice. */
async function buildUnlessThere(): Promise<string | Tally> {
  const found = await findMinio();
  if (found) return found;
  const build = path.join(ROOT, 'ops', 'minio', 'build.ts');
  const { status } = spawnSync(process.execPath, [build], { stdio: 'inherit' });
  if (status !== 0) return oneFailed('ops/minio/build.ts', `It ended with ${status}.`);
  return (await findMinio()) ?? ONE_SKIPPED;
}

async function runConformance(binary: string): Promise<Tally> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'dcs-minio-'));
  const minio = await startMinio({ binary, dataDir });
  try {
    return await runVitest({
      project: 'unit',
      files: [
        'ops/embedded/s3/conformance.test.ts',
        'api/adapters/url-signer-live.test.ts',
        'api/adapters/s3-copy.test.ts',
      ],
      env: {
        S3_CONFORMANCE_ENDPOINT: minio.endpoint,
        S3_CONFORMANCE_ACCESS_KEY: minio.accessKey,
        S3_CONFORMANCE_SECRET_KEY: minio.secretKey,
      },
    });
  } finally {
    await minio.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}
