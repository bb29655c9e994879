import { z } from 'zod';
import { PLATFORMS } from './platforms.ts';
import { Id } from './primitives.ts';

/** What a folder belongs to: a book, or one version of the app on one platform. */
export const Target = z
  .discriminatedUnion('type', [
    z.object({
      type: z.literal('book'),
      book_id: Id,
      publisher: z.string(),
      book_name: z.string(),
    }),
    z.object({
      type: z.literal('build'),
      platform: z.enum(PLATFORMS),
      version: z.string(),
      channel: z.string(),
    }),
  ])
  .meta({ id: 'Target' });
export type TargetBody = z.output<typeof Target>;
