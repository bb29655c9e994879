import type { HttpContext } from './environment.ts';

export interface RawPath {
  /** Percent-decoded once each, in NFC. */
  readonly segments: readonly string[];
  /** The path ends in a slash, which only a folder's may. */
  readonly trailingSlash: boolean;
}

/**
 * The segments of the request's own path. Hono's would be half-decoded: there `%2F` could not be told
 * from a slash. A segment that decodes to one with a slash names nothing.
 * @returns undefined when a segment cannot be a name
 */
export function rawPath(c: HttpContext): RawPath | undefined {
  const { pathname } = c.get('url');
  const trailingSlash = pathname.endsWith('/');
  const segments = pathname
    .slice(1, trailingSlash ? -1 : undefined)
    .split('/')
    .map((segment) => decodeURIComponent(segment).normalize('NFC'));
  return segments.some((segment) => /[/\\]/.test(segment))
    ? undefined
    : { segments, trailingSlash };
}
