import type { BlobAddress } from '../core/ports.ts';
import type { StoreAccess } from './config.ts';
import { SLOW } from './s3-patience.ts';
import { encodeObjectKey } from './sigv4-encoding.ts';
import { ALGORITHM, createSigningTimes } from './sigv4-signing-time.ts';

const SHA256_OF_NOTHING = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
const ETAG = /<ETag>(?:&quot;|&#34;|")([^<&"]+)/;

/** A request without a body. Its `Host` is the origin's. */
interface BareRequest {
  readonly method: 'PUT';
  /** As `http://127.0.0.1:9000`. */
  readonly origin: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Sends a request whose answer may be long in coming, and is short.
 * @throws when it was not answered, or not whole
 */
export type SendBare = (request: BareRequest) => Promise<{ status: number; text: string }>;

/** By what every runtime has. */
export const sendByFetch: SendBare = async ({ origin, path, ...request }) => {
  const signal = AbortSignal.timeout(SLOW.requestTimeout);
  const answer = await fetch(origin + path, { ...request, redirect: 'manual', signal });
  return { status: answer.status, text: await answer.text() };
};

/** @returns the copy's ETag; undefined when anything else than a copy came of it */
export type QuickCopy = (
  from: BlobAddress,
  to: BlobAddress,
  etag: string | undefined,
) => Promise<string | undefined>;

/**
 * CopyObject by a request of our own. A folder has tens of thousands of files, and for each the SDK
 * takes half as much of a processor as the store does to copy it. What to do about a failure is left
 * to the SDK.
 * Source: docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 */
export function createQuickCopy(store: StoreAccess, send: SendBare): QuickCopy {
  const { origin, host, pathname } = new URL(store.endpoint);
  const root = pathname.replace(/\/+$/, '');
  const times = createSigningTimes(store);

  return async (from, to, etag) => {
    const { amzDate, credential, sign } = times(new Date());
    const path = `${root}/${to.bucket}/${encodeObjectKey(to.key)}`;
    const headers = {
      'x-amz-content-sha256': SHA256_OF_NOTHING,
      'x-amz-copy-source': `${from.bucket}/${encodeObjectKey(from.key)}`,
      ...(etag === undefined ? {} : { 'x-amz-copy-source-if-match': etag }),
      'x-amz-date': amzDate,
    };
    const signed = Object.entries({ host, ...headers }); // sorted by name, as they are written
    const names = signed.map(([name]) => name).join(';');
    const lines = signed.map(([name, value]) => `${name}:${value}\n`).join('');
    const signature = sign(`PUT\n${path}\n\n${lines}\n${names}\n${SHA256_OF_NOTHING}`);
    const authorization = `${ALGORITHM} Credential=${credential}, SignedHeaders=${names}, Signature=${signature}`;
    try {
      const { status, text } = await send({
        method: 'PUT',
        origin,
        path,
        headers: { ...headers, authorization },
      });
      // S3 may answer 200 before it is done, and tell of an error in the body.
      const found = ETAG.exec(text);
      return status === 200 && found ? `"${found[1]}"` : undefined;
    } catch {
      return undefined;
    }
  };
}
