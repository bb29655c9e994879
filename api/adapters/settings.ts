import { z } from 'zod';
import { NewEmail, NewPassword } from '../contract/access.ts';
import { DEFAULT_MANIFEST_LIMITS } from '../contract/manifest-rules.ts';
import { MAX_FILE_BYTES } from '../contract/part-rule.ts';
import { LOG_LEVELS } from './system.ts';

/** An absolute base that may carry a path, kept without its trailing slash. */
const Base = z
  .url({ protocol: /^https?$/, error: 'It must be an absolute http or https URL.' })
  .refine((url) => !/[?#]/.test(url), 'It cannot carry a query or a fragment.')
  .transform((url) => url.replace(/\/+$/, ''));

const Port = z.coerce.number().int().min(0).max(65_535);
const Seconds = z.coerce.number().int().min(1);
const Bytes = z.coerce.number().int().min(1);
/** What a timestamp can be moved by without leaving the calendar. */
const MAX_DAYS = 36_500;

/** `kid:secret`, several separated by commas. */
const SigningKeys = z
  .string()
  .transform((text) => text.split(',').map((pair) => pair.trim().split(':')))
  .pipe(
    z.array(
      z
        .tuple([
          z.string().regex(/^[\w.-]{1,64}$/, 'A key id has letters, digits, "_", "." and "-".'),
          z
            .string()
            .regex(
              /^[\w-]{43,}$/,
              'A key is base64url of at least 32 random bytes (43 characters).',
            ),
        ])
        .transform(([kid, secret]) => ({ kid, secret })),
    ),
  );

/** Origins separated by commas, each as a browser sends it. */
const Origins = z.string().transform((text, issues) => {
  const given = text.split(',').map((origin) => origin.trim());
  return given.filter(Boolean).map((origin) => {
    const known = URL.canParse(origin) ? new URL(origin).origin : undefined;
    if (known === undefined || known !== origin.replace(/\/$/, '')) {
      issues.addIssue(`${origin} is no origin such as https://panel.example.com.`);
    }
    return known ?? origin;
  });
});

export interface Setting {
  /** For people: what it is for. */
  readonly doc: string;
  readonly schema: z.ZodType;
  /** As it would stand in the environment. */
  readonly default?: string;
  /** What happens without it, where there is no default. */
  readonly otherwise?: string;
}

/** Every setting, by the name it has in the environment. */
export const SETTINGS = {
  HOST: {
    doc: 'Address the API listens on; 0.0.0.0 for all.',
    schema: z.string().min(1),
    default: '127.0.0.1',
  },
  PORT: { doc: 'Port the API listens on; 0 takes any free one.', schema: Port, default: '8080' },
  DATABASE_URL: {
    doc: 'PostgreSQL 15 or newer, `postgres://user:password@host:5432/database`.',
    schema: z.url({
      protocol: /^postgres(ql)?$/,
      error: 'It must look like postgres://user:password@host:5432/database.',
    }),
    otherwise: 'an embedded PostgreSQL is started',
  },
  DCS_DATABASE_POOL: {
    doc: 'Most database connections of one process.',
    schema: z.coerce.number().int().min(2).max(1000),
    default: '10',
  },
  S3_ENDPOINT: {
    doc: 'S3-compatible store, as this server reaches it. Its host is what gets signed.',
    schema: Base,
    otherwise: 'an embedded S3 server is started',
  },
  S3_PUBLIC_ENDPOINT: {
    doc: 'The same store as readers reach it.',
    schema: Base,
    otherwise: 'S3_ENDPOINT',
  },
  S3_UPLOAD_ENDPOINT: {
    doc: 'The same store as browsers write to it.',
    schema: Base,
    otherwise: 'S3_PUBLIC_ENDPOINT; /_s3 of the panel for the embedded server',
  },
  S3_ACCESS_KEY: {
    doc: 'Access key id for the store.',
    schema: z.string().min(1),
    otherwise: 'made for the embedded server',
  },
  S3_SECRET_KEY: {
    doc: 'Secret key for the store.',
    schema: z.string().min(8),
    otherwise: 'made for the embedded server',
  },
  S3_REGION: {
    doc: 'Region the store signs for.',
    schema: z.string().min(1),
    default: 'us-east-1',
  },
  DCS_EMBEDDED_S3_PORT: {
    doc: 'Port of the embedded S3 server; if it is taken, a free one is used.',
    schema: Port,
    default: '9000',
  },
  DCS_DATA_DIR: {
    doc: 'Folder for the embedded servers and for the secrets made on first start.',
    schema: z.string().min(1),
    default: '.data',
  },
  DCS_ADMIN_EMAIL: {
    doc: 'Email of the first admin, made when there is no user yet.',
    schema: NewEmail,
    default: 'admin@example.com',
  },
  DCS_ADMIN_PASSWORD: {
    doc: 'Password of the first admin, at least 10 characters.',
    schema: NewPassword,
    otherwise: 'one is made and printed once',
  },
  DCS_JWT_KEYS: {
    doc: 'Keys for access tokens, `kid:secret,…`; the first signs, all are accepted. Replicas must share them.',
    schema: SigningKeys,
    otherwise: 'one is made and kept in DCS_DATA_DIR',
  },
  DCS_ACCESS_TTL: {
    doc: 'Seconds an access token lives.',
    schema: Seconds.max(86_400),
    default: '900',
  },
  DCS_REFRESH_TTL: {
    doc: 'Seconds a refresh token lives when it is not used.',
    schema: Seconds,
    default: '2592000',
  },
  DCS_UPLOAD_URL_TTL: {
    doc: 'Seconds an upload URL lives, at most seven days.',
    schema: Seconds.max(604_800),
    default: '900',
  },
  DCS_READ_URL_WINDOW: {
    doc: 'Seconds for which all readers get the same URL of a file; it lives six hours longer.',
    schema: Seconds.max(86_400),
    default: '3600',
  },
  DCS_HEAD_CACHE_MS: {
    doc: 'Milliseconds for which a replica may stream by what it knows of a book or build; at most a second, 0 asks each time.',
    schema: z.coerce.number().int().min(0).max(1000),
    default: '1000',
  },
  DCS_MAX_FILE_BYTES: {
    doc: 'Largest file of a folder, in bytes; never more than 5 TiB.',
    schema: Bytes.max(MAX_FILE_BYTES),
    default: String(DEFAULT_MANIFEST_LIMITS.maxFileBytes),
  },
  DCS_MAX_FILES: {
    doc: 'Most files, links and empty directories of a folder.',
    schema: z.coerce.number().int().min(1).max(1_000_000),
    default: String(DEFAULT_MANIFEST_LIMITS.maxFiles),
  },
  DCS_MAX_BYTES: {
    doc: 'Most bytes of a folder.',
    schema: Bytes,
    default: String(DEFAULT_MANIFEST_LIMITS.maxBytes),
  },
  TRASH_RETENTION_DAYS: {
    doc: 'Days for which a deleted book or build can be restored.',
    schema: z.coerce.number().int().min(0).max(MAX_DAYS),
    default: '7',
  },
  REVISIONS_KEEP: {
    doc: 'How many revisions of a folder stay however old they are, the current one among them; a superseded one stays for seven days in any case.',
    schema: z.coerce.number().int().min(1).max(1_000_000),
    default: '10',
  },
  DCS_TRUSTED_PROXIES: {
    doc: 'How many reverse proxies stand in front and may be believed about X-Forwarded-For and -Proto.',
    schema: z.coerce.number().int().min(0).max(10),
    default: '0',
  },
  DCS_PANEL_ORIGINS: {
    doc: 'Other origins of the same site that serve the panel, `https://panel.example.com,…`.',
    schema: Origins,
    otherwise: 'none',
  },
  DCS_LOG_LEVEL: {
    doc: `Least level that is logged: ${LOG_LEVELS.join(', ')}.`,
    schema: z.enum(LOG_LEVELS),
    default: 'info',
  },
} as const satisfies Record<string, Setting>;
