import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildXml, childrenOf, parseXml, textOf } from './xml.ts';

test('any text survives being written and read', () => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: characters XML 1.0 cannot hold.
  const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;
  const text = fc
    .string({ unit: 'binary' })
    .filter((key) => key.isWellFormed() && !forbidden.test(key));
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
  '<D><Key>a&#1;</Key></D>',
  '<D><Key>a&#x1F;</Key></D>',
  '<D><Key>a&#99999999;</Key></D>',
  '<D><Key>a\u0007</Key></D>',
])('%j is refused', (xml) => {
  expect(() => parseXml(xml, ['D'])).toThrow(/XML/);
});
