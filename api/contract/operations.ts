import { z } from 'zod';
import { Problem } from './errors.ts';
import { Count, Id, Timestamp } from './primitives.ts';
import { Target } from './target.ts';

const OPERATION_TYPES = ['finalize', 'trash', 'restore', 'purge', 'rename'] as const;
const OPERATION_STATES = ['queued', 'running', 'done', 'failed', 'needs_person'] as const;

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
