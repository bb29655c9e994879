import { DcsError } from './errors.ts';

/**
 * Whether an `If-Match` or `If-None-Match` header names the tag (RFC 9110 §13.1). `W/` counts for
 * nothing: compressing an answer weakens its tag on the way out, and the opaque part alone tells
 * two states of a resource apart.
 */
export function namesTag(header: string, etag: string): boolean {
  if (header.trim() === '*') return true;
  const wanted = opaque(etag);
  return (header.match(/(?:W\/)?"[^"]*"/g) ?? []).some((tag) => opaque(tag) === wanted);
}

function opaque(tag: string): string {
  return tag.replace(/^W\//, '');
}

/** @throws DcsError `request.precondition_failed` when `If-Match` was sent and does not name it */
export function requireMatch(ifMatch: string | undefined, etag: string): void {
  if (ifMatch === undefined || namesTag(ifMatch, etag)) return;
  throw new DcsError('request.precondition_failed', {
    detail: 'Read it again, look at what changed, and send your change with the new ETag.',
    headers: { ETag: etag },
  });
}
