import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { Problem } from './errors.ts';
import { Count, Id, listOf, listQuery, repeatable, Timestamp } from './primitives.ts';
import { Target } from './target.ts';

export const OPERATION_TYPES = ['finalize', 'trash', 'restore', 'purge', 'rename'] as const;
export const OPERATION_STATES = ['queued', 'running', 'done', 'failed', 'needs_person'] as const;

/** Slow work that goes on after its request was answered with 202. */
export const Operation = z
  .object({
    id: Id,
    type: z.enum(OPERATION_TYPES),
    state: z.enum(OPERATION_STATES),
    done: Count,
    total: Count,
    target: Target,
    result: z
      .record(z.string(), z.unknown())
      .nullable()
      .describe('once done; of `finalize` the receipt'),
    error: Problem.nullable(),
    created_at: Timestamp,
    updated_at: Timestamp,
  })
  .meta({ id: 'Operation' });
export type OperationBody = z.output<typeof Operation>;

const OperationQuery = z.strictObject({
  state: repeatable(z.enum(OPERATION_STATES)),
  type: repeatable(z.enum(OPERATION_TYPES)),
  ...listQuery,
});
export type OperationQuery = z.output<typeof OperationQuery>;

export const listOperations = defineEndpoint({
  id: 'listOperations',
  method: 'GET',
  path: '/operations',
  tag: 'operations',
  summary: 'Slow work, newest first; the ended of the last 30 days',
  access: 'admin',
  query: OperationQuery,
  answers: { 200: { description: 'One page', schema: listOf(Operation) } },
  errors: ['request.bad_cursor'],
});

/** What a 202 answers: the operation, and where to ask for it. @param headers beside those of every one */
export function acceptedAnswer(
  description: string,
  headers: Readonly<Record<string, string>> = {},
) {
  return {
    description,
    schema: Operation,
    headers: {
      Location: '/operations/{id}',
      'Retry-After': 'seconds to wait before asking for it',
      ...headers,
    },
  };
}

export const getOperation = defineEndpoint({
  id: 'getOperation',
  method: 'GET',
  path: '/operations/{operation_id}',
  tag: 'operations',
  summary: 'How far slow work is, and what came of it; kept for 30 days after its end',
  access: 'admin',
  params: z.object({ operation_id: Id }),
  answers: {
    200: {
      description: 'The operation',
      schema: Operation,
      headers: { 'Retry-After': 'seconds to wait before asking again; while it is under way' },
    },
  },
  errors: ['operation.not_found'],
});

export const cancelOperation = defineEndpoint({
  id: 'cancelOperation',
  method: 'DELETE',
  path: '/operations/{operation_id}',
  tag: 'operations',
  summary: 'Cancel slow work, where that is safe: a `finalize` until it has published',
  access: 'admin',
  params: z.object({ operation_id: Id }),
  answers: {
    200: {
      description: 'The operation: `failed`, with the error `operation.cancelled`',
      schema: Operation,
    },
  },
  errors: ['operation.not_found', 'operation.not_cancellable'],
});

export const retryOperation = defineEndpoint({
  id: 'retryOperation',
  method: 'POST',
  path: '/operations/{operation_id}/retry',
  tag: 'operations',
  summary: 'Try slow work again that needs a person, when what was wrong is mended',
  access: 'admin',
  params: z.object({ operation_id: Id }),
  answers: {
    202: acceptedAnswer('The operation, queued'),
  },
  errors: ['operation.not_found', 'operation.not_retryable'],
});
