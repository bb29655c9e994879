/**
 * Where MinIO does otherwise than S3 (and this server). Each is asserted, not skipped: the check
 * must fail there, with that message, or the list is out of date.
 */
export type Difference = { check: string; reason: string; failsWith: RegExp };

/** Seen with the last upstream MinIO, commit of December 2025. */
export const MINIO_DIFFERENCES: Difference[] = [
  {
    check: 'If-Match on DELETE deletes only what was seen',
    reason: 'it ignores preconditions on DELETE and deletes; S3 answers 412.',
    failsWith: /'200 success' to match \/\^412/,
  },
  {
    check: 'a and a/b both exist and both list',
    reason:
      'an object `a` hides everything under `a/` from listings, since both are folders on disk.',
    failsWith: /expected \[ 'a' \] to deeply equal \[ 'a', 'a\/b', 'a\/b\/c' \]/,
  },
  {
    check: 'a key may hold // and end in /',
    reason: 'keys are paths on its disk, so an empty segment is refused.',
    failsWith: /unsupported characters/,
  },
  {
    check: 'a segment may be over 255 bytes',
    reason: 'a segment is a file name on its disk, which holds at most 255 bytes.',
    failsWith: /unsupported characters|too long/,
  },
  {
    check: 'a 416 carries Content-Range with the size',
    reason: 'its 416 has no Content-Range, though RFC 9110 asks for one.',
    failsWith: /expected undefined to be 'bytes \*\/26'/,
  },
  {
    check: 'a range that runs backwards is ignored',
    reason: 'it answers 416; RFC 9110 calls such a range invalid, to be ignored.',
    failsWith: /status: 416/,
  },
  {
    check: 'a stale If-Range answers the whole object',
    reason: 'it ignores If-Range and answers 206, so a resumed download may mix two objects.',
    failsWith: /status: 206/,
  },
  {
    check: 'an If-None-Match that does not match outweighs If-Modified-Since',
    reason: 'it looks at both and answers 304; RFC 9110 has the first decide alone.',
    failsWith: /expected '304 ' to be '200 '/,
  },
  {
    check: 'If-None-Match may list several ETags',
    reason: 'it compares the header as one ETag and answers 200.',
    failsWith: /expected '200 ' to be '304 '/,
  },
  {
    check: 'a request without a header its URL signed answers 403',
    reason: 'it refuses with 400 AccessDenied where S3 answers 403.',
    failsWith: /expected '400 AccessDenied' to be '403 AccessDenied'/,
  },
  {
    check: 'metadata that the URL did not sign is refused',
    reason: 'it refuses with 400 AccessDenied where S3 answers 403.',
    failsWith: /expected '400 AccessDenied' to be '403 AccessDenied'/,
  },
  {
    check: 'a Bearer beside a query signature is ignored',
    reason: 'it answers 400; reverse proxies in front of it must drop Authorization.',
    failsWith: /expected '400 ' to be '200 '/,
  },
  {
    check: 'a URL of another region is refused',
    reason: 'it answers AuthorizationHeaderMalformed, as if the signature stood in a header.',
    failsWith: /expected '400 AuthorizationHeaderMal/,
  },
  {
    check: 'open uploads are listed by prefix, in pages',
    reason: 'ListMultipartUploads matches the exact key only.',
    failsWith: /expected undefined to deeply equal \[ 'p\/a', 'p\/b' \]/,
  },
  {
    check: 'the answer to CopyObject tells the checksum',
    reason: 'its CopyObjectResult has no checksum (HEAD tells it).',
    failsWith: /expected undefined to be '/,
  },
  {
    check: 'conditions on a copy’s destination are honoured',
    reason: 'it ignores If-Match and If-None-Match on CopyObject and overwrites.',
    failsWith: /'200 success' to match \/\^412/,
  },
  {
    check: 'UploadPartCopy into an upload with SHA256 computes the part’s SHA-256',
    reason: 'it answers 400 “checksum missing” where S3 computes the checksum.',
    failsWith: /checksum missing/,
  },
  {
    check: 'UploadPartCopy refuses a range outside its source',
    reason: 'it answers 400 InvalidArgument where S3 answers 416 InvalidRange.',
    failsWith: /'400 InvalidArgument' to match \/\^416/,
  },
  {
    check: 'a preflight may be cached',
    reason: 'it sends no Access-Control-Max-Age, which costs an OPTIONS for each presigned PUT.',
    failsWith: /expected NaN to be greater than 600/,
  },
];
