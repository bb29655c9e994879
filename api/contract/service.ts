import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';

export const SERVICE_NAME = 'dream-central-storage';
export const SERVICE_VERSION = '0.1.0';

const Check = z.object({
  ok: z.boolean(),
  ms: z.int().optional().describe('milliseconds the check took'),
  detail: z.string().optional(),
});

const HealthStatus = z.enum(['ok', 'failing']);

export const Health = z
  .object({
    status: HealthStatus,
    checks: z
      .object({ postgres: Check, s3: Check, migrations: Check })
      .optional()
      .describe('with a token only'),
  })
  .meta({ id: 'Health' });
export type HealthBody = z.output<typeof Health>;
export type HealthCheck = z.output<typeof Check>;

export const serviceInfo = defineEndpoint({
  id: 'serviceInfo',
  method: 'GET',
  path: '/',
  tag: 'service',
  summary: 'What runs here',
  access: 'open',
  answers: {
    200: {
      description: 'Name and version, without any I/O',
      schema: z.object({
        name: z.literal(SERVICE_NAME),
        version: z.string(),
        message: z.literal('running'),
      }),
    },
  },
  errors: [],
});

export const health = defineEndpoint({
  id: 'health',
  method: 'GET',
  path: '/health',
  tag: 'service',
  summary: 'Can it reach its database and its store?',
  access: 'optional',
  answers: {
    200: { description: 'It can', schema: Health },
    503: { description: 'It cannot', schema: Health },
  },
  errors: [],
});
