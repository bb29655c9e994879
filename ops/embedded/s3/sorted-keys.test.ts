import fc from 'fast-check';
import { expect, test } from 'vitest';
import { listPage } from './listing.ts';
import { compareUtf8, SortedKeys } from './sorted-keys.ts';
import type { ListCursor, ObjectRecord } from './store.ts';

const KEY = fc.string({ unit: 'binary', maxLength: 6 }).filter((key) => key.isWellFormed());
const TREE_KEY = fc.string({
  unit: fc.constantFrom('a', 'b', '/', '\u{1F600}', '\uFB01'),
  maxLength: 5,
});
const OBJECT: ObjectRecord = {
  sizeBytes: 0,
  etag: '',
  modifiedAt: 0,
  headers: {},
  checksum: null,
  blobs: [],
};

function utf8Order(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

test('strings compare as their UTF-8 bytes do', () => {
  fc.assert(
    fc.property(KEY, KEY, (a, b) => {
      expect(Math.sign(compareUtf8(a, b))).toBe(utf8Order(a, b));
    }),
  );
});

test('keys stay sorted through any additions and deletions', () => {
  const step = fc.record({ add: fc.boolean(), key: fc.nat(3000).map((n) => `k${n}`) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 3000, size: 'max' }), (steps) => {
      const keys = new SortedKeys();
      const model = new Set<string>();
      for (const { add, key } of steps) {
        if (!add) {
          keys.delete(key);
          model.delete(key);
        } else if (!model.has(key)) {
          keys.add(key);
          model.add(key);
        }
      }
      expect([...keys.from(() => false)]).toEqual([...model].sort(utf8Order));
    }),
    { numRuns: 20 },
  );
});

/** ListObjectsV2 as its documentation words it, without any index. */
function naiveList(keys: string[], prefix: string, delimiter: string): string[] {
  const entries = keys
    .filter((key) => key.startsWith(prefix))
    .map((key) => {
      const cut = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
      return cut < 0 ? key : `P:${key.slice(0, cut + delimiter.length)}`;
    });
  return [...new Set(entries)];
}

test('pages of any size add up to the naive listing', () => {
  const query = fc.record({
    keys: fc.uniqueArray(
      TREE_KEY.filter((key) => key !== ''),
      { maxLength: 40 },
    ),
    prefix: fc.oneof(fc.constant(''), TREE_KEY),
    delimiter: fc.constantFrom('', '/', 'a/'),
    limit: fc.integer({ min: 1, max: 5 }),
  });
  fc.assert(
    fc.property(query, ({ keys, prefix, delimiter, limit }) => {
      const sorted = new SortedKeys();
      for (const key of keys) {
        sorted.add(key);
      }
      const objects = new Map(keys.map((key) => [key, OBJECT]));
      const found: string[] = [];
      let after: ListCursor | null = null;
      do {
        const page = listPage(sorted, objects, { prefix, delimiter, after, limit });
        const entries = [
          ...page.objects.map(({ key }) => ({ at: key, entry: key })),
          ...page.prefixes.map((at) => ({ at, entry: `P:${at}` })),
        ].sort((a, b) => utf8Order(a.at, b.at));
        expect(entries.length === limit || page.next === null).toBe(true);
        found.push(...entries.map(({ entry }) => entry));
        after = page.next;
      } while (after !== null);
      expect(found).toEqual(naiveList([...keys].sort(utf8Order), prefix, delimiter));
    }),
    { numRuns: 500 },
  );
});
