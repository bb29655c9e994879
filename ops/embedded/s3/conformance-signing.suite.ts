import { GetObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { expect } from 'vitest';
import type { Check, Lab } from './conformance-lab.suite.ts';
import { expectRaw, expectRefusal, makeClient, sha256 } from './conformance-lab.suite.ts';

const HOUR_MS = 3_600_000;

async function getUrl(lab: Lab, options: object = {}): Promise<string> {
  const url = await lab.presign(new GetObjectCommand({ Bucket: lab.bucket, Key: 'a' }), options);
  return url.slice(lab.endpoint.length);
}

/** A URL for exactly `body`: its length and SHA-256 are signed as headers. */
async function uploadUrl(lab: Lab, body: string): Promise<string> {
  const sum = { ChecksumSHA256: sha256(body, 'base64') };
  const at = { Bucket: lab.bucket, Key: 'a', ContentLength: body.length, ...sum };
  const url = await lab.presign(new PutObjectCommand(at), {
    unhoistableHeaders: new Set(['x-amz-checksum-sha256']),
    signableHeaders: new Set(['host', 'content-length', 'x-amz-checksum-sha256']),
  });
  return url.slice(lab.endpoint.length);
}

function upload(lab: Lab, path: string, { body, headers }: { body: string; headers: object }) {
  const sent = { 'content-length': body.length, ...headers };
  return lab.raw({ method: 'PUT', path, headers: sent, body });
}

export const SIGNING_CHECKS: Check[] = [
  {
    name: 'anonymous requests are refused',
    async run({ raw, put, bucket }) {
      await put('a', 'x');
      for (const path of [
        '/',
        `/${bucket}`,
        `/${bucket}/a`,
        `/${bucket}/a?response-content-type=x`,
      ]) {
        expectRaw(await raw({ method: 'GET', path }), 403, 'AccessDenied');
      }
      const headers = { 'content-length': 1 };
      const anonymous = await raw({ method: 'PUT', path: `/${bucket}/b`, headers, body: 'x' });
      expectRaw(anonymous, 403, 'AccessDenied');
    },
  },
  {
    name: 'a wrong secret and an unknown access key are refused',
    async run(lab) {
      const command = new HeadObjectCommand({ Bucket: lab.bucket, Key: 'a' });
      const read = new GetObjectCommand({ Bucket: lab.bucket, Key: 'a' });
      const forger = makeClient({ ...lab, secretKey: `${lab.secretKey}x` });
      await expectRefusal(forger.send(read), 403, 'SignatureDoesNotMatch');
      await expectRefusal(forger.send(command), 403);
      const stranger = makeClient({ ...lab, accessKey: 'stranger' });
      await expectRefusal(stranger.send(read), 403, 'InvalidAccessKeyId');
    },
  },
  {
    name: 'a URL works until it expires',
    async run(lab) {
      await lab.put('a', 'x');
      const young = await getUrl(lab, { signingDate: new Date(Date.now() - 200_000) });
      expectRaw(await lab.raw({ method: 'GET', path: young }), 200);
      const old = await getUrl(lab, { signingDate: new Date(Date.now() - 400_000) });
      expectRaw(await lab.raw({ method: 'GET', path: old }), 403, 'AccessDenied');
    },
  },
  {
    name: 'a URL signed for the future is refused',
    async run(lab) {
      await lab.put('a', 'x');
      const path = await getUrl(lab, { signingDate: new Date(Date.now() + HOUR_MS) });
      expectRaw(await lab.raw({ method: 'GET', path }), 403, 'AccessDenied');
    },
  },
  {
    name: 'a URL cannot live longer than seven days',
    async run(lab) {
      await lab.put('a', 'x');
      const path = (await getUrl(lab)).replace('Expires=300', 'Expires=604801');
      expectRaw(await lab.raw({ method: 'GET', path }), 400, 'AuthorizationQueryParametersError');
    },
  },
  {
    name: 'a signed header whose clock is an hour off is refused',
    async run({ bucket, sign, raw }) {
      for (const offset of [-HOUR_MS, HOUR_MS]) {
        const request = { method: 'GET', path: `/${bucket}/a` };
        const signed = sign(request, 'UNSIGNED-PAYLOAD', new Date(Date.now() + offset));
        const answer = await raw({ ...request, headers: signed.headers });
        expectRaw(answer, 403, 'RequestTimeTooSkewed');
      }
    },
  },
  {
    name: 'a tampered URL is refused: another key, method, expiry or signature',
    async run(lab) {
      await lab.put('a', 'x');
      await lab.put('b', 'secret');
      const path = await getUrl(lab);
      const tampered = [
        path.replace('/a?', '/b?'),
        path.replace('Expires=300', 'Expires=3000'),
        `${path}&response-content-type=text%2Fhtml`,
        path.replace(/X-Amz-Signature=.{8}/, 'X-Amz-Signature=00000000'),
      ];
      for (const changed of tampered) {
        expectRaw(await lab.raw({ method: 'GET', path: changed }), 403, 'SignatureDoesNotMatch');
      }
      expectRaw(await lab.raw({ method: 'HEAD', path }), 403);
      expectRaw(await lab.raw({ method: 'GET', path }), 200);
    },
  },
  {
    name: 'the host is signed',
    async run(lab) {
      await lab.put('a', 'x');
      const headers = { host: 'localhost:1' };
      const answer = await lab.raw({ method: 'GET', path: await getUrl(lab), headers });
      expectRaw(answer, 403, 'SignatureDoesNotMatch');
    },
  },
  {
    name: 'a URL with signed length and SHA-256 takes exactly those bytes',
    async run(lab) {
      const path = await uploadUrl(lab, 'right');
      const headers = { 'x-amz-checksum-sha256': sha256('right', 'base64') };
      const other = { 'x-amz-checksum-sha256': sha256('wrong', 'base64') };
      expectRaw(await upload(lab, path, { body: 'longer', headers }), 403, 'SignatureDoesNotMatch');
      expectRaw(await upload(lab, path, { body: 'wrong', headers: other }), 403);
      const wrong = await upload(lab, path, { body: 'wrong', headers });
      expectRaw(wrong, 400, 'XAmzContentChecksumMismatch');
      await expectRefusal(lab.get('a'), 404);
      expectRaw(await upload(lab, path, { body: 'right', headers }), 200);
      expect(await lab.get('a')).toBe('right');
    },
  },
  {
    name: 'a request without a header its URL signed answers 403',
    async run(lab) {
      const path = await uploadUrl(lab, 'right');
      const answer = await upload(lab, path, { body: 'right', headers: {} });
      await expectRefusal(lab.get('a'), 404);
      expectRaw(answer, 403, 'AccessDenied');
    },
  },
  {
    name: 'x-amz-content-sha256 must be the hash of the body',
    async run({ bucket, sign, raw, get }) {
      const request = { method: 'PUT', path: `/${bucket}/a`, headers: { 'content-length': 3 } };
      const { headers } = sign(request, sha256('abc', 'hex'));
      expectRaw(await raw({ ...request, headers, body: 'abd' }), 400, 'XAmzContentSHA256Mismatch');
      await expectRefusal(get('a'), 404);
      expectRaw(await raw({ ...request, headers, body: 'abc' }), 200);
    },
  },
  {
    name: 'a Bearer beside a query signature is ignored',
    async run(lab) {
      await lab.put('a', 'x');
      const headers = { authorization: 'Bearer eyJhbGciOiJIUzI1NiJ9.e30.x' };
      const answer = await lab.raw({ method: 'GET', path: await getUrl(lab), headers });
      expectRaw(answer, 200);
    },
  },
  {
    name: 'a Bearer alone is refused',
    async run({ bucket, raw }) {
      const headers = { authorization: 'Bearer eyJhbGciOiJIUzI1NiJ9.e30.x' };
      const answer = await raw({ method: 'GET', path: `/${bucket}/a`, headers });
      expect([400, 403]).toContain(answer.status);
    },
  },
  {
    name: 'metadata that the URL did not sign is refused',
    async run(lab) {
      const path = await uploadUrl(lab, 'right');
      const headers = { 'x-amz-checksum-sha256': sha256('right', 'base64'), 'x-amz-meta-x': 'y' };
      const answer = await upload(lab, path, { body: 'right', headers });
      await expectRefusal(lab.get('a'), 404);
      expectRaw(answer, 403, 'AccessDenied');
    },
  },
  {
    name: 'a URL of another region is refused',
    async run(lab) {
      const url = await getUrl(lab, { signingRegion: 'eu-west-7' });
      expectRaw(
        await lab.raw({ method: 'GET', path: url }),
        400,
        'AuthorizationQueryParametersError',
      );
    },
  },
];
