/** S3 headers carry hashes in base64, the wire in lower-case hex. */
export function base64ToHex(base64: string): string {
  let hex = '';
  for (const character of atob(base64)) {
    hex += character.charCodeAt(0).toString(16).padStart(2, '0');
  }
  return hex;
}

export function hexToBase64(hex: string): string {
  let binary = '';
  for (let at = 0; at < hex.length; at += 2) {
    binary += String.fromCharCode(Number.parseInt(hex.slice(at, at + 2), 16));
  }
  return btoa(binary);
}

/** A whole object's hash: of one part plain, of several `{base64}-{parts}`. */
export function compositeToWire(checksum: string): string {
  const [base64 = '', parts] = checksum.split('-');
  return parts === undefined ? base64ToHex(base64) : `${base64ToHex(base64)}-${parts}`;
}

/** S3's composite of parts in their order, as on the wire: hex, `-`, number of parts. */
export async function compositeOf(partSha256s: readonly string[]): Promise<string> {
  const digests = Uint8Array.from(
    partSha256s.flatMap((hex) => hex.match(/../g) ?? []),
    (pair) => Number.parseInt(pair, 16),
  );
  const composite = new Uint8Array(await crypto.subtle.digest('SHA-256', digests));
  return `${bytesToHex(composite)}-${partSha256s.length}`;
}

/** In lower case. */
export function bytesToHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
