import {
  type _Object,
  CreateBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  type S3Client,
} from '@aws-sdk/client-s3';
import { DcsError } from '../core/errors.ts';
import { compositeToWire } from '../core/hashes.ts';
import type { BlobEntry, Blobs, Ids } from '../core/ports.ts';
import type { StoreAccess } from './config.ts';
import { createS3Client } from './s3-client.ts';
import { copyBlobs } from './s3-copy.ts';
import { isNamed, sent, sentIfThere, statusOf, unavailable } from './s3-errors.ts';
import { multipartBlobs } from './s3-multipart.ts';
import { type Patience, SLOW } from './s3-patience.ts';
import { createQuickCopy, type SendBare, sendByFetch } from './s3-quick-copy.ts';

/** SHA-256 of no bytes at all, so a wrong one for any. */
const SHA256_OF_NOTHING = '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';

interface S3Options {
  /** How long the store is waited for. */
  readonly patience?: Patience;
  /** Sends copies: `fetch` unless given. */
  readonly send?: SendBare;
}

/** The object store through the AWS SDK. */
export function createS3Blobs(
  settings: StoreAccess,
  ids: Ids,
  { patience, send = sendByFetch }: S3Options = {},
): Blobs {
  const client = createS3Client(settings, patience);
  return {
    ...bucketBlobs(client, ids),
    ...multipartBlobs(client),
    ...copyBlobs(client, createQuickCopy(settings, send)),
    list: (bucket, prefix, startAfter) => listPages(client, { bucket, prefix, startAfter }),

    async head({ bucket, key }) {
      const command = new HeadObjectCommand({ Bucket: bucket, Key: key, ChecksumMode: 'ENABLED' });
      const found = await sentIfThere(client.send(command));
      return (
        found && {
          sizeBytes: found.ContentLength ?? 0,
          sha256: found.ChecksumSHA256 && compositeToWire(found.ChecksumSHA256),
        }
      );
    },

    async get({ bucket, key }) {
      const command = new GetObjectCommand({ Bucket: bucket, Key: key });
      const found = await sentIfThere(client.send(command));
      return found?.Body && chunksOf(found.Body.transformToWebStream());
    },

    async deleteMany(bucket, keys) {
      if (keys.length === 0) return;
      const Delete = { Objects: keys.map((key) => ({ Key: key })), Quiet: true };
      const { Errors } = await sent(
        client.send(new DeleteObjectsCommand({ Bucket: bucket, Delete }), SLOW),
      );
      const [first] = Errors ?? [];
      if (first) throw unavailable(new Error(`${first.Key}: ${first.Code} ${first.Message}`));
    },

    async putJson({ bucket, key }, document) {
      const Body = JSON.stringify(document);
      const ContentType = 'application/json';
      await sent(
        client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body, ContentType })),
      );
    },

    async getJson({ bucket, key }) {
      const found = await sentIfThere(
        client.send(new GetObjectCommand({ Bucket: bucket, Key: key })),
      );
      const text = await sent(Promise.resolve(found?.Body?.transformToString()));
      return text === undefined ? undefined : JSON.parse(text);
    },
  };
}

type BucketBlobs = Pick<Blobs, 'ensureBucket' | 'ping' | 'refusesWrongChecksum'>;

function bucketBlobs(client: S3Client, ids: Ids): BucketBlobs {
  const hasBucket = async (bucket: string) =>
    (await sentIfThere(client.send(new HeadBucketCommand({ Bucket: bucket })))) !== undefined;
  return {
    async ensureBucket(bucket) {
      if (await hasBucket(bucket)) return;
      await client.send(new CreateBucketCommand({ Bucket: bucket })).catch((error: unknown) => {
        // Another replica may have been quicker.
        if (!isNamed(error, 'BucketAlreadyOwnedByYou', 'BucketAlreadyExists')) {
          throw unavailable(error);
        }
      });
    },

    async ping(bucket) {
      if (await hasBucket(bucket)) return;
      throw new DcsError('storage.unavailable', { detail: `The bucket ${bucket} is missing.` });
    },

    async refusesWrongChecksum(bucket) {
      const object = { Bucket: bucket, Key: `probe/${ids.uuid()}` };
      const put = new PutObjectCommand({
        ...object,
        Body: 'These bytes have another SHA-256.',
        ChecksumSHA256: SHA256_OF_NOTHING,
      });
      try {
        await client.send(put);
      } catch (error) {
        if (statusOf(error) === 400) return true;
        throw unavailable(error);
      }
      await sent(client.send(new DeleteObjectCommand(object)));
      return false;
    },
  };
}

/** What breaks off in the middle is the store's fault too. */
async function* chunksOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    throw unavailable(error);
  }
}

interface Listing {
  readonly bucket: string;
  readonly prefix: string;
  readonly startAfter: string | undefined;
}

async function* listPages(client: S3Client, { bucket, prefix, startAfter }: Listing) {
  const input = { Bucket: bucket, Prefix: prefix, StartAfter: startAfter };
  try {
    for await (const { Contents = [] } of paginateListObjectsV2({ client }, input)) {
      yield Contents.map(entryOf);
    }
  } catch (error) {
    throw unavailable(error);
  }
}

/** @throws when the store leaves out what S3 always tells */
function entryOf({ Key, Size, ETag, LastModified }: _Object): BlobEntry {
  if (Key === undefined || Size === undefined || !ETag || !LastModified) {
    throw new Error(`A list tells too little of ${Key}.`);
  }
  return { key: Key, sizeBytes: Size, etag: ETag, modifiedAt: LastModified };
}
