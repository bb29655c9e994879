import type { Config, StoreAccess } from './config.ts';
import { createUrlSigner } from './url-signer.ts';

/** What uploading, streaming and keeping take from the settings; one for all requests, for its signer's caches. */
export function contentPorts(config: Config, store: StoreAccess) {
  const publicEndpoint = config.S3_PUBLIC_ENDPOINT;
  return {
    signer: createUrlSigner(store, { publicEndpoint, uploadEndpoint: config.S3_UPLOAD_ENDPOINT }),
    uploadUrlSeconds: config.DCS_UPLOAD_URL_TTL,
    readWindowSeconds: config.DCS_READ_URL_WINDOW,
    headCacheMs: config.DCS_HEAD_CACHE_MS,
    readHost: new URL(publicEndpoint ?? store.endpoint).host,
    limits: {
      maxFileBytes: config.DCS_MAX_FILE_BYTES,
      maxFiles: config.DCS_MAX_FILES,
      maxBytes: config.DCS_MAX_BYTES,
    },
    lifecycle: {
      trashDays: config.TRASH_RETENTION_DAYS,
      revisionsKeep: config.REVISIONS_KEEP,
    },
  };
}
