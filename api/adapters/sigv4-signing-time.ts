import { createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto';
import type { StoreAccess } from './config.ts';
import { encodeUri } from './sigv4-encoding.ts';

export const ALGORITHM = 'AWS4-HMAC-SHA256';
export const UNSIGNED_PAYLOAD = 'UNSIGNED-PAYLOAD';

/** What all signatures of one second share. */
export interface SigningTime {
  /** `YYYYMMDDTHHMMSSZ` */
  readonly amzDate: string;
  /** The access key and what the signing key is good for. */
  readonly credential: string;
  /** The query from `X-Amz-Algorithm` up to `X-Amz-Date`, encoded and in canonical order. */
  readonly query: string;
  /** @returns the signature of a canonical request, 64 lower-case hexadecimal digits */
  sign(canonicalRequest: string): string;
}

interface SigningDay {
  /** `YYYYMMDD` */
  readonly date: string;
  readonly scope: string;
  readonly key: KeyObject;
}

/**
 * SigV4 for queries and headers. The signing key is derived once a day and the rest once a second, so ask one
 * of these for times that lie close together.
 * Source: docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 * @returns the signing time for a date, of which fractions of a second are dropped
 */
export function createSigningTimes(store: StoreAccess): (at: Date) => SigningTime {
  let day: SigningDay | undefined;
  let last: { second: number; time: SigningTime } | undefined;
  return (at) => {
    const second = Math.floor(at.getTime() / 1000);
    if (last?.second === second) return last.time;
    const amzDate = at.toISOString().replace(/[-:]|\.\d{3}/g, '');
    const date = amzDate.slice(0, 8);
    if (day?.date !== date) day = startDay(store, date);
    last = { second, time: startSecond(store.accessKey, day, amzDate) };
    return last.time;
  };
}

function startDay(store: StoreAccess, date: string): SigningDay {
  const words = [date, store.region, 's3', 'aws4_request'];
  const key = words.reduce<string | Uint8Array>(
    (secret, word) => createHmac('sha256', secret).update(word).digest(),
    `AWS4${store.secretKey}`,
  );
  // As a KeyObject: Node takes four times as long to make an HMAC from bytes.
  return { date, scope: words.join('/'), key: createSecretKey(key as Uint8Array) }; // a digest
}

function startSecond(accessKey: string, { scope, key }: SigningDay, amzDate: string): SigningTime {
  const head = `${ALGORITHM}\n${amzDate}\n${scope}\n`;
  const credential = `${accessKey}/${scope}`;
  const query = [
    `X-Amz-Algorithm=${ALGORITHM}`,
    `X-Amz-Content-Sha256=${UNSIGNED_PAYLOAD}`,
    `X-Amz-Credential=${encodeUri(credential)}`,
    `X-Amz-Date=${amzDate}`,
  ].join('&');
  return {
    amzDate,
    credential,
    query,
    sign(canonicalRequest) {
      const text = head + hash('sha256', canonicalRequest, 'hex');
      return createHmac('sha256', key).update(text).digest('hex');
    },
  };
}
