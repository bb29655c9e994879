import { contentDisposition } from '../../contract/content-disposition.ts';
import { contentTypeOf, isUntrustedType } from '../../contract/content-types.ts';
import type { Bucket } from '../../core/ports.ts';
import type { ContentContext } from '../context.ts';

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

export interface SignedRead {
  readonly url: string;
  readonly expiresAt: Date;
  /** How long the redirect itself may be cached. */
  readonly maxAgeSeconds: number;
}

/** The same URL for all callers of a window, so that caches between them and the store can help. */
export function signRead(ctx: ContentContext, file: FileToRead): SignedRead {
  const { signer, readWindowSeconds } = ctx.content;
  const windowMs = readWindowSeconds * 1000;
  const nowMs = ctx.clock.now().getTime();
  const at = new Date(Math.floor(nowMs / windowMs) * windowMs);
  const expiresInSeconds = readWindowSeconds + EXTRA_SECONDS;
  const type = contentTypeOf(file.path);
  const defused = isUntrustedType(type) && !file.apart;
  const name = file.path.slice(file.path.lastIndexOf('/') + 1);
  const url = signer.signRead({
    method: file.method,
    bucket: file.bucket,
    key: file.key,
    at,
    expiresInSeconds,
    response: {
      contentType: defused ? 'application/octet-stream' : type,
      contentDisposition: contentDisposition(
        file.download || defused ? 'attachment' : 'inline',
        name,
      ),
      cacheControl: FOREVER,
    },
  });
  const windowLeft = Math.floor((at.getTime() + windowMs - nowMs) / 1000);
  return {
    url,
    expiresAt: new Date(at.getTime() + expiresInSeconds * 1000),
    maxAgeSeconds: Math.min(MAX_CACHED_SECONDS, windowLeft),
  };
}

/** Whether clients read the store from another origin than that of the API's own URL. */
export function isApart({ content }: ContentContext, { origin }: URL): boolean {
  return content.readOrigin !== origin;
}
