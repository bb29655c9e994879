import { XMLBuilder, XMLParser, XMLValidator } from 'fast-xml-parser';
import { S3Error } from './errors.ts';

/** An XML element's content: text, children by name, or a list for repeated elements. */
type XmlValue = string | number | boolean | XmlElement | XmlValue[] | undefined;
export type XmlElement = { [name: string]: XmlValue };

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

// The library's own escaping leaves a carriage return bare, which every XML reader turns into \n:
// a key holding one would come back changed. So text is escaped here and only assembled there.
const builder = new XMLBuilder({ ignoreAttributes: false, processEntities: false, format: false });
const parser = new XMLParser({
  parseTagValue: false,
  trimValues: false,
  ignoreAttributes: true,
  htmlEntities: true,
  removeNSPrefix: true,
});

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

function escapeText(text: string): string {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they must be escaped to survive XML.
      .replace(/[&<>"'\u0000-\u001f\u007f-\u009f\u2028\ufffe\uffff]/g, (character) => {
        return ENTITIES[character] ?? `&#x${character.charCodeAt(0).toString(16).toUpperCase()};`;
      })
  );
}

function escapeValue(value: XmlValue): unknown {
  if (Array.isArray(value)) {
    return value.map(escapeValue);
  }
  if (typeof value === 'object') {
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, child]) => child !== undefined)
        .map(([name, child]) => [name, escapeValue(child)]),
    );
  }
  return typeof value === 'string' ? escapeText(value) : value;
}

function document(root: string, content: Record<string, unknown>): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${builder.build({ [root]: content })}`;
}

/** An S3 answer: `root` in S3's namespace; members that are undefined are left out. */
export function buildXml(root: string, content: XmlElement): string {
  return document(root, { '@_xmlns': NAMESPACE, ...Object(escapeValue(content)) });
}

/** An S3 error document, which has no namespace. */
export function buildErrorXml(content: XmlElement): string {
  return document('Error', Object(escapeValue(content)));
}

/**
 * Whether a text holds, bare or as a reference, a character XML 1.0 does not have. The parser drops
 * those, and a key with one missing is another key: better to delete nothing.
 */
function hasForbiddenCharacter(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
  const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;
  const references = [...text.matchAll(/&#(x[0-9a-f]+|\d+);/gi)].map(([, digits = '']) =>
    Number(/^x/i.test(digits) ? `0${digits.toLowerCase()}` : digits),
  );
  return (
    forbidden.test(text) ||
    references.some((point) => point > 0x10ffff || forbidden.test(String.fromCodePoint(point)))
  );
}

/** Parses a request body whose root is one of `roots`; throws MalformedXML, also for a DOCTYPE. */
export function parseXml(text: string, roots: string[]): XmlElement {
  if (
    text.includes('<!DOCTYPE') ||
    hasForbiddenCharacter(text) ||
    XMLValidator.validate(text) !== true
  ) {
    throw new S3Error('MalformedXML', 'The XML you provided was not well-formed.');
  }
  // The parser answers plain objects, strings and arrays of them: exactly XmlElement.
  const parsed = parser.parse(text) as XmlElement;
  const root = roots.map((name) => parsed[name]).find((value) => value !== undefined);
  if (root === undefined) {
    throw new S3Error('MalformedXML', 'The XML you provided has another root element.');
  }
  return typeof root === 'object' && !Array.isArray(root) ? root : {};
}

/** A child's text, or undefined. */
export function textOf(element: XmlElement, name: string): string | undefined {
  const value = element[name];
  return typeof value === 'string' ? value : undefined;
}

/** All children of that name that hold elements. */
export function childrenOf(element: XmlElement, name: string): XmlElement[] {
  const value = element[name];
  const list = Array.isArray(value) ? value : [value];
  return list.filter(
    (item): item is XmlElement => typeof item === 'object' && !Array.isArray(item),
  );
}
