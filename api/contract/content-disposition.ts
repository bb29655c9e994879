/** How a browser treats what it got: shows it if it can, or saves it. */
export type Disposition = 'inline' | 'attachment';

/**
 * A Content-Disposition header (RFC 6266 §4) that gives the name twice: in ASCII for those that know
 * no better, and in UTF-8 (RFC 8187 §3.2).
 *
 * @param name a file name without folders; half characters become U+FFFD
 */
export function contentDisposition(disposition: Disposition, name: string): string {
  const whole = name.toWellFormed();
  return `${disposition}; filename="${asciiName(whole)}"; filename*=UTF-8''${extendedValue(whole)}`;
}

/**
 * Accents are dropped, other characters beyond ASCII become `_`, and so do those that readers of the
 * quoted form disagree about: quotes, backslashes and percent signs (RFC 6266 appendix D).
 */
function asciiName(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\x20-\x7E]|["\\%]/gu, '_');
}

/** RFC 8187 §3.2.1 allows fewer characters than `encodeURIComponent` leaves. */
function extendedValue(name: string): string {
  return encodeURIComponent(name).replace(
    /[*'()]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
