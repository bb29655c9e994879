import { z } from 'zod';
import { BIDI_CONTROL, CONTROL, WINDOWS_DEVICE } from './characters.ts';

/** Longest publisher or book name, in characters (code points). */
const MAX_NAME_CHARACTERS = 120;
/** Longest escaped name within an object key, in UTF-8 bytes. */
const MAX_KEY_NAME_BYTES = 160;
const MAX_LABEL_CHARACTERS = 100;

const encoder = new TextEncoder();

/** What makes two names the same where case does not count: NFC → upper → lower → NFC. */
export function foldName(name: string): string {
  return name.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC');
}

/**
 * A name as it stands in object keys: what Windows or S3 servers cannot hold is percent-escaped
 * (`% : * ? " < > |`, a trailing dot, the first letter of a device name). One to one.
 */
export function escapeNameForKey(name: string): string {
  let escaped = name.replace(/[%:*?"<>|]/gu, percent).replace(/\.$/u, percent);
  if (WINDOWS_DEVICE.test(name)) escaped = percent(escaped.slice(0, 1)) + escaped.slice(1);
  return escaped;
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}

/** Why a publisher or book cannot be called so, as a sentence, or undefined. */
function nameRefusal(name: string): string | undefined {
  if (!name.isWellFormed()) return 'It has half a character (a lone surrogate).';
  if (name === '') return 'It is empty.';
  if ([...name].length > MAX_NAME_CHARACTERS)
    return `It is longer than ${MAX_NAME_CHARACTERS} characters.`;
  if (/[/\\]/u.test(name)) return 'It has a slash or a backslash.';
  if (CONTROL.test(name)) return 'It has a control character.';
  if (BIDI_CONTROL.test(name)) return 'It has a character that changes the direction of writing.';
  if (name !== name.trim()) return 'It begins or ends with a space.';
  if (name === '.' || name === '..') return 'A name cannot be "." or "..".';
  if (encoder.encode(escapeNameForKey(name)).length > MAX_KEY_NAME_BYTES) {
    return `It takes more than ${MAX_KEY_NAME_BYTES} bytes in an object key.`;
  }
  return undefined;
}

/** A publisher's or a book's name: free text, kept in NFC. */
export const Name = z
  .string()
  .overwrite((name) => (name.isWellFormed() ? name.normalize('NFC') : name))
  .superRefine((name, issues) => {
    const refusal = nameRefusal(name);
    if (refusal) issues.addIssue({ code: 'custom', message: refusal });
  })
  .meta({ minLength: 1, maxLength: MAX_NAME_CHARACTERS });

/** A short free text such as a category or a version: 1–100 characters, kept in NFC. */
export const Label = z
  .string()
  .overwrite((text) => (text.isWellFormed() ? text.normalize('NFC') : text))
  .superRefine((text, issues) => {
    const length = [...text].length;
    if (length < 1 || length > MAX_LABEL_CHARACTERS) {
      issues.addIssue({
        code: 'custom',
        message: `It takes 1 to ${MAX_LABEL_CHARACTERS} characters.`,
      });
    } else if (!text.isWellFormed() || CONTROL.test(text)) {
      issues.addIssue({
        code: 'custom',
        message: 'It has a control character or half a character.',
      });
    }
  })
  .meta({ minLength: 1, maxLength: MAX_LABEL_CHARACTERS });

/** A BCP 47 language tag, kept in its canonical form: `EN-us` becomes `en-US`. */
export const LanguageTag = z
  .string()
  .max(MAX_LABEL_CHARACTERS)
  .refine((tag) => canonicalTag(tag) !== undefined, {
    error: 'It is not a BCP 47 language tag such as "tr" or "en-GB".',
    abort: true,
  })
  .overwrite((tag) => canonicalTag(tag) ?? tag)
  .meta({ examples: ['tr', 'en-GB'] });

function canonicalTag(tag: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch {
    return undefined; // RangeError: not structurally valid (RFC 5646 §2.1)
  }
}
