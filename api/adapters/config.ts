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

interface Setting {
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
    otherwise: 'S3_PUBLIC_ENDPOINT',
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
  DCS_TRUSTED_PROXIES: {
    doc: 'How many reverse proxies stand in front and may be believed about X-Forwarded-For and -Proto.',
    schema: z.coerce.number().int().min(0).max(10),
    default: '0',
  },
  DCS_LOG_LEVEL: {
    doc: `Least level that is logged: ${LOG_LEVELS.join(', ')}.`,
    schema: z.enum(LOG_LEVELS),
    default: 'info',
  },
} as const satisfies Record<string, Setting>;

type SettingName = keyof typeof SETTINGS;

/** What a setting holds once parsed: never undefined where it has a default. */
export type Config = {
  readonly [Name in SettingName]: (typeof SETTINGS)[Name] extends { default: string }
    ? z.output<(typeof SETTINGS)[Name]['schema']>
    : z.output<(typeof SETTINGS)[Name]['schema']> | undefined;
};

/** Every problem of the environment at once, a sentence each. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The settings are not valid:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads all settings. An empty variable counts as not set.
 * @throws ConfigError naming every wrong one
 */
export function readConfig(environment: Environment): Config {
  const problems: string[] = [];
  const config: Record<string, unknown> = {};
  for (const [name, setting] of Object.entries<Setting>(SETTINGS)) {
    const text = environment[name] || setting.default;
    if (text === undefined) continue;
    const parsed = setting.schema.safeParse(text);
    if (parsed.success) config[name] = parsed.data;
    else problems.push(`${name}: ${parsed.error.issues.map(({ message }) => message).join(' ')}`);
  }
  problems.push(...incompleteStore(environment));
  if (problems.length > 0) throw new ConfigError(problems);
  return config as Config; // every member was parsed by its schema above
}

function incompleteStore(environment: Environment): string[] {
  const given = ['S3_ACCESS_KEY', 'S3_SECRET_KEY'].filter((name) => environment[name]);
  if (environment.S3_ENDPOINT) {
    return ['S3_ACCESS_KEY', 'S3_SECRET_KEY']
      .filter((name) => !environment[name])
      .map((name) => `${name}: It is needed when S3_ENDPOINT is set.`);
  }
  const origins = ['S3_PUBLIC_ENDPOINT', 'S3_UPLOAD_ENDPOINT'].filter((name) => environment[name]);
  return [...given, ...origins].map((name) => `${name}: It needs S3_ENDPOINT, which is not set.`);
}

/** How to reach an S3-compatible store. */
export interface StoreAccess {
  /** Absolute base, server to server. */
  readonly endpoint: string;
  readonly accessKey: string;
  readonly secretKey: string;
  readonly region: string;
}

/** The store the settings name, if they name one. */
export function configuredStore(config: Config): StoreAccess | undefined {
  const { S3_ENDPOINT: endpoint, S3_ACCESS_KEY, S3_SECRET_KEY, S3_REGION: region } = config;
  if (!(endpoint && S3_ACCESS_KEY && S3_SECRET_KEY)) return undefined;
  return { endpoint, accessKey: S3_ACCESS_KEY, secretKey: S3_SECRET_KEY, region };
}

/** Variables that look like ours and are not: most likely misspelt. */
export function unknownSettings(environment: Environment): readonly string[] {
  const others = [
    'DCS_URL',
    'DCS_TOKEN',
    'DCS_EMAIL',
    'DCS_PASSWORD',
    'DCS_CONFIG_DIR',
    'DCS_CACHE_DIR',
  ];
  return Object.keys(environment).filter(
    (name) => name.startsWith('DCS_') && !(name in SETTINGS) && !others.includes(name),
  );
}
