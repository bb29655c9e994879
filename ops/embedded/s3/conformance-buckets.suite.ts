import {
  CreateBucketCommand,
  DeleteBucketCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
} from '@aws-sdk/client-s3';
import { expect } from 'vitest';
import type { Check } from './conformance-lab.suite.ts';
import { expectRaw, expectRefusal } from './conformance-lab.suite.ts';

export const BUCKET_CHECKS: Check[] = [
  {
    name: 'a bucket is created, found, listed, located and deleted',
    async run({ client, bucket }) {
      await client.send(new HeadBucketCommand({ Bucket: bucket }));
      const { Buckets } = await client.send(new ListBucketsCommand({}));
      expect(Buckets?.map(({ Name }) => Name)).toContain(bucket);
      await client.send(new GetBucketLocationCommand({ Bucket: bucket }));
      await client.send(new DeleteBucketCommand({ Bucket: bucket }));
      await expectRefusal(client.send(new HeadBucketCommand({ Bucket: bucket })), 404);
    },
  },
  {
    name: 'creating a bucket again answers 409 BucketAlreadyOwnedByYou',
    async run({ client, bucket }) {
      const again = client.send(new CreateBucketCommand({ Bucket: bucket }));
      await expectRefusal(again, 409, 'BucketAlreadyOwnedByYou');
    },
  },
  {
    name: 'a bucket that holds an object is not deleted',
    async run({ client, bucket, put, get }) {
      await put('a', 'x');
      const refused = client.send(new DeleteBucketCommand({ Bucket: bucket }));
      await expectRefusal(refused, 409, 'BucketNotEmpty');
      expect(await get('a')).toBe('x');
    },
  },
  {
    name: 'a bucket that is not there answers NoSuchBucket',
    async run({ client, put }) {
      const Bucket = 'not-there-at-all';
      await expectRefusal(put('a', 'x', { Bucket }), 404, 'NoSuchBucket');
      const read = client.send(new GetObjectCommand({ Bucket, Key: 'a' }));
      await expectRefusal(read, 404, 'NoSuchBucket');
      await expectRefusal(client.send(new ListObjectsV2Command({ Bucket })), 404, 'NoSuchBucket');
    },
  },
  {
    name: 'bucket names S3 does not allow are refused',
    async run({ sign, raw }) {
      for (const name of ['ab', 'UPPER', 'under_score', 'dot..dot']) {
        const request = { method: 'PUT', path: `/${name}` };
        const { headers } = sign(request, 'UNSIGNED-PAYLOAD');
        expectRaw(await raw({ ...request, headers }), 400, 'InvalidBucketName');
      }
    },
  },
  {
    name: 'a subresource that is not kept is refused, not taken for the object itself',
    async run({ bucket, put, get, sign, raw }) {
      await put('a', 'x');
      const request = { method: 'PUT', path: `/${bucket}/a?torrent=`, body: 'broken' };
      const { headers } = sign(
        { ...request, headers: { 'content-length': 6 } },
        'UNSIGNED-PAYLOAD',
      );
      const { status } = await raw({ ...request, headers });
      expect(await get('a')).toBe('x');
      expect(status).toBeGreaterThanOrEqual(400);
    },
  },
];
