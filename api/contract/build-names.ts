import { z } from 'zod';
import { WINDOWS_DEVICE } from './characters.ts';

/** Words that stand where a version would in a URL. */
const RESERVED = new Set(['latest', 'upload']);

/** A build's version, unique per platform without case. */
export const BuildVersion = z
  .string()
  .regex(
    /^[0-9A-Za-z][0-9A-Za-z.+_-]{0,63}$/,
    'It takes 1 to 64 of the characters 0-9 A-Z a-z . + _ -, the first a digit or letter.',
  )
  .refine((version) => !version.endsWith('.'), 'It cannot end in a dot.')
  .refine((version) => !RESERVED.has(version.toLowerCase()), 'This word is reserved.')
  .refine((version) => !WINDOWS_DEVICE.test(version), 'Windows takes this name for a device.')
  .meta({ examples: ['2.4.0'] });

/** The channel a build is offered in. */
export const Channel = z
  .string()
  .regex(/^[a-z0-9-]{1,32}$/, 'It takes 1 to 32 of the characters a-z 0-9 -.')
  .meta({ examples: ['stable'] });
