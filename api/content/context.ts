import type { ManifestLimits } from '../contract/manifest-rules.ts';
import type { Context } from '../core/context.ts';
import type { UrlSigner } from '../core/ports.ts';

/** What uploading and streaming need beyond the common context. */
export interface ContentPorts {
  readonly signer: UrlSigner;
  /** Seconds an upload URL lives. */
  readonly uploadUrlSeconds: number;
  /** Seconds of the window to which read URLs are rounded, so that all callers get the same one. */
  readonly readWindowSeconds: number;
  /** Milliseconds for which a replica may rely on what it knows of a book or build; 0 asks each time. */
  readonly headCacheMs: number;
  /** Host and port from which clients read the store. */
  readonly readHost: string;
  readonly limits: ManifestLimits;
}

export interface ContentContext extends Context {
  readonly content: ContentPorts;
}
