import { z } from 'zod';

/** UUIDv7 in lower case, opaque. Any string is taken where one is asked: a malformed id is an unknown one. */
export const Id = z.string().meta({ examples: ['0199a3c1-7b1e-7c52-9d5e-3a1f0c2b4d6e'] });

/** RFC 3339, UTC, milliseconds, `Z`. */
export const Timestamp = z
  .string()
  .meta({ format: 'date-time', examples: ['2026-03-01T09:30:00.000Z'] });

/** A moment a caller names: any RFC 3339 time with its offset. */
export const Moment = z.iso.datetime({ offset: true });

/** A count or a number of bytes: 0 to 2^53 − 1. */
export const Count = z.int().min(0);

const MAX_LIST_LIMIT = 200;
const DEFAULT_LIST_LIMIT = 50;

/** The two members every list query has. */
export const listQuery = {
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(MAX_LIST_LIMIT)
    .default(DEFAULT_LIST_LIMIT)
    .describe('how many items a page holds'),
  cursor: z.string().max(4096).optional().describe('`next_cursor` of the page before'),
};

/** One page of a keyset list; `next_cursor` is null on the last. */
export function listOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), next_cursor: z.string().nullable() });
}

/** A query parameter that names what a list is sorted by: `size`, or `-size` for descending. */
export function sortedBy<const Key extends string>(keys: readonly Key[]) {
  return z.enum(keys.flatMap((key) => [key, `-${key}` as const]));
}

/** A query parameter that may be repeated: `?status=draft&status=published`. */
export function repeatable<T extends z.ZodType<string>>(item: T) {
  return z
    .preprocess(
      (value) => (value === undefined || Array.isArray(value) ? value : [value]),
      z.array(item).max(100).optional(),
    )
    .meta({ override: { type: 'array', items: { type: 'string' } } });
}
