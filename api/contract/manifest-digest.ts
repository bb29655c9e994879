import { CONTROL } from './characters.ts';
import { utf8Comparer, utf8Length } from './utf8.ts';

/** What a manifest asks for, as its digest takes it. Paths in any Unicode form, in any order. */
export interface DigestedManifest {
  readonly files: readonly {
    readonly path: string;
    readonly size: number;
    readonly sha256: string;
    readonly executable?: boolean | undefined;
  }[];
  readonly directories?: readonly string[] | undefined;
  readonly links?: readonly { readonly path: string; readonly target: string }[] | undefined;
  readonly remove?: readonly string[] | undefined;
}

interface Line {
  /** In NFC. */
  readonly path: string;
  readonly kind: 'd' | 'f' | 'l' | 'r' | 'x';
  readonly text: string;
}

/** Lines encoded at a time: enough to be quick, too few to hold the text twice. */
const LINES_AT_ONCE = 1000;

/**
 * The digest by which an open upload is found again: SHA-256, in lower-case hex, of these lines in
 * UTF-8, where `␀` is U+0000 and `␊` is U+000A:
 *
 * - `d␀path␊` a directory to keep though empty; those that other paths imply are left out
 * - `f␀path␀size␀sha256␊` a file, size in decimal digits
 * - `l␀path␀target␊` a symbolic link
 * - `r␀path␊` a path to remove; what no folder can hold is left out
 * - `x␀path␊` a file is executable
 *
 * Paths and targets are in NFC. All lines are sorted by the UTF-8 bytes of the path, and lines of one
 * path by their letter.
 *
 * @param manifest without path refusals: control characters would let two manifests share a digest
 */
export async function manifestDigest(manifest: DigestedManifest): Promise<string> {
  const lines = linesOf(manifest);
  const compare = utf8Comparer(lines.map(({ path }) => path));
  lines.sort((a, b) => compare(a.path, b.path) || a.kind.charCodeAt(0) - b.kind.charCodeAt(0));
  const sorted = lines.filter((line, index) => !isImplied(line, index, lines));
  const digest = await crypto.subtle.digest('SHA-256', encodeLines(sorted));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function linesOf({ files, directories, links, remove }: DigestedManifest): Line[] {
  const lines: Line[] = [];
  for (const { path: given, size, sha256, executable } of files) {
    const path = given.normalize('NFC');
    lines.push({ path, kind: 'f', text: `f\0${path}\0${size}\0${sha256}\n` });
    if (executable) lines.push({ path, kind: 'x', text: `x\0${path}\n` });
  }
  for (const given of directories ?? []) {
    const path = given.normalize('NFC');
    lines.push({ path, kind: 'd', text: `d\0${path}\n` });
  }
  for (const link of links ?? []) {
    const path = link.path.normalize('NFC');
    lines.push({ path, kind: 'l', text: `l\0${path}\0${link.target.normalize('NFC')}\n` });
  }
  const possible = (remove ?? []).filter((path) => path.isWellFormed() && !CONTROL.test(path));
  for (const path of new Set(possible.map((given) => given.normalize('NFC')))) {
    lines.push({ path, kind: 'r', text: `r\0${path}\n` });
  }
  return lines;
}

/** Whether it is a directory that has a file, a link or another directory below. */
function isImplied({ path, kind }: Line, index: number, sorted: readonly Line[]): boolean {
  if (kind !== 'd') return false;
  const inside = `${path}/`;
  for (let at = index + 1; sorted[at]?.path.startsWith(path); at++) {
    const next = sorted[at];
    if (next?.kind !== 'r' && next?.path.startsWith(inside)) return true;
  }
  return false;
}

function encodeLines(sorted: readonly Line[]): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const size = sorted.reduce((sum, { text }) => sum + utf8Length(text), 0);
  const bytes = new Uint8Array(size);
  let at = 0;
  for (let start = 0; start < sorted.length; start += LINES_AT_ONCE) {
    const some = sorted.slice(start, start + LINES_AT_ONCE).map(({ text }) => text);
    at += encoder.encodeInto(some.join(''), bytes.subarray(at)).written;
  }
  return bytes;
}
