import { DeleteObjectCommand, HeadObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { expect } from 'vitest';
import type { Check, Lab } from './conformance-lab.suite.ts';
import { expectRefusal } from './conformance-lab.suite.ts';

async function listedKeys({ client, bucket }: Lab): Promise<string[]> {
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: bucket }));
  return Contents.map(({ Key }) => Key ?? '');
}

/** Puts, heads, gets, lists and deletes keys that live side by side. */
async function livesWell(lab: Lab, keys: string[]): Promise<void> {
  for (const key of keys) {
    await lab.put(key, `body of ${key}`);
  }
  expect((await listedKeys(lab)).sort()).toEqual([...keys].sort());
  for (const key of keys) {
    expect(await lab.get(key)).toBe(`body of ${key}`);
    await lab.client.send(new HeadObjectCommand({ Bucket: lab.bucket, Key: key }));
  }
  for (const key of keys) {
    await lab.client.send(new DeleteObjectCommand({ Bucket: lab.bucket, Key: key }));
  }
  expect(await listedKeys(lab)).toEqual([]);
}

const KEY_CASES: [string, string[]][] = [
  ['spaces, plus, percent and quotes', [' lead', 'a b+c%d', '100%25', `it's "q" & <x>`, 'trail ']],
  ['question marks, hashes and the like', ['why?', 'a#b', 'a;b:c@d=e,f$g!h*i(j)', '[x]{y}|z^~`\\']],
  ['NFC and NFD twins', ['caf\u00e9', 'cafe\u0301']],
  ['case twins', ['Readme', 'README', 'readme']],
  ['emoji and far planes', ['\u{1F600}/\u{10FFFD}', '\uFB01', '\u0130']],
  ['device names and trailing dots', ['CON.txt', 'nul', 'aux/COM1', 'dot./x', 'a.', 'b ']],
  ['control characters', ['tab\there', 'bell\u0007', 'cr\rlf\n']],
  ['names that look like dots', ['...', 'a..b', '.hidden', 'x/..y/.z']],
  ['1,024 bytes in short segments', [`${'0123456789abcde/'.repeat(63)}0123456789abcdef`]],
];

export const KEY_CHECKS: Check[] = [
  ...KEY_CASES.map(([name, keys]) => ({
    name: `keys with ${name} live side by side`,
    run: (lab: Lab) => livesWell(lab, keys),
  })),
  {
    name: 'a and a/b both exist and both list',
    run: (lab) => livesWell(lab, ['a', 'a/b', 'a/b/c']),
  },
  {
    name: 'a key may hold // and end in /',
    run: (lab) => livesWell(lab, ['a//b', 'folder/', 'folder/x']),
  },
  {
    name: 'a segment may be over 255 bytes',
    run: (lab) => livesWell(lab, ['x'.repeat(1024), 'ü'.repeat(400)]),
  },
  {
    name: 'a key over 1,024 bytes is refused',
    run: ({ put }) =>
      expectRefusal(put(`${'0123456789/'.repeat(100)}`, 'x'), 400, 'KeyTooLongError'),
  },
  {
    name: 'keys that traverse are refused, however they are written',
    async run(lab) {
      const escapes = ['../x', 'a/../b', 'a/%2e%2e/b', '%2e%2e%2fx', './x', 'a/.', 'a/..'];
      for (const key of escapes) {
        const path = `/${lab.bucket}/${key}`;
        const canonical = path.replaceAll('%2e', '.').replaceAll('%2f', '/');
        const headers = { 'content-length': 1 };
        const signed = lab.sign({ method: 'PUT', path: canonical, headers }, 'UNSIGNED-PAYLOAD');
        const answer = await lab.raw({ method: 'PUT', path, headers: signed.headers, body: 'x' });
        expect(`${key} ${answer.status}`).toBe(`${key} 400`);
      }
      expect(await listedKeys(lab)).toEqual([]);
    },
  },
];
