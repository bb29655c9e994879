import type { ReadToSign, SignedUpload, UploadToSign, UrlSigner } from '../core/ports.ts';
import type { StoreAccess } from './config.ts';
import { encodeObjectKey, encodeUri } from './sigv4-encoding.ts';
import { createSigningTimes, type SigningTime, UNSIGNED_PAYLOAD } from './sigv4-signing-time.ts';

/** How clients reach the store, where that is not its own endpoint. */
interface ClientEndpoints {
  /** Absolute base readers use. Default the store's endpoint. */
  readonly publicEndpoint?: string | undefined;
  /** Absolute base browsers write to. Default `publicEndpoint`. */
  readonly uploadEndpoint?: string | undefined;
}

const UPLOAD_HEADERS = 'content-length;host;x-amz-checksum-sha256';
const UPLOAD_HEADERS_ENCODED = encodeUri(UPLOAD_HEADERS);
const MAX_EXPIRY_SECONDS = 604_800;

/**
 * Presigns by SigV4 without the SDK, whose presigner takes far longer. Buckets are addressed by path.
 *
 * What is signed is the host and path of `store.endpoint`. The origin of a client endpoint that
 * differs replaces that of the URL, and its path comes in front; the reverse proxy there strips
 * that path and sets the signed Host.
 */
export function createUrlSigner(store: StoreAccess, clients: ClientEndpoints = {}): UrlSigner {
  const { host, pathname } = new URL(store.endpoint);
  const root = withoutLastSlash(pathname);
  const publicEndpoint = clients.publicEndpoint ?? store.endpoint;
  const readPrefix = prefixFor(publicEndpoint, store.endpoint);
  const uploadPrefix = prefixFor(clients.uploadEndpoint ?? publicEndpoint, store.endpoint);
  // Apart, since reads are signed for the beginning of a window, which may be another day.
  const readTimes = createSigningTimes(store);
  const uploadTimes = createSigningTimes(store);

  function pathOf(object: { readonly bucket: string; readonly key: string }): string {
    return `${root}/${object.bucket}/${encodeObjectKey(object.key)}`;
  }

  function signUpload(upload: UploadToSign, ownQuery: string): SignedUpload {
    const { sizeBytes, sha256Base64 } = upload;
    const signed = presign(uploadTimes(upload.at), {
      method: 'PUT',
      path: pathOf(upload),
      query: `${expiryOf(upload)}&X-Amz-SignedHeaders=${UPLOAD_HEADERS_ENCODED}${ownQuery}`,
      headers:
        `content-length:${sizeBytes}\nhost:${host}\n` +
        `x-amz-checksum-sha256:${sha256Base64}\n\n${UPLOAD_HEADERS}`,
    });
    return { url: uploadPrefix + signed, headers: { 'x-amz-checksum-sha256': sha256Base64 } };
  }

  return {
    signPut: (upload) => signUpload(upload, ''),

    signPart: (part) =>
      signUpload(part, `&partNumber=${part.part}&uploadId=${encodeUri(part.uploadId)}`),

    signRead(read) {
      const signed = presign(readTimes(read.at), {
        method: read.method,
        path: pathOf(read),
        query: `${expiryOf(read)}&X-Amz-SignedHeaders=host${overrides(read.response)}`,
        headers: `host:${host}\n\nhost`,
      });
      return readPrefix + signed;
    },
  };
}

interface CanonicalRequest {
  readonly method: string;
  /** Encoded. */
  readonly path: string;
  /** What follows `X-Amz-Date`: encoded, sorted by name, beginning with `&`. */
  readonly query: string;
  /** Each signed header's line, an empty one, and their names. */
  readonly headers: string;
}

/** @returns the path with the signed query */
function presign(time: SigningTime, { method, path, query, headers }: CanonicalRequest): string {
  const wholeQuery = time.query + query;
  const signature = time.sign(`${method}\n${path}\n${wholeQuery}\n${headers}\n${UNSIGNED_PAYLOAD}`);
  return `${path}?${wholeQuery}&X-Amz-Signature=${signature}`;
}

function overrides(response: ReadToSign['response']): string {
  return (
    `&response-cache-control=${encodeUri(response.cacheControl)}` +
    `&response-content-disposition=${encodeUri(response.contentDisposition)}` +
    `&response-content-type=${encodeUri(response.contentType)}`
  );
}

/** Checked here, since otherwise the client is the first to learn of it, from the store. */
function expiryOf({ expiresInSeconds: seconds }: { readonly expiresInSeconds: number }): string {
  if (Number.isInteger(seconds) && seconds >= 1 && seconds <= MAX_EXPIRY_SECONDS) {
    return `&X-Amz-Expires=${seconds}`;
  }
  throw new RangeError(`A URL cannot expire in ${seconds} seconds.`);
}

/** What stands in front of the signed path, which the store's own endpoint is part of already. */
function prefixFor(clientEndpoint: string, storeEndpoint: string): string {
  const client = new URL(clientEndpoint);
  const isStore = withoutLastSlash(client.href) === withoutLastSlash(new URL(storeEndpoint).href);
  return isStore ? client.origin : client.origin + withoutLastSlash(client.pathname);
}

function withoutLastSlash(text: string): string {
  return text.replace(/\/+$/, '');
}
