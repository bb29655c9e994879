import {
  CopyObjectCommand,
  HeadObjectCommand,
  ListPartsCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { expect } from 'vitest';
import type { Check, Lab } from './conformance-lab.suite.ts';
import { expectRefusal, MIB, md5, sha256 } from './conformance-lab.suite.ts';
import { BODIES, begin, complete, filled } from './conformance-multipart.suite.ts';

function copy(lab: Lab, from: string, to: object) {
  const source = `${lab.bucket}/${from.split('/').map(encodeURIComponent).join('/')}`;
  return lab.client.send(
    new CopyObjectCommand({ Bucket: lab.bucket, Key: 'copy', CopySource: source, ...to }),
  );
}

function head(lab: Lab, Key: string) {
  return lab.client.send(
    new HeadObjectCommand({ Bucket: lab.bucket, Key, ChecksumMode: 'ENABLED' }),
  );
}

export const COPY_CHECKS: Check[] = [
  {
    name: 'CopyObject keeps bytes, ETag, SHA-256 and headers',
    async run(lab) {
      const key = 'a b+%ü';
      const ChecksumSHA256 = sha256('hello', 'base64');
      const extras = { ChecksumSHA256, Metadata: { x: 'y' }, ContentType: 'a/b' };
      const ETag = await lab.put(key, 'hello', extras);
      const { CopyObjectResult } = await copy(lab, key, {});
      expect(CopyObjectResult?.ETag).toBe(ETag);
      expect(await head(lab, 'copy')).toMatchObject({ ETag, ...extras });
      expect(await lab.get('copy')).toBe('hello');
      expect(await lab.get(key)).toBe('hello');
    },
  },
  {
    name: 'the answer to CopyObject tells the checksum',
    async run(lab) {
      const ChecksumSHA256 = sha256('hello', 'base64');
      await lab.put('a', 'hello', { ChecksumSHA256 });
      const { CopyObjectResult } = await copy(lab, 'a', {});
      expect(CopyObjectResult?.ChecksumSHA256).toBe(ChecksumSHA256);
    },
  },
  {
    name: 'CopyObject replaces headers when told to',
    async run(lab) {
      await lab.put('a', 'hello', { Metadata: { x: 'y' } });
      const to = { MetadataDirective: 'REPLACE', Metadata: { z: '1' }, ContentType: 'c/d' };
      await copy(lab, 'a', to);
      expect(await head(lab, 'copy')).toMatchObject({ Metadata: { z: '1' }, ContentType: 'c/d' });
    },
  },
  {
    name: 'a copy onto itself must change something',
    async run(lab) {
      await lab.put('a', 'hello');
      await expectRefusal(copy(lab, 'a', { Key: 'a' }), 400, 'InvalidRequest');
      await copy(lab, 'a', { Key: 'a', MetadataDirective: 'REPLACE', Metadata: { z: '1' } });
      expect(await lab.get('a')).toBe('hello');
    },
  },
  {
    name: 'conditions on a copy’s source are honoured',
    async run(lab) {
      const etag = await lab.put('a', 'hello');
      await copy(lab, 'a', { CopySourceIfMatch: etag });
      const stale = copy(lab, 'a', { CopySourceIfMatch: `"${md5('x')}"` });
      await expectRefusal(stale, 412, 'PreconditionFailed');
      const same = copy(lab, 'a', { CopySourceIfNoneMatch: etag });
      await expectRefusal(same, 412, 'PreconditionFailed');
    },
  },
  {
    name: 'conditions on a copy’s destination are honoured',
    async run(lab) {
      await lab.put('a', 'hello');
      await lab.put('copy', 'taken');
      const refused = copy(lab, 'a', { IfNoneMatch: '*' });
      await expectRefusal(refused, 412, 'PreconditionFailed');
      expect(await lab.get('copy')).toBe('taken');
    },
  },
  {
    name: 'a missing source answers NoSuchKey or NoSuchBucket',
    async run(lab) {
      await expectRefusal(copy(lab, 'nothing', {}), 404, 'NoSuchKey');
      const elsewhere = copy(lab, 'a', { CopySource: 'not-there-at-all/a' });
      await expectRefusal(elsewhere, 404, 'NoSuchBucket');
    },
  },
  {
    name: 'CopyObject of a multipart object has a SHA-256 of the whole',
    async run(lab) {
      const { upload, parts } = await filled(lab, 'a');
      await complete(lab, upload, parts);
      await copy(lab, 'a', {});
      expect(await head(lab, 'copy')).toMatchObject({
        ChecksumSHA256: sha256(Buffer.concat(BODIES), 'base64'),
        ChecksumType: 'FULL_OBJECT',
        ContentLength: Buffer.concat(BODIES).length,
      });
    },
  },
  {
    name: 'UploadPartCopy at the same borders, without an algorithm, gives the same ETag',
    async run(lab) {
      const { upload, parts } = await filled(lab, 'a');
      const { ETag } = await complete(lab, upload, parts);
      const target = await begin(lab, 'copy', { ChecksumAlgorithm: undefined });
      const CopySource = `${lab.bucket}/a`;
      let first = 0;
      const copied = [];
      for (const [index, body] of BODIES.entries()) {
        const PartNumber = index + 1;
        const CopySourceRange = `bytes=${first}-${first + body.length - 1}`;
        const command = { ...target, PartNumber, CopySource, CopySourceRange };
        const { CopyPartResult } = await lab.client.send(new UploadPartCopyCommand(command));
        copied.push({ PartNumber, ETag: CopyPartResult?.ETag });
        first += body.length;
      }
      expect((await complete(lab, target, copied)).ETag).toBe(ETag);
      expect((await lab.get('copy')) === Buffer.concat(BODIES).toString()).toBe(true);
    },
  },
  {
    name: 'UploadPartCopy into an upload with SHA256 computes the part’s SHA-256',
    async run(lab) {
      await lab.put('a', 'hello');
      const target = await begin(lab, 'copy');
      const command = { ...target, PartNumber: 1, CopySource: `${lab.bucket}/a` };
      const { CopyPartResult } = await lab.client.send(new UploadPartCopyCommand(command));
      expect(CopyPartResult?.ChecksumSHA256).toBe(sha256('hello', 'base64'));
      const { Parts } = await lab.client.send(new ListPartsCommand(target));
      expect(Parts).toMatchObject([{ Size: 5, ChecksumSHA256: sha256('hello', 'base64') }]);
    },
  },
  {
    name: 'UploadPartCopy refuses a range outside its source',
    async run(lab) {
      await lab.put('a', Buffer.alloc(MIB));
      const target = await begin(lab, 'copy', { ChecksumAlgorithm: undefined });
      const at = { ...target, PartNumber: 1, CopySource: `${lab.bucket}/a` };
      const beyond = { ...at, CopySourceRange: `bytes=0-${MIB}` };
      await expectRefusal(lab.client.send(new UploadPartCopyCommand(beyond)), 416);
    },
  },
];
