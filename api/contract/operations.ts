import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { Problem } from './errors.ts';
import { Count, Id, Timestamp } from './primitives.ts';
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
