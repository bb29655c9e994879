import { connect } from 'node:net';
import { CreateMultipartUploadCommand, ListPartsCommand } from '@aws-sdk/client-s3';
import { expect } from 'vitest';
import type { Check, Lab } from './conformance-lab.suite.ts';
import { expectRaw, expectRefusal } from './conformance-lab.suite.ts';

/** Sends a PUT that promises `length` bytes, gives fewer, and hangs up. */
function hangUp(lab: Lab, path: string, length: number): Promise<void> {
  const request = { method: 'PUT', path, headers: { 'content-length': length } };
  const { headers } = lab.sign(request, 'UNSIGNED-PAYLOAD');
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const { hostname, port } = new URL(lab.endpoint);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    socket.on('error', reject);
    socket.on('close', () => resolve());
    socket.resume();
    const half = 'x'.repeat(Math.floor(length / 2));
    socket.write(`PUT ${path} HTTP/1.1\r\n${lines.join('')}\r\n${half}`, () => socket.destroy());
  });
}

const ORIGIN = { origin: 'https://panel.example' };

export const WIRE_CHECKS: Check[] = [
  {
    name: 'a client that hangs up mid-PUT leaves the old object',
    async run(lab) {
      await lab.put('a', 'old');
      await hangUp(lab, `/${lab.bucket}/a`, 4_000_000);
      await hangUp(lab, `/${lab.bucket}/b`, 4_000_000);
      expect(await lab.get('a')).toBe('old');
      await expectRefusal(lab.get('b'), 404, 'NoSuchKey');
      await lab.put('a', 'new');
      expect(await lab.get('a')).toBe('new');
    },
  },
  {
    name: 'a client that hangs up mid-part leaves no part',
    async run(lab) {
      const at = { Bucket: lab.bucket, Key: 'a' };
      const { UploadId } = await lab.client.send(new CreateMultipartUploadCommand(at));
      await hangUp(lab, `/${lab.bucket}/a?partNumber=1&uploadId=${UploadId}`, 4_000_000);
      const { Parts = [] } = await lab.client.send(new ListPartsCommand({ ...at, UploadId }));
      expect(Parts).toEqual([]);
    },
  },
  {
    name: 'Expect: 100-continue is answered before the body, a refusal instead of it',
    async run(lab) {
      const headers = { 'content-length': 5, expect: '100-continue' };
      const request = { method: 'PUT', path: `/${lab.bucket}/a`, headers };
      const signed = lab.sign({ ...request, headers: { 'content-length': 5 } }, 'UNSIGNED-PAYLOAD');
      const sent = { ...signed.headers, expect: '100-continue' };
      expectRaw(await lab.raw({ ...request, headers: sent, body: 'hello' }), 200);
      expect(await lab.get('a')).toBe('hello');
      expectRaw(await lab.raw({ ...request, headers, body: 'hello' }), 403);
    },
  },
  {
    name: 'a preflight allows what was asked for, without a signature',
    async run(lab) {
      const headers = {
        ...ORIGIN,
        'access-control-request-method': 'PUT',
        'access-control-request-headers': 'x-amz-checksum-sha256,content-type',
      };
      const answer = await lab.raw({ method: 'OPTIONS', path: `/${lab.bucket}/a`, headers });
      expect([200, 204]).toContain(answer.status);
      expect(['*', ORIGIN.origin]).toContain(answer.headers['access-control-allow-origin']);
      expect(answer.headers['access-control-allow-methods']).toMatch(/PUT/);
      const allowed = answer.headers['access-control-allow-headers'] ?? '';
      expect(allowed.toLowerCase()).toMatch(/x-amz-checksum-sha256/);
    },
  },
  {
    name: 'a preflight may be cached',
    async run(lab) {
      const headers = { ...ORIGIN, 'access-control-request-method': 'PUT' };
      const answer = await lab.raw({ method: 'OPTIONS', path: `/${lab.bucket}/a`, headers });
      expect(Number(answer.headers['access-control-max-age'])).toBeGreaterThan(600);
    },
  },
  {
    name: 'another origin may read the answer, its ETag and checksum',
    async run(lab) {
      await lab.put('a', 'x');
      const request = { method: 'GET', path: `/${lab.bucket}/a`, headers: ORIGIN };
      const { headers } = lab.sign(request, 'UNSIGNED-PAYLOAD');
      const answer = await lab.raw({ ...request, headers });
      expect(['*', ORIGIN.origin]).toContain(answer.headers['access-control-allow-origin']);
      const exposed = answer.headers['access-control-expose-headers'] ?? '';
      expect(exposed.toLowerCase()).toMatch(/etag/);
      expect(exposed.toLowerCase()).toMatch(/x-amz|x-amz-checksum-sha256/);
    },
  },
  {
    name: 'XML that is not well-formed, or declares entities, is refused',
    async run(lab) {
      const bodies = ['<Delete><Object>', '<!DOCTYPE d [<!ENTITY x "a">]><Delete>&x;</Delete>'];
      for (const body of bodies) {
        const headers = { 'content-length': body.length };
        const request = { method: 'POST', path: `/${lab.bucket}?delete=`, headers };
        const signed = lab.sign(request, 'UNSIGNED-PAYLOAD');
        expect((await lab.raw({ ...request, headers: signed.headers, body })).status).toBe(400);
      }
    },
  },
];
