import { S3Error } from './errors.ts';
import type { ObjectRecord } from './store.ts';

/** Conditional headers with the common names, whatever they were called on the wire. */
export type Conditions = {
  ifMatch?: string | undefined;
  ifNoneMatch?: string | undefined;
  ifModifiedSince?: string | undefined;
  ifUnmodifiedSince?: string | undefined;
};

type Headers = Record<string, string | string[] | undefined>;

/** Reads conditional headers; `prefix` is '' or 'x-amz-copy-source-'. */
export function readConditions(headers: Headers, prefix = ''): Conditions {
  const read = (name: string) => {
    const value = headers[`${prefix}${name}`];
    return typeof value === 'string' ? value : undefined;
  };
  return {
    ifMatch: read('if-match'),
    ifNoneMatch: read('if-none-match'),
    ifModifiedSince: read('if-modified-since'),
    ifUnmodifiedSince: read('if-unmodified-since'),
  };
}

/** Whether a list of entity tags (or `*`) names `etag`; quotes and `W/` are optional, as in S3. */
function listsEtag(list: string, etag: string): boolean {
  return list
    .split(',')
    .map((tag) =>
      tag
        .trim()
        .replace(/^W\//, '')
        .replace(/^"(.*)"$/, '$1'),
    )
    .some((tag) => tag === '*' || tag === etag);
}

/** Milliseconds of an HTTP date, or null when malformed (then the header is ignored, RFC 9110). */
function parseHttpDate(text: string | undefined): number | null {
  const time = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(time) ? null : time;
}

function wholeSecond(timeMs: number): number {
  return Math.floor(timeMs / 1000) * 1000;
}

/** RFC 9110 §13.2.2 for a read: which answer the conditions leave. */
export function evaluateRead(
  conditions: Conditions,
  object: ObjectRecord,
): 'proceed' | 'not_modified' | 'failed' {
  const modified = wholeSecond(object.modifiedAt);
  const unmodifiedSince = parseHttpDate(conditions.ifUnmodifiedSince);
  if (conditions.ifMatch !== undefined) {
    if (!listsEtag(conditions.ifMatch, object.etag)) {
      return 'failed';
    }
  } else if (unmodifiedSince !== null && modified > unmodifiedSince) {
    return 'failed';
  }
  const modifiedSince = parseHttpDate(conditions.ifModifiedSince);
  if (conditions.ifNoneMatch !== undefined) {
    return listsEtag(conditions.ifNoneMatch, object.etag) ? 'not_modified' : 'proceed';
  }
  return modifiedSince !== null && modified <= modifiedSince ? 'not_modified' : 'proceed';
}

/** Throws PreconditionFailed when a copy's source does not meet its conditions. */
export function checkCopySource(conditions: Conditions, object: ObjectRecord): void {
  if (evaluateRead(conditions, object) !== 'proceed') {
    throw preconditionFailed();
  }
}

/** Throws when a write's If-Match or If-None-Match does not hold for what the key has now. */
export function checkWrite(conditions: Conditions, current: ObjectRecord | null): void {
  if (conditions.ifMatch !== undefined) {
    if (current === null) {
      throw new S3Error('NoSuchKey', 'The specified key does not exist.');
    }
    if (!listsEtag(conditions.ifMatch, current.etag)) {
      throw preconditionFailed();
    }
  }
  if (conditions.ifNoneMatch !== undefined && current !== null) {
    if (listsEtag(conditions.ifNoneMatch, current.etag)) {
      throw preconditionFailed();
    }
  }
}

/** If-Range (RFC 9110 §13.1.5): whether the range may be honoured; only an exact match does. */
export function rangeStillValid(ifRange: string | undefined, object: ObjectRecord): boolean {
  if (ifRange === undefined) {
    return true;
  }
  if (ifRange.startsWith('"')) {
    return ifRange === `"${object.etag}"`;
  }
  return parseHttpDate(ifRange) === wholeSecond(object.modifiedAt);
}

export function preconditionFailed(): S3Error {
  return new S3Error(
    'PreconditionFailed',
    'At least one of the pre-conditions you specified did not hold.',
  );
}
