import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
} from '@aws-sdk/client-s3';
import { expect } from 'vitest';
import type { Check } from './conformance-lab.suite.ts';
import { expectRaw, expectRefusal, md5 } from './conformance-lab.suite.ts';

export const OBJECT_CHECKS: Check[] = [
  {
    name: 'an object comes back with its bytes, ETag, length and headers',
    async run({ client, bucket, put, get }) {
      const etag = await put('a.json', '{"a":1}', {
        ContentType: 'application/json',
        CacheControl: 'max-age=60',
        ContentDisposition: 'inline',
        ContentEncoding: 'identity',
        Metadata: { origin: 'a b' },
      });
      expect(etag).toBe(`"${md5('{"a":1}')}"`);
      const head = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: 'a.json' }));
      expect(head).toMatchObject({
        ContentLength: 7,
        ContentType: 'application/json',
        CacheControl: 'max-age=60',
        ContentDisposition: 'inline',
        ContentEncoding: 'identity',
        Metadata: { origin: 'a b' },
        ETag: etag,
      });
      expect(await get('a.json')).toBe('{"a":1}');
    },
  },
  {
    name: 'an empty object is an object',
    async run({ put, get }) {
      expect(await put('empty', '')).toBe(`"${md5('')}"`);
      expect(await get('empty')).toBe('');
    },
  },
  {
    name: 'a second PUT replaces bytes and headers',
    async run({ client, bucket, put, get }) {
      await put('a', 'one', { Metadata: { first: '1' } });
      await put('a', 'second');
      const head = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: 'a' }));
      expect(head.Metadata).toEqual({});
      expect(await get('a')).toBe('second');
    },
  },
  {
    name: 'a missing object answers NoSuchKey, a HEAD 404, and its DELETE 204',
    async run({ client, bucket, get }) {
      const at = { Bucket: bucket, Key: 'nothing' };
      await expectRefusal(get('nothing'), 404, 'NoSuchKey');
      await expectRefusal(client.send(new HeadObjectCommand(at)), 404);
      const { $metadata } = await client.send(new DeleteObjectCommand(at));
      expect($metadata.httpStatusCode).toBe(204);
    },
  },
  {
    name: 'DeleteObjects deletes what is there and reports each key',
    async run({ client, bucket, put }) {
      const keys = ['a', 'b & <c>', ' spaced ', 'line\r\nbreak'];
      for (const key of keys) {
        await put(key, 'x');
      }
      const Objects = [...keys, 'missing'].map((Key) => ({ Key }));
      const answer = await client.send(
        new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects } }),
      );
      expect(answer.Deleted?.map(({ Key }) => Key).sort()).toEqual([...keys, 'missing'].sort());
      const listed = await client.send(new ListObjectsV2Command({ Bucket: bucket }));
      expect(listed.KeyCount).toBe(0);
    },
  },
  {
    name: 'a quiet DeleteObjects reports nothing that went well',
    async run({ client, bucket, put }) {
      await put('a', 'x');
      const Delete = { Objects: [{ Key: 'a' }], Quiet: true };
      const answer = await client.send(new DeleteObjectsCommand({ Bucket: bucket, Delete }));
      expect(answer.Deleted ?? []).toEqual([]);
      expect(answer.Errors ?? []).toEqual([]);
    },
  },
  {
    name: 'a wrong Content-MD5 is refused and leaves the old object',
    async run({ put, get }) {
      await put('a', 'old');
      const ContentMD5 = Buffer.from(md5('other'), 'hex').toString('base64');
      await expectRefusal(put('a', 'new', { ContentMD5 }), 400, 'BadDigest');
      await expectRefusal(put('a', 'new', { ContentMD5: 'nonsense' }), 400, 'InvalidDigest');
      expect(await get('a')).toBe('old');
    },
  },
  {
    name: 'If-None-Match: * creates and never replaces',
    async run({ put, get }) {
      await put('a', 'first', { IfNoneMatch: '*' });
      await expectRefusal(put('a', 'second', { IfNoneMatch: '*' }), 412, 'PreconditionFailed');
      expect(await get('a')).toBe('first');
    },
  },
  {
    name: 'of many concurrent PUTs with If-None-Match: * one wins',
    async run({ put, get }) {
      const bodies = Array.from({ length: 12 }, (_, index) => `body ${index}`);
      const outcomes = await Promise.allSettled(
        bodies.map((body) => put('race', body, { IfNoneMatch: '*' })),
      );
      const winners = bodies.filter((_, index) => outcomes[index]?.status === 'fulfilled');
      expect(winners).toEqual([await get('race')]);
    },
  },
  {
    name: 'If-Match on PUT replaces only what was seen',
    async run({ put, get }) {
      const etag = await put('a', 'one');
      await put('a', 'two', { IfMatch: etag });
      await expectRefusal(put('a', 'three', { IfMatch: etag }), 412, 'PreconditionFailed');
      expect(await get('a')).toBe('two');
    },
  },
  {
    name: 'If-Match on DELETE deletes only what was seen',
    async run({ client, bucket, put }) {
      const at = { Bucket: bucket, Key: 'a' };
      await put('a', 'one');
      const stale = client.send(new DeleteObjectCommand({ ...at, IfMatch: `"${md5('other')}"` }));
      await expectRefusal(stale, 412, 'PreconditionFailed');
    },
  },
  {
    name: 'a PUT without a length answers 411',
    async run({ bucket, sign, raw }) {
      const request = { method: 'PUT', path: `/${bucket}/a` };
      const { headers } = sign(request, 'UNSIGNED-PAYLOAD');
      const chunked = { ...headers, 'transfer-encoding': 'chunked' };
      expectRaw(
        await raw({ ...request, headers: chunked, body: 'x' }),
        411,
        'MissingContentLength',
      );
    },
  },
  {
    name: 'metadata over 2 KB is refused',
    async run({ put }) {
      await put('fits', 'x', { Metadata: { long: 'x'.repeat(2000) } });
      const refused = put('a', 'x', { Metadata: { long: 'x'.repeat(2100) } });
      await expectRefusal(refused, 400, 'MetadataTooLarge');
    },
  },
  {
    name: 'concurrent PUTs to one key leave one of the bodies, whole',
    async run({ put, get }) {
      const bodies = Array.from({ length: 8 }, (_, index) => String(index).repeat(100_000));
      await Promise.all(bodies.map((body) => put('a', body)));
      expect(bodies.includes(await get('a'))).toBe(true);
    },
  },
];
