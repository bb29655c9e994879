import type { CompletedPart } from '@aws-sdk/client-s3';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { expect } from 'vitest';
import type { Check, Lab } from './conformance-lab.suite.ts';
import { expectRaw, expectRefusal, MIB, md5, sha256 } from './conformance-lab.suite.ts';

export type Multipart = { Bucket: string; Key: string; UploadId: string };

export async function begin(lab: Lab, Key: string, more: object = {}): Promise<Multipart> {
  const Bucket = lab.bucket;
  const created = await lab.client.send(
    new CreateMultipartUploadCommand({ Bucket, Key, ChecksumAlgorithm: 'SHA256', ...more }),
  );
  return { Bucket, Key, UploadId: created.UploadId ?? '' };
}

async function sendPart(
  lab: Lab,
  upload: Multipart,
  { number, body }: { number: number; body: Buffer },
): Promise<CompletedPart> {
  const ChecksumSHA256 = sha256(body, 'base64');
  const { ETag = '' } = await lab.client.send(
    new UploadPartCommand({ ...upload, PartNumber: number, Body: body, ChecksumSHA256 }),
  );
  return { PartNumber: number, ETag, ChecksumSHA256 };
}

export function complete(lab: Lab, upload: Multipart & object, Parts: CompletedPart[]) {
  const command = { ...upload, MultipartUpload: { Parts } };
  return lab.client.send(new CompleteMultipartUploadCommand(command));
}

export const BODIES = [
  Buffer.alloc(5 * MIB, 'a'),
  Buffer.alloc(5 * MIB + 7, 'b'),
  Buffer.from('end'),
];

/** An upload with all of BODIES sent as parts 1, 2 and 3. */
export async function filled(lab: Lab, key: string, more: object = {}) {
  const upload = await begin(lab, key, more);
  const parts = await Promise.all(
    BODIES.map((body, index) => sendPart(lab, upload, { number: index + 1, body })),
  );
  return { upload, parts };
}

function composite(bodies: Buffer[]): string {
  const digests = bodies.map((body) => Buffer.from(sha256(body, 'hex'), 'hex'));
  return `${sha256(Buffer.concat(digests), 'base64')}-${bodies.length}`;
}

export const MULTIPART_CHECKS: Check[] = [
  {
    name: 'a multipart upload gives the composite SHA-256, the ETag of ETags, and the bytes',
    async run(lab) {
      const { upload, parts } = await filled(lab, 'a', {
        Metadata: { x: 'y' },
        ContentType: 'a/b',
      });
      const done = await complete(lab, upload, parts);
      const digests = Buffer.concat(BODIES.map((body) => Buffer.from(md5(body), 'hex')));
      const ETag = `"${md5(digests)}-3"`;
      expect(done).toMatchObject({ ETag, ChecksumSHA256: composite(BODIES) });
      const at = { Bucket: lab.bucket, Key: 'a' };
      const head = await lab.client.send(new HeadObjectCommand({ ...at, ChecksumMode: 'ENABLED' }));
      expect(head).toMatchObject({
        ETag,
        ContentType: 'a/b',
        Metadata: { x: 'y' },
        ChecksumSHA256: composite(BODIES),
        ChecksumType: 'COMPOSITE',
      });
      expect((await lab.get('a')) === Buffer.concat(BODIES).toString()).toBe(true);
      const border = `bytes=${5 * MIB - 2}-${5 * MIB + 1}`;
      expect(await lab.get('a', { Range: border })).toBe('aabb');
      expect(await lab.get('a', { Range: 'bytes=-5' })).toBe('bbend');
    },
  },
  {
    name: 'ListParts tells each part with size, ETag and SHA-256, in pages',
    async run(lab) {
      const { upload, parts } = await filled(lab, 'a');
      const first = await lab.client.send(new ListPartsCommand({ ...upload, MaxParts: 2 }));
      expect(first).toMatchObject({ IsTruncated: true, ChecksumAlgorithm: 'SHA256' });
      const marker = { PartNumberMarker: String(first.NextPartNumberMarker) };
      const second = await lab.client.send(new ListPartsCommand({ ...upload, ...marker }));
      expect(second.IsTruncated).toBe(false);
      const listed = [...(first.Parts ?? []), ...(second.Parts ?? [])];
      expect(listed).toMatchObject(
        parts.map((part, index) => ({ ...part, Size: BODIES[index]?.length })),
      );
    },
  },
  {
    name: 'a part sent again replaces the first',
    async run(lab) {
      const upload = await begin(lab, 'a');
      await sendPart(lab, upload, { number: 1, body: Buffer.from('first') });
      const part = await sendPart(lab, upload, { number: 1, body: Buffer.from('second') });
      await complete(lab, upload, [part]);
      expect(await lab.get('a')).toBe('second');
    },
  },
  {
    name: 'parts that Complete does not name are left out',
    async run(lab) {
      const { upload, parts } = await filled(lab, 'a');
      await complete(lab, upload, parts.slice(1));
      const at = { Bucket: lab.bucket, Key: 'a' };
      const head = await lab.client.send(new HeadObjectCommand(at));
      expect(head.ContentLength).toBe(5 * MIB + 7 + 3);
    },
  },
  {
    name: 'a second Complete answers NoSuchUpload and the object stays',
    async run(lab) {
      const upload = await begin(lab, 'a');
      const part = await sendPart(lab, upload, { number: 1, body: Buffer.from('x') });
      await complete(lab, upload, [part]);
      await expectRefusal(complete(lab, upload, [part]), 404, 'NoSuchUpload');
      expect(await lab.get('a')).toBe('x');
    },
  },
  {
    name: 'Complete refuses parts out of order, unknown, altered or too small',
    async run(lab) {
      const { upload, parts } = await filled(lab, 'a');
      const [one = {}, two = {}, three = {}] = parts;
      await expectRefusal(complete(lab, upload, [two, one]), 400, 'InvalidPartOrder');
      const unknown = { ...three, PartNumber: 9 };
      await expectRefusal(complete(lab, upload, [one, unknown]), 400, 'InvalidPart');
      const altered = { ...one, ETag: `"${md5('x')}"` };
      await expectRefusal(complete(lab, upload, [altered]), 400, 'InvalidPart');
      const other = { ...one, ChecksumSHA256: sha256('x', 'base64') };
      await expectRefusal(complete(lab, upload, [other]), 400, 'InvalidPart');
      const small = await sendPart(lab, upload, { number: 4, body: Buffer.from('small') });
      await expectRefusal(complete(lab, upload, [one, three, small]), 400, 'EntityTooSmall');
      await complete(lab, upload, [one, two, three]);
    },
  },
  {
    name: 'Complete refuses a composite that is not that of the parts',
    async run(lab) {
      const upload = await begin(lab, 'a');
      const part = await sendPart(lab, upload, { number: 1, body: Buffer.from('x') });
      const wrong = { ChecksumSHA256: composite([Buffer.from('other')]) };
      await expectRefusal(complete(lab, { ...upload, ...wrong }, [part]), 400);
      const right = { ChecksumSHA256: composite([Buffer.from('x')]) };
      await complete(lab, { ...upload, ...right }, [part]);
    },
  },
  {
    name: 'Complete without the parts’ checksums is refused when the upload has them',
    async run(lab) {
      const upload = await begin(lab, 'a');
      const { PartNumber, ETag } = await sendPart(lab, upload, {
        number: 1,
        body: Buffer.from('x'),
      });
      await expectRefusal(complete(lab, upload, [{ PartNumber, ETag }]), 400);
    },
  },
  {
    name: 'Complete honours If-None-Match: *',
    async run(lab) {
      await lab.put('a', 'old');
      const upload = await begin(lab, 'a');
      const part = await sendPart(lab, upload, { number: 1, body: Buffer.from('x') });
      const refused = complete(lab, { ...upload, ...{ IfNoneMatch: '*' } }, [part]);
      await expectRefusal(refused, 412, 'PreconditionFailed');
      expect(await lab.get('a')).toBe('old');
    },
  },
  {
    name: 'an aborted upload is gone, its parts with it',
    async run(lab) {
      const upload = await begin(lab, 'a');
      const part = await sendPart(lab, upload, { number: 1, body: Buffer.from('x') });
      await lab.client.send(new AbortMultipartUploadCommand(upload));
      await expectRefusal(complete(lab, upload, [part]), 404, 'NoSuchUpload');
      await expectRefusal(lab.client.send(new ListPartsCommand(upload)), 404, 'NoSuchUpload');
      const late = sendPart(lab, upload, { number: 2, body: Buffer.from('x') });
      await expectRefusal(late, 404, 'NoSuchUpload');
    },
  },
  {
    name: 'a part with wrong bytes, or without the checksum the upload wants, is refused',
    async run(lab) {
      const upload = await begin(lab, 'a');
      const wrong = new UploadPartCommand({
        ...upload,
        PartNumber: 1,
        Body: 'x',
        ChecksumSHA256: sha256('other', 'base64'),
      });
      await expectRefusal(lab.client.send(wrong), 400, 'XAmzContentChecksumMismatch');
      const path = `/${lab.bucket}/a?partNumber=1&uploadId=${upload.UploadId}`;
      const request = { method: 'PUT', path, headers: { 'content-length': 1 } };
      const { headers } = lab.sign(request, 'UNSIGNED-PAYLOAD');
      expectRaw(await lab.raw({ ...request, headers, body: 'x' }), 400);
      const { Parts = [] } = await lab.client.send(new ListPartsCommand(upload));
      expect(Parts).toEqual([]);
    },
  },
  {
    name: 'part numbers run from 1 to 10,000',
    async run(lab) {
      const upload = await begin(lab, 'a');
      await sendPart(lab, upload, { number: 10_000, body: Buffer.from('x') });
      for (const number of [0, 10_001]) {
        const refused = sendPart(lab, upload, { number, body: Buffer.from('x') });
        await expectRefusal(refused, 400, /InvalidArgument|InvalidPart/);
      }
    },
  },
  {
    name: 'open uploads are listed by exact key, and only while open',
    async run(lab) {
      const upload = await begin(lab, 'a/b');
      const list = async (Prefix: string) => {
        const command = new ListMultipartUploadsCommand({ Bucket: lab.bucket, Prefix });
        return ((await lab.client.send(command)).Uploads ?? []).map(({ UploadId }) => UploadId);
      };
      expect(await list('a/b')).toEqual([upload.UploadId]);
      await lab.client.send(new AbortMultipartUploadCommand(upload));
      expect(await list('a/b')).toEqual([]);
    },
  },
  {
    name: 'open uploads are listed by prefix, in pages',
    async run(lab) {
      const keys = ['p/a', 'p/b', 'p/c', 'q'];
      for (const key of keys) {
        await begin(lab, key);
      }
      const at = { Bucket: lab.bucket, Prefix: 'p/', MaxUploads: 2 };
      const first = await lab.client.send(new ListMultipartUploadsCommand(at));
      expect(first.Uploads?.map(({ Key }) => Key)).toEqual(['p/a', 'p/b']);
      const { NextKeyMarker: KeyMarker, NextUploadIdMarker: UploadIdMarker } = first;
      const second = await lab.client.send(
        new ListMultipartUploadsCommand({ ...at, KeyMarker, UploadIdMarker }),
      );
      expect(second.Uploads?.map(({ Key }) => Key)).toEqual(['p/c']);
    },
  },
];
