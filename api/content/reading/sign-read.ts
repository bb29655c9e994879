import { contentDisposition } from '../../contract/content-disposition.ts';
import { contentTypeOf, isUntrustedType, nameOf } from '../../contract/content-types.ts';
import type { Bucket } from '../../core/ports.ts';
import type { ContentContext, ContentPorts } from '../context.ts';

/** A URL lives from 6 to 7 hours with the default window of one. */
const EXTRA_SECONDS = 6 * 3600;
const MAX_CACHED_SECONDS = 300;
const FOREVER = 'public, max-age=31536000, immutable';

export interface FileToRead {
  readonly bucket: Bucket;
  readonly key: string;
  readonly path: string;
  readonly method: 'GET' | 'HEAD';
  readonly download: boolean;
  /** Whether the store's origin is another than this API's, so that foreign HTML harms nobody. */
  readonly apart: boolean;
}

/** The time in which all callers get the same URL, so that caches between them and the store can help. */
export interface ReadWindow {
  /** When it began; URLs are signed for this moment. */
  readonly at: Date;
  /** When its URLs lapse. */
  readonly expiresAt: Date;
  /** How long a redirect to one may be cached. */
  readonly maxAgeSeconds: number;
}

/** The longest that a read URL is good for, from when it is given. */
export function readUrlSeconds({ readWindowSeconds }: ContentPorts): number {
  return readWindowSeconds + EXTRA_SECONDS;
}

export function readWindow({ clock, content }: ContentContext): ReadWindow {
  const windowMs = content.readWindowSeconds * 1000;
  const nowMs = clock.now().getTime();
  const beganMs = Math.floor(nowMs / windowMs) * windowMs;
  const secondsLeft = Math.floor((beganMs + windowMs - nowMs) / 1000);
  return {
    at: new Date(beganMs),
    expiresAt: new Date(beganMs + readUrlSeconds(content) * 1000),
    maxAgeSeconds: Math.min(MAX_CACHED_SECONDS, secondsLeft),
  };
}

/** The URL of a file in a window. */
export function signRead(
  { content }: ContentContext,
  file: FileToRead,
  { at, expiresAt }: ReadWindow,
): string {
  const type = contentTypeOf(file.path);
  const defused = isUntrustedType(type) && !file.apart;
  return content.signer.signRead({
    method: file.method,
    bucket: file.bucket,
    key: file.key,
    at,
    expiresInSeconds: (expiresAt.getTime() - at.getTime()) / 1000,
    response: {
      contentType: defused ? 'application/octet-stream' : type,
      contentDisposition: contentDisposition(
        file.download || defused ? 'attachment' : 'inline',
        nameOf(file.path),
      ),
      cacheControl: FOREVER,
    },
  });
}

/**
 * Whether clients read the store from another origin than that of the API's own URL, whose scheme is
 * not known behind a proxy that ends TLS.
 */
export function isApart({ content }: ContentContext, { host }: URL): boolean {
  return content.readHost !== host;
}
