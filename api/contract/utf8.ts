const SURROGATES = 0xd800;
const ABOVE_SURROGATES = 0xe000;

/** How many bytes a well-formed text takes in UTF-8, counted without encoding it. */
export function utf8Length(text: string): number {
  let bytes = text.length;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) continue;
    // The two halves of a surrogate pair share four bytes.
    bytes += unit < 0x800 || (unit >= SURROGATES && unit < ABOVE_SURROGATES) ? 1 : 2;
  }
  return bytes;
}

/**
 * Orders two well-formed texts by their UTF-8 bytes, which is the order of code points. JavaScript's
 * own order is that of UTF-16, which puts U+1F600 before U+FF5E.
 *
 * @returns negative, zero or positive
 */
export function compareUtf8(a: string, b: string): number {
  const shared = Math.min(a.length, b.length);
  for (let index = 0; index < shared; index++) {
    const left = a.charCodeAt(index);
    const right = b.charCodeAt(index);
    if (left !== right) return rank(left) - rank(right);
  }
  return a.length - b.length;
}

/**
 * A comparison like {@link compareUtf8} for these texts, quicker where none has a character from
 * U+D800 up: below, the two orders are the same, and JavaScript's own is native.
 */
export function utf8Comparer(texts: Iterable<string>): (a: string, b: string) => number {
  for (const text of texts) {
    if (/[\uD800-\uFFFF]/.test(text)) return compareUtf8;
  }
  return compareUnits;
}

function compareUnits(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Lifts surrogates above all other UTF-16 units. */
function rank(unit: number): number {
  return unit >= SURROGATES && unit < ABOVE_SURROGATES ? unit + 0x10000 : unit;
}
