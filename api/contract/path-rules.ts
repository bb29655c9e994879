import { BIDI_CONTROL, CONTROL, WINDOWS_DEVICE_IN_PATH } from './characters.ts';
import type { ManifestRules } from './manifest-rules.ts';
import { utf8Length } from './utf8.ts';

const MAX_SEGMENT_BYTES = 255;
/** With the longest names in front, a key then stays under S3's 1,024 bytes, also after a rename. */
const MAX_PATH_BYTES = 650;
/** A UTF-16 unit takes at most so many bytes in UTF-8. */
const MAX_UNIT_BYTES = 3;
/** Most characters of a path that a sentence repeats. */
const MAX_QUOTED = 120;

/** A rule that a path obeys or breaks by itself. */
interface PathRule {
  readonly code: `manifest.${string}`;
  readonly windowsOnly?: true;
  breaks(path: string): boolean;
  /** What is wrong and what to do, for a path that breaks the rule. */
  detail(path: string): string;
}

const ABSOLUTE = /^(?:\/|\\\\|[a-z]:)/i;
const DOT_SEGMENT = /(?:^|[/\\])\.\.?(?:[/\\]|$)/;
const WINDOWS_CHARACTER = /[<>:"|?*\\]/;
const TRAILING_DOT_OR_SPACE = /[. ](?=\/|$)/;

/** In the order they apply: of the rules a path breaks, the first is told. */
const PATH_RULES = [
  {
    code: 'manifest.invalid_unicode',
    breaks: (path) => !path.isWellFormed(),
    detail: () => 'It has half a character (a lone surrogate). Rename it.',
  },
  {
    code: 'manifest.control_character',
    breaks: (path) => CONTROL.test(path),
    detail: (path) => `It has the control character ${codePoint(path, CONTROL)}. Rename it.`,
  },
  {
    code: 'manifest.bidi_control',
    breaks: (path) => BIDI_CONTROL.test(path),
    detail: (path) =>
      `It has ${codePoint(path, BIDI_CONTROL)}, which changes the direction of writing. Rename it.`,
  },
  {
    code: 'manifest.absolute_path',
    breaks: (path) => ABSOLUTE.test(path),
    detail: () =>
      'A path begins at the folder, not with "/", "\\\\" or a drive letter. Send it relative to the folder.',
  },
  {
    code: 'manifest.dot_segment',
    breaks: (path) => DOT_SEGMENT.test(path),
    detail: () => 'A path cannot have "." or ".." in it. Send the path they lead to.',
  },
  {
    code: 'manifest.empty_segment',
    breaks: (path) => path === '' || path.endsWith('/') || path.includes('//'),
    detail: () => 'A path cannot be empty, have "//" in it or end in "/". Send it without.',
  },
  {
    code: 'manifest.windows_character',
    windowsOnly: true,
    breaks: (path) => WINDOWS_CHARACTER.test(path),
    detail: (path) =>
      `Windows cannot hold a name with the character ${WINDOWS_CHARACTER.exec(path)?.[0]}. Rename it.`,
  },
  {
    code: 'manifest.windows_name',
    windowsOnly: true,
    breaks: (path) => WINDOWS_DEVICE_IN_PATH.test(path),
    detail: (path) =>
      `Windows cannot hold a file named ${WINDOWS_DEVICE_IN_PATH.exec(path)?.[1]?.toUpperCase()}. Rename it.`,
  },
  {
    code: 'manifest.trailing_dot_or_space',
    windowsOnly: true,
    breaks: (path) => TRAILING_DOT_OR_SPACE.test(path),
    detail: (path) => {
      const name = path.split('/').find((segment) => TRAILING_DOT_OR_SPACE.test(segment)) ?? path;
      return `Windows drops the dot or space at the end of ${quote(name)}. Rename it.`;
    },
  },
  {
    code: 'manifest.segment_too_long',
    breaks: (path) => longSegment(path) !== undefined,
    detail: (path) => {
      const segment = longSegment(path) ?? path;
      return `The name ${quote(segment)} takes ${utf8Length(segment)} bytes; ${MAX_SEGMENT_BYTES} is the most. Shorten it.`;
    },
  },
  {
    code: 'manifest.path_too_long',
    breaks: (path) => path.length * MAX_UNIT_BYTES > MAX_PATH_BYTES && tooLong(path),
    detail: (path) =>
      `It takes ${utf8Length(path)} bytes; ${MAX_PATH_BYTES} is the most. Shorten its names or nest it less deep.`,
  },
] as const satisfies readonly PathRule[];

export type PathRuleCode = (typeof PATH_RULES)[number]['code'];

/** A path's fault by itself. */
export interface PathRefusal {
  readonly code: PathRuleCode;
  /** What is wrong and what to do. */
  readonly detail: (path: string) => string;
  /** Whether the path still has a place in the tree, so that it can collide with others. */
  readonly hasPlace: boolean;
}

const REFUSALS: readonly (PathRule & PathRefusal)[] = PATH_RULES.map(
  (rule: PathRule & { code: PathRuleCode }) => ({
    ...rule,
    hasPlace: rule.windowsOnly === true,
  }),
);

/**
 * The first rule a path breaks by itself, or undefined.
 *
 * @param path in NFC where it is well-formed
 */
export function pathRefusal(path: string, rules: ManifestRules): PathRefusal | undefined {
  return REFUSALS.find(
    (rule) => (rules.windowsNames || rule.windowsOnly !== true) && rule.breaks(path),
  );
}

/**
 * Why a link's target cannot be one, whatever the folder holds, as a sentence, or undefined.
 *
 * @param target in NFC where it is well-formed
 */
export function targetRefusal(target: string, rules: ManifestRules): string | undefined {
  if (target === '') return 'Its target is empty.';
  if (!target.isWellFormed() || CONTROL.test(target) || BIDI_CONTROL.test(target)) {
    return 'Its target has a control character or half a character.';
  }
  if (ABSOLUTE.test(target)) return 'Its target is absolute. Make it relative.';
  if (rules.windowsNames && target.includes('\\')) return 'Its target has a backslash. Use "/".';
  if (tooLong(target)) return `Its target takes more than ${MAX_PATH_BYTES} bytes.`;
  return undefined;
}

/** A path or name as sentences show it: in quotes, cut where it is long. */
export function quote(text: string): string {
  if (text.length <= MAX_QUOTED) return `"${text}"`;
  return `"${text.slice(0, MAX_QUOTED).toWellFormed()}…"`;
}

function tooLong(path: string): boolean {
  return utf8Length(path) > MAX_PATH_BYTES;
}

/** The first name that is too long, found without cutting up the path. */
function longSegment(path: string): string | undefined {
  for (let start = 0; start < path.length; ) {
    const slash = path.indexOf('/', start);
    const end = slash < 0 ? path.length : slash;
    if ((end - start) * MAX_UNIT_BYTES > MAX_SEGMENT_BYTES) {
      const segment = path.slice(start, end);
      if (utf8Length(segment) > MAX_SEGMENT_BYTES) return segment;
    }
    start = end + 1;
  }
  return undefined;
}

function codePoint(path: string, pattern: RegExp): string {
  const code = pattern.exec(path)?.[0].codePointAt(0) ?? 0;
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}
