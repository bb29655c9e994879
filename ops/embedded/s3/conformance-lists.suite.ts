import type { ListObjectsV2CommandInput } from '@aws-sdk/client-s3';
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { expect } from 'vitest';
import type { Check, Lab } from './conformance-lab.suite.ts';
import { expectRefusal } from './conformance-lab.suite.ts';

async function fill(lab: Lab, keys: string[]): Promise<void> {
  await Promise.all(keys.map((key) => lab.put(key, 'x')));
}

type Query = Omit<ListObjectsV2CommandInput, 'Bucket'>;

async function list(lab: Lab, query: Query) {
  const answer = await lab.client.send(new ListObjectsV2Command({ Bucket: lab.bucket, ...query }));
  return {
    keys: (answer.Contents ?? []).map(({ Key }) => Key ?? ''),
    prefixes: (answer.CommonPrefixes ?? []).map(({ Prefix }) => Prefix ?? ''),
    answer,
  };
}

/** All pages, as one sequence of keys and prefixes. */
async function listAll(lab: Lab, query: Query): Promise<string[]> {
  const found: string[] = [];
  let token: string | undefined;
  do {
    const more = token === undefined ? {} : { ContinuationToken: token };
    const { keys, prefixes, answer } = await list(lab, { ...query, ...more });
    found.push(...keys, ...prefixes);
    token = answer.NextContinuationToken;
    expect(answer.IsTruncated).toBe(token !== undefined);
    expect(answer.KeyCount).toBe(keys.length + prefixes.length);
  } while (token !== undefined);
  return found;
}

const TREE = ['a/1', 'a/2', 'a/b/3', 'b/4', 'c', 'd/e/f/5', 'd/e/g/6', 'z'];

export const LIST_CHECKS: Check[] = [
  {
    name: 'a prefix narrows, a delimiter folds',
    async run(lab) {
      await fill(lab, TREE);
      expect((await list(lab, {})).keys).toEqual(TREE);
      expect((await list(lab, { Prefix: 'a/' })).keys).toEqual(['a/1', 'a/2', 'a/b/3']);
      expect(await list(lab, { Delimiter: '/' })).toMatchObject({
        keys: ['c', 'z'],
        prefixes: ['a/', 'b/', 'd/'],
      });
      expect(await list(lab, { Prefix: 'a/', Delimiter: '/' })).toMatchObject({
        keys: ['a/1', 'a/2'],
        prefixes: ['a/b/'],
      });
      expect(await list(lab, { Prefix: 'd/e', Delimiter: '/' })).toMatchObject({
        keys: [],
        prefixes: ['d/e/'],
      });
      expect((await list(lab, { Prefix: 'nothing' })).answer.KeyCount).toBe(0);
    },
  },
  {
    name: 'start-after begins behind a key, there or not',
    async run(lab) {
      await fill(lab, TREE);
      expect((await list(lab, { StartAfter: 'b/4' })).keys).toEqual(TREE.slice(4));
      expect((await list(lab, { StartAfter: 'b/5' })).keys).toEqual(TREE.slice(4));
      expect((await list(lab, { StartAfter: 'a/1', Prefix: 'a/' })).keys).toEqual(['a/2', 'a/b/3']);
      expect((await list(lab, { StartAfter: 'zz' })).keys).toEqual([]);
    },
  },
  {
    name: 'pages add up to everything, once, with and without delimiter',
    async run(lab) {
      await fill(lab, TREE);
      for (const MaxKeys of [1, 2, 3, 8]) {
        const plain = await listAll(lab, { MaxKeys });
        expect(plain).toEqual(TREE);
        const folded = await listAll(lab, { MaxKeys, Delimiter: '/' });
        expect(folded.sort()).toEqual(['a/', 'b/', 'c', 'd/', 'z']);
      }
    },
  },
  {
    name: 'a page holds at most 1,000 however many are asked for',
    async run(lab) {
      const keys = Array.from({ length: 1005 }, (_, index) => `k${String(index).padStart(5, '0')}`);
      for (let at = 0; at < keys.length; at += 50) {
        await fill(lab, keys.slice(at, at + 50));
      }
      const first = await list(lab, { MaxKeys: 5000 });
      expect(first.keys).toEqual(keys.slice(0, 1000));
      const { NextContinuationToken } = first.answer;
      const second = await list(lab, { ContinuationToken: NextContinuationToken });
      expect(second.keys).toEqual(keys.slice(1000));
    },
  },
  {
    name: 'keys come in the order of their UTF-8 bytes',
    async run(lab) {
      const keys = ['A', 'B/x', 'a', 'a-b', 'a.b', 'a0', '\u00e9', '\uFB01', '\u{1F600}'];
      await fill(lab, keys);
      expect((await list(lab, {})).keys).toEqual(keys);
    },
  },
  {
    name: 'encoding-type=url writes names so that decoding them gives them back',
    async run(lab) {
      const keys = ['a b/c+d%e', 'cr\rlf', 'ü/\u{1F600}'];
      await fill(lab, keys);
      const { answer } = await list(lab, { EncodingType: 'url' });
      expect(answer.EncodingType).toBe('url');
      const decoded = (answer.Contents ?? []).map(({ Key = '' }) =>
        decodeURIComponent(Key.replaceAll('+', ' ')),
      );
      expect(decoded.sort()).toEqual(keys.sort());
    },
  },
  {
    name: 'a malformed continuation token is refused',
    run: (lab) => expectRefusal(list(lab, { ContinuationToken: '!' }), 400, 'InvalidArgument'),
  },
  {
    name: 'an object is listed with size, ETag and time',
    async run(lab) {
      const etag = await lab.put('a', 'four');
      const { Contents } = (await list(lab, {})).answer;
      expect(Contents?.[0]).toMatchObject({ Key: 'a', Size: 4, ETag: etag });
      expect(Contents?.[0]?.LastModified).toBeInstanceOf(Date);
    },
  },
  {
    name: 'a listing sees a PUT and a DELETE at once',
    async run(lab) {
      for (let round = 0; round < 5; round += 1) {
        await lab.put(`k${round}`, 'x');
        expect((await list(lab, {})).keys).toContain(`k${round}`);
      }
    },
  },
];
