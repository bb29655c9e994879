import type { ManifestLimits } from '../contract/manifest-rules.ts';
import type { Context, RequestContext } from '../core/context.ts';
import type { WorkContext } from '../core/operations/run-operation.ts';
import type { UrlSigner } from '../core/ports.ts';

/** What uploading, streaming and keeping need beyond the common context. */
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
  readonly lifecycle: Lifecycle;
}

/** For how long what is no longer shown is kept. */
export interface Lifecycle {
  /** Days for which what was deleted can be restored. */
  readonly trashDays: number;
  /** Revisions of a folder that stay however old they are, the current one among them; at least 1. */
  readonly revisionsKeep: number;
}

export interface ContentContext extends Context {
  readonly content: ContentPorts;
}

/** The same for what goes on after its request is answered. */
export interface ContentRequest extends RequestContext {
  readonly content: ContentPorts;
}

/** The same for a worker, without a request behind it. */
export interface ContentWork extends WorkContext {
  readonly content: ContentPorts;
}
