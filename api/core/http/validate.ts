import { zValidator } from '@hono/zod-validator';
import type { MiddlewareHandler } from 'hono';
import type { z } from 'zod';
import type { ProblemEntryBody } from '../../contract/errors.ts';
import { DcsError } from '../errors.ts';
import type { HttpEnv } from './environment.ts';

export type ValidatedPart = 'param' | 'query' | 'header' | 'json';

/** Parses one part of the request; every fault of it is told at once. */
export function validate(part: ValidatedPart, schema: z.ZodType): MiddlewareHandler<HttpEnv> {
  return zValidator(part, schema, (result) => {
    if (!result.success) throw invalid(part, result.error.issues, result.data);
  }) as MiddlewareHandler<HttpEnv>; // its input types are erased: routes are mounted from a table
}

function invalid(
  part: ValidatedPart,
  issues: readonly z.core.$ZodIssue[],
  input: unknown,
): DcsError {
  const entries = issues.flatMap((issue) => entriesOf(part, issue, input));
  const detail = `${entries.length === 1 ? 'One member is' : `${entries.length} members are`} not valid.`;
  return new DcsError('request.invalid', { detail, entries });
}

function entriesOf(
  part: ValidatedPart,
  issue: z.core.$ZodIssue,
  input: unknown,
): ProblemEntryBody[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      code: 'field.unknown',
      detail: `There is no member "${key}" here.`,
      ...place(part, [...issue.path, key]),
    }));
  }
  const missing = issue.code === 'invalid_type' && valueAt(input, issue.path) === undefined;
  return [
    {
      code: missing ? 'field.required' : 'field.invalid',
      detail: missing ? 'It is required.' : issue.message,
      ...place(part, issue.path),
    },
  ];
}

function place(part: ValidatedPart, path: readonly PropertyKey[]): Partial<ProblemEntryBody> {
  if (part !== 'json') return { parameter: path.map(String).join('.') };
  // RFC 6901 §3
  const token = (key: PropertyKey) => String(key).replaceAll('~', '~0').replaceAll('/', '~1');
  return { pointer: path.map((key) => `/${token(key)}`).join('') };
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}
