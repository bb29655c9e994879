import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { S3Error } from './errors.ts';
import type { Claim, Scope } from './sigv4-parse.ts';
import { parseAmzDate, parseAuthorization, parseQuerySignature } from './sigv4-parse.ts';
import { uriEncode, uriEncodePath } from './uri.ts';

export type Credentials = { accessKey: string; secretKey: string; region: string };

/** What of a request is signed. `path` is decoded; `headers` keep every value, lower-case names. */
export type SignableRequest = {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: Record<string, string[] | undefined>;
};

/** A signature that held. `payload` is x-amz-content-sha256 as signed. */
export type VerifiedSignature = {
  place: 'header' | 'query';
  payload: string;
  signature: string;
  amzDate: string;
  scopeText: string;
  signingKey: Buffer;
};

const MAX_SKEW_MS = 15 * 60 * 1000;
const UNSIGNED = 'UNSIGNED-PAYLOAD';

export function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

export function sha256Hex(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

function deriveSigningKey(secretKey: string, scope: Scope): Buffer {
  const date = hmac(`AWS4${secretKey}`, scope.date);
  return hmac(hmac(hmac(date, scope.region), scope.service), 'aws4_request');
}

/** Compares in constant time, whatever the lengths. */
export function equalSecrets(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

function canonicalQuery(query: URLSearchParams): string {
  return [...query]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => [uriEncode(name), uriEncode(value)] as const)
    .sort(([nameA, valueA], [nameB, valueB]) => {
      if (nameA !== nameB) {
        return nameA < nameB ? -1 : 1;
      }
      return valueA < valueB ? -1 : 1;
    })
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

function canonicalHeaders(request: SignableRequest, names: string[]): string {
  return names
    .map((name) => {
      const values = request.headers[name];
      if (values === undefined) {
        throw new S3Error('AccessDenied', `The signed header ${name} was not sent.`);
      }
      return `${name}:${values.map((value) => value.trim().replace(/ +/g, ' ')).join(',')}\n`;
    })
    .join('');
}

/** The bytes whose hash is signed (SigV4, "canonical request"); Node hands headers on as Latin-1. */
function canonicalRequest(request: SignableRequest, claim: Claim, payload: string): Buffer {
  const text = [
    request.method,
    uriEncodePath(request.path),
    canonicalQuery(request.query),
    canonicalHeaders(request, claim.signedHeaders),
    claim.signedHeaders.join(';'),
    payload,
  ].join('\n');
  return Buffer.from(text, 'latin1');
}

function valuesOf(request: SignableRequest, name: string): string[] {
  return request.headers[name] ?? [];
}

function readClaim(request: SignableRequest): Claim {
  const authorization = valuesOf(request, 'authorization').join(',');
  if (request.query.has('X-Amz-Signature') || request.query.has('X-Amz-Algorithm')) {
    if (authorization.startsWith('AWS4-')) {
      throw new S3Error('InvalidArgument', 'Only one authentication mechanism is allowed.');
    }
    // Any other Authorization, as a Bearer forwarded over a redirect, is not ours to judge.
    return parseQuerySignature(request.query);
  }
  if (authorization === '') {
    throw new S3Error('AccessDenied', 'Access Denied: the request is not signed.');
  }
  const amzDate = request.headers['x-amz-date']?.[0] ?? '';
  return parseAuthorization(authorization, amzDate);
}

function checkTime(claim: Claim, nowMs: number): void {
  const signedAt = parseAmzDate(claim.amzDate);
  if (signedAt === null || !claim.amzDate.startsWith(claim.scope.date)) {
    throw new S3Error('AccessDenied', 'X-Amz-Date is missing, malformed, or not of the scope.');
  }
  if (claim.expiresSeconds === null) {
    if (Math.abs(nowMs - signedAt) > MAX_SKEW_MS) {
      throw new S3Error('RequestTimeTooSkewed', "The request's time is too far from the server's.");
    }
    return;
  }
  if (signedAt - nowMs > MAX_SKEW_MS) {
    throw new S3Error('AccessDenied', 'Request is not valid yet');
  }
  if (nowMs > signedAt + claim.expiresSeconds * 1000) {
    throw new S3Error('AccessDenied', 'Request has expired');
  }
}

function checkIdentity(claim: Claim, credentials: Credentials): void {
  if (!equalSecrets(claim.accessKey, credentials.accessKey)) {
    throw new S3Error('InvalidAccessKeyId', 'The access key Id you provided does not exist.');
  }
  if (claim.scope.region !== credentials.region || claim.scope.service !== 's3') {
    throw new S3Error(
      claim.place === 'header'
        ? 'AuthorizationHeaderMalformed'
        : 'AuthorizationQueryParametersError',
      `The credential scope must be ${credentials.region}/s3.`,
    );
  }
}

/** Host and every x-amz- header must be signed, or a third party could add meaning to the request. */
function checkSignedHeaders(request: SignableRequest, claim: Claim): void {
  const mustBeSigned = Object.keys(request.headers).filter(
    (name) => name.startsWith('x-amz-') && !coveredOtherwise(name, claim),
  );
  for (const name of ['host', ...mustBeSigned]) {
    if (!claim.signedHeaders.includes(name)) {
      throw new S3Error('AccessDenied', `The header ${name} was sent but not signed.`);
    }
  }
}

/** With a signed header, the payload hash and the date are lines of what is signed anyway. */
function coveredOtherwise(name: string, claim: Claim): boolean {
  return claim.place === 'header' && (name === 'x-amz-content-sha256' || name === 'x-amz-date');
}

function readPayload(request: SignableRequest, claim: Claim): string {
  const header = request.headers['x-amz-content-sha256']?.[0];
  if (claim.place === 'query') {
    return request.query.get('X-Amz-Content-Sha256') ?? header ?? UNSIGNED;
  }
  if (header === undefined) {
    throw new S3Error('InvalidRequest', 'Missing required header x-amz-content-sha256.');
  }
  return header;
}

/**
 * Verifies a SigV4 signature in the Authorization header or the query
 * (docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html).
 * Throws S3Error for anything that does not hold; `nowMs` is Unix milliseconds.
 */
export function verifySignature(
  request: SignableRequest,
  credentials: Credentials,
  nowMs: number,
): VerifiedSignature {
  const claim = readClaim(request);
  checkIdentity(claim, credentials);
  checkTime(claim, nowMs);
  checkSignedHeaders(request, claim);
  const { date, region, service } = claim.scope;
  const payload = readPayload(request, claim);
  const scopeText = `${date}/${region}/${service}/aws4_request`;
  const signingKey = deriveSigningKey(credentials.secretKey, claim.scope);
  const hash = sha256Hex(canonicalRequest(request, claim, payload));
  const text = ['AWS4-HMAC-SHA256', claim.amzDate, scopeText, hash].join('\n');
  const signature = hmac(signingKey, text).toString('hex');
  if (!equalSecrets(signature, claim.signature)) {
    throw new S3Error(
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided.',
    );
  }
  return { place: claim.place, payload, signature, amzDate: claim.amzDate, scopeText, signingKey };
}
