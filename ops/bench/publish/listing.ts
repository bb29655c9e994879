import { paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import { createNodeBlobs } from '../../../api/adapters/node-blobs.ts';
import { startEmbeddedS3 } from '../../embedded/s3/server.ts';
import type { Side } from '../bench.ts';
import { FILES, makeManifest } from './manifest.ts';

const KEYS = { accessKey: 'bench-access', secretKey: 'bench-secret' };
const PUTS_AT_ONCE = 64;

/** A store that holds what a plan of a hundred thousand files sent, and who lists it. */
export async function prepareListing() {
  const server = await startEmbeddedS3({ ...KEYS, store: { kind: 'memory' } });
  const access = { ...KEYS, endpoint: server.endpoint, region: 'us-east-1' };
  const blobs = createNodeBlobs(access);
  await blobs.ensureBucket('books');
  const prefix = 'Bench/Book/0k3j5h2k1j3h5k2j/';
  const { files } = makeManifest();
  for (let at = 0; at < files.length; at += PUTS_AT_ONCE) {
    const some = files.slice(at, at + PUTS_AT_ONCE);
    await Promise.all(
      some.map(({ path }) => blobs.putJson({ bucket: 'books', key: prefix + path }, {})),
    );
  }
  const client = new S3Client({
    endpoint: access.endpoint,
    region: access.region,
    credentials: { accessKeyId: KEYS.accessKey, secretAccessKey: KEYS.secretKey },
    forcePathStyle: true,
  });
  const ours: Side = {
    name: 'the list of a finalize',
    async run() {
      let count = 0;
      for await (const page of blobs.list('books', prefix)) count += page.length;
      return requireAll(count);
    },
  };
  const bare: Side = {
    name: 'paginateListObjectsV2 alone',
    async run() {
      let count = 0;
      const pages = paginateListObjectsV2({ client }, { Bucket: 'books', Prefix: prefix });
      for await (const { KeyCount = 0 } of pages) count += KeyCount;
      return requireAll(count);
    },
  };
  return { ours, bare, stop: () => server.stop() };
}

function requireAll(count: number): number {
  if (count === FILES) return count;
  throw new Error(`The store listed ${count} of ${FILES}.`);
}
