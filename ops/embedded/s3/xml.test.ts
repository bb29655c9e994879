import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildXml, childrenOf, parseXml, textOf } from './xml.ts';

test('any text survives being written and read', () => {
  const text = fc
    .string({ unit: 'binary' })
    .filter((key) => key.isWellFormed() && !key.includes('\0'));
  fc.assert(
    fc.property(fc.array(text, { minLength: 1 }), (keys) => {
      const xml = buildXml('Delete', { Object: keys.map((Key) => ({ Key: Key || ' ' })) });
      const read = childrenOf(parseXml(xml, ['Delete']), 'Object').map((o) => textOf(o, 'Key'));
      expect(read).toEqual(keys.map((key) => key || ' '));
    }),
  );
});

test('numeric and named entities are read once', () => {
  const root = parseXml('<D><Key>a&amp;lt;&#13;&#x1F600;&quot;</Key></D>', ['D']);
  expect(textOf(root, 'Key')).toBe('a&lt;\r\u{1F600}"');
});

test.each([
  '<D><Key></D>',
  'text',
  '',
  '<Other/>',
  '<!DOCTYPE d [<!ENTITY x "y">]><D><Key>&x;</Key></D>',
])('%s is refused', (xml) => {
  expect(() => parseXml(xml, ['D'])).toThrow(/XML/);
});
