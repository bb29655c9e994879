const UNRESERVED = /^[\w.~-]*$/;
const UNRESERVED_OR_SLASH = /^[\w.~/-]*$/;
/** What `encodeURIComponent` leaves as it is although RFC 3986 §2.3 does not. */
const LEFT_OVER = /[!'()*]/g;

/**
 * SigV4's UriEncode: every byte of the UTF-8 but RFC 3986's unreserved characters becomes `%XX`,
 * once, and nothing is normalised.
 * @throws URIError for a lone surrogate, which has no UTF-8
 */
export function encodeUri(text: string): string {
  if (UNRESERVED.test(text)) return text; // most are, and this is several times as quick
  return encodeURIComponent(text).replace(
    LEFT_OVER,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/**
 * `encodeUri` with `/` kept, as object keys stand in paths. `//`, `.` and `..` stay as they are, so
 * a client that normalises its URLs cannot use a key that has such a segment.
 * @throws URIError for a lone surrogate
 */
export function encodeObjectKey(key: string): string {
  if (UNRESERVED_OR_SLASH.test(key)) return key;
  return encodeUri(key).replaceAll('%2F', '/'); // a literal "%2F" has become "%252F"
}
