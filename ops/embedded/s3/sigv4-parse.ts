import { S3Error } from './errors.ts';

export type Scope = { date: string; region: string; service: string };

/** A signature as claimed by a request, before anything of it is believed. */
export type Claim = {
  place: 'header' | 'query';
  accessKey: string;
  scope: Scope;
  /** `YYYYMMDDTHHMMSSZ` */
  amzDate: string;
  signedHeaders: string[];
  signature: string;
  /** Seconds; only in a query. */
  expiresSeconds: number | null;
};

const ALGORITHM = 'AWS4-HMAC-SHA256';
const MAX_EXPIRES_SECONDS = 604_800;
const QUERY_NAMES = ['Credential', 'Date', 'Expires', 'SignedHeaders', 'Signature'] as const;

function parseCredential(text: string): { accessKey: string; scope: Scope } | null {
  const words = text.split('/');
  const [date = '', region = '', service = '', terminator] = words.slice(-4);
  const accessKey = words.slice(0, -4).join('/');
  if (accessKey === '' || !/^\d{8}$/.test(date) || terminator !== 'aws4_request') {
    return null;
  }
  return { accessKey, scope: { date, region, service } };
}

function parseSignedHeaders(text: string): string[] | null {
  const names = text.split(';');
  const wellFormed = names.every((name) => name !== '' && name === name.toLowerCase());
  return wellFormed && new Set(names).size === names.length ? names : null;
}

/** Reads `Authorization: AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…`. */
export function parseAuthorization(header: string, amzDate: string): Claim {
  const refuse = (what: string) =>
    new S3Error('AuthorizationHeaderMalformed', `The authorization header is malformed: ${what}.`);
  if (!header.startsWith(`${ALGORITHM} `)) {
    throw new S3Error('AccessDenied', `Only ${ALGORITHM} signatures are accepted.`);
  }
  const fields = new Map<string, string>();
  for (const field of header.slice(ALGORITHM.length + 1).split(',')) {
    const equals = field.indexOf('=');
    const name = field.slice(0, Math.max(equals, 0)).trim();
    if (fields.has(name)) {
      throw refuse(`${name} is given twice`);
    }
    fields.set(name, field.slice(equals + 1).trim());
  }
  const credential = parseCredential(fields.get('Credential') ?? '');
  const signedHeaders = parseSignedHeaders(fields.get('SignedHeaders') ?? '');
  const signature = fields.get('Signature') ?? '';
  if (credential === null || signedHeaders === null || signature === '') {
    throw refuse('it needs Credential, SignedHeaders and Signature');
  }
  return {
    place: 'header',
    ...credential,
    amzDate,
    signedHeaders,
    signature,
    expiresSeconds: null,
  };
}

/** Reads the `X-Amz-*` parameters of a presigned URL; each must be there once. */
export function parseQuerySignature(query: URLSearchParams): Claim {
  const refuse = (what: string) =>
    new S3Error('AuthorizationQueryParametersError', `Error parsing the query: ${what}.`);
  if (query.getAll('X-Amz-Algorithm').join() !== ALGORITHM) {
    throw refuse(`X-Amz-Algorithm must be ${ALGORITHM}`);
  }
  const [credentialText, amzDate, expires, headers, signature] = QUERY_NAMES.map((name) => {
    const [value, second] = query.getAll(`X-Amz-${name}`);
    if (value === undefined || value === '' || second !== undefined) {
      throw refuse(`X-Amz-${name} must be given once`);
    }
    return value;
  });
  const credential = parseCredential(credentialText ?? '');
  const signedHeaders = parseSignedHeaders(headers ?? '');
  const expiresSeconds = /^\d{1,6}$/.test(expires ?? '') ? Number(expires) : 0;
  if (credential === null || signedHeaders === null) {
    throw refuse('X-Amz-Credential or X-Amz-SignedHeaders is malformed');
  }
  if (expiresSeconds < 1 || expiresSeconds > MAX_EXPIRES_SECONDS) {
    throw refuse(`X-Amz-Expires must be between 1 and ${MAX_EXPIRES_SECONDS} seconds`);
  }
  return {
    place: 'query',
    ...credential,
    amzDate: amzDate ?? '',
    signedHeaders,
    signature: signature ?? '',
    expiresSeconds,
  };
}

/** Milliseconds of `YYYYMMDDTHHMMSSZ`, or null. */
export function parseAmzDate(text: string): number | null {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (match === null) {
    return null;
  }
  const [, year, month, day, hour, minute, second] = match;
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(time) ? null : time;
}
